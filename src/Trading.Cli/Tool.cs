using System.CommandLine;
using System.CommandLine.Help;
using Trading.Cli.Commands;
using Trading.Cli.Help;

namespace Trading.Cli;

/// <summary><c>trading</c>: the bidder's, the custodian's and the auditor's tool.</summary>
internal static class Tool
{
    private static readonly ParserConfiguration Parser = new()
    {
        // A file name may begin with @; and no argument of ours is worth a second place to keep secrets in.
        ResponseFileTokenReplacer = null,
    };

    /// <summary>Runs one command line and says how it ended; never throws for anything a person can do wrong.</summary>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, ToolHost host, CancellationToken cancellation = default)
    {
        var parsed = Root(host).Parse(arguments, Parser);
        if (parsed.Errors.Count > 0 && !IsHelp(parsed))
        {
            host.Error.WriteLine(Sentences.Of(parsed));
            return ExitCodes.Usage;
        }

        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = host.Out,
                Error = host.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            host.Error.WriteLine("trading: stopped; no half-written file was left behind.");
            return ExitCodes.Stopped;
        }
        catch (Exception e)
        {
            host.Error.WriteLine($"trading: {Sentences.Of(e)}");
            return (e as ToolException)?.ExitCode ?? ExitCodes.Failed;
        }
    }

    private static RootCommand Root(ToolHost host)
    {
        var root = new RootCommand(
            "Seals bids, opens them with bidder and custodians together, and checks published records, draws and "
            + "receipts.")
        {
            new KeysCommand(host),
            new SealCommand(host),
            new OpenCommand(host),
            new InspectCommand(host),
            new DrawCommand(host),
            new VerifyCommand(host),
            new ReceiptCommand(host),
            new RegisterCommand(host),
            new LoginCommand(host),
            new SubmitCommand(host),
            new WithdrawCommand(host),
            new ReleaseCommand(host),
            new CustodyCommand(host),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExamplesHelp((HelpAction)help.Action!);
        return root;
    }

    private static bool IsHelp(ParseResult parsed) => parsed.Action is ExamplesHelp;
}
