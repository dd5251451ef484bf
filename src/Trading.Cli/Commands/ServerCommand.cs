using System.CommandLine;
using Trading.Cli.Help;
using Trading.Cli.Server;
using Trading.Client.Messages;
using Trading.Grains.Tenders;

namespace Trading.Cli.Commands;

/// <summary>A command that acts at a centre as the person whose key is given.</summary>
internal abstract class ServerCommand : ToolCommand
{
    private readonly Option<string> _tender = Symbols.Required("--tender", "T", "the tender's number");
    private readonly Option<string> _lot = Symbols.Required("--lot", "L", "the lot's number");

    protected ServerCommand(ToolHost host, string name, string sentence, string example)
        : base(host, name, sentence, example) =>
        Connection = new Connection(host);

    protected Connection Connection { get; }

    protected abstract Task ActAsync(ParseResult arguments, CancellationToken cancellation);

    protected sealed override Task RunAsync(ParseResult arguments, CancellationToken cancellation) =>
        ServerAddress.TryAsync(Connection.Server(arguments), async () =>
        {
            await ActAsync(arguments, cancellation);
            return true;
        });

    protected void TakesLot(params Symbol[] more) => Takes([.. more, _tender, _lot, .. Connection.All]);

    protected TenderId Tender(ParseResult arguments) => TenderId.Create(arguments.GetRequiredValue(_tender));

    protected LotId Lot(ParseResult arguments) => LotId.Create(arguments.GetRequiredValue(_lot));

    protected void Tell(ActAnswer answer)
    {
        if (answer.Events.IsEmpty)
        {
            Host.Out.WriteLine("nothing new to record: it had been done before");
        }

        foreach (var recorded in answer.Events)
        {
            Host.Out.WriteLine($"recorded: {recorded.Type}, event SM3 {recorded.Digest}");
        }
    }
}
