using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;

namespace Trading.Cli.Help;

/// <summary>Whatever goes wrong, in one sentence.</summary>
internal static class Sentences
{
    /// <summary>The first fault of a command line, and where to read on.</summary>
    public static string Of(ParseResult parsed)
    {
        var path = PathOf(parsed);
        var isGroup = parsed.CommandResult.Command.Subcommands.Count > 0;
        var error = isGroup && parsed.UnmatchedTokens.Count > 0
            ? $"'{parsed.UnmatchedTokens[0]}' is not known here"
            : (parsed.Errors.FirstOrDefault(e => e.SymbolResult is OptionResult) ?? parsed.Errors[0]).Message;
        var message = Flat(error).TrimEnd('.');
        return $"{path}: {message}; see: {path} --help";
    }

    /// <summary>The sentence of an exception; what nobody foresaw says its kind.</summary>
    public static string Of(Exception exception) => exception switch
    {
        ToolException => Flat(exception.Message),
        UnauthorizedAccessException => $"{Flat(exception.Message).TrimEnd('.')}; check who may read and write there.",
        FormatException or IOException or InvalidDataException or ArgumentException or JsonException =>
            Flat(exception.Message),
        _ => $"Something went wrong that should not ({exception.GetType().Name}): {Flat(exception.Message)}",
    };

    private static string Flat(string message) =>
        string.Join(' ', message.Split(['\r', '\n'],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static string PathOf(ParseResult parsed)
    {
        var names = new List<string>();
        for (var result = parsed.CommandResult; result is not null;
            result = result.Parent as CommandResult)
        {
            names.Insert(0, result.Command is RootCommand ? "trading" : result.Command.Name);
        }

        return string.Join(' ', names);
    }
}
