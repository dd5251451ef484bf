using System.CommandLine;

namespace Trading.Cli.Commands;

/// <summary>A command that says by example how it is used; it ends well or throws.</summary>
internal abstract class ToolCommand : Command
{
    protected ToolCommand(ToolHost host, string name, string sentence, string example)
        : base(name, sentence)
    {
        Host = host;
        Example = example;
    }

    /// <summary>A command line that works, and lines around it.</summary>
    public string Example { get; }

    protected ToolHost Host { get; }

    /// <summary>Does the work; whatever stops it is a <see cref="ToolException"/>.</summary>
    protected abstract Task RunAsync(ParseResult arguments, CancellationToken cancellation);

    /// <summary>Takes the symbols and makes the command one that runs.</summary>
    protected void Takes(params ReadOnlySpan<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                Add(argument);
            }
            else
            {
                Add((Option)symbol);
            }
        }

        SetAction(async (arguments, cancellation) =>
        {
            await RunAsync(arguments, cancellation);
            return ExitCodes.Done;
        });
    }

    protected static ToolException Usage(string sentence) => new(sentence, ExitCodes.Usage);
}
