using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Trading.Cli.Commands;

namespace Trading.Cli.Help;

/// <summary>The usual help, and below it how the command is used in earnest.</summary>
internal sealed class ExamplesHelp(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var result = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        switch (parseResult.CommandResult.Command)
        {
            case ToolCommand command:
                output.WriteLine("Example:");
                foreach (var line in command.Example.Split('\n'))
                {
                    output.WriteLine($"  {line}");
                }

                output.WriteLine();
                break;
            case RootCommand:
                output.WriteLine("Each command explains itself: trading seal --help");
                output.WriteLine(
                    "Exit codes: 0 done and everything held, 1 something did not hold, 2 wrong usage, 130 stopped.");
                output.WriteLine();
                break;
        }

        return result;
    }
}
