using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Trading.Proofs.Primitives;

namespace Trading.Cli.Help;

/// <summary>The kinds of arguments and options the commands share.</summary>
internal static class Symbols
{
    public static Argument<string> File(string name, string help) => new(name) { Description = help, HelpName = name };

    public static Option<string?> Text(string name, string valueName, string help, params string[] aliases) =>
        new(name, aliases) { Description = help, HelpName = valueName };

    public static Option<string> Required(string name, string valueName, string help, params string[] aliases) =>
        new(name, aliases) { Description = help, HelpName = valueName, Required = true };

    /// <summary>May be given more than once, one value each time.</summary>
    public static Option<string[]> Many(string name, string valueName, string help) => new(name)
    {
        Description = $"{help} (repeatable)",
        HelpName = valueName,
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
    };

    public static Option<long?> Number(string name, string help, long lowest, long highest) => new(name)
    {
        Description = help,
        HelpName = "N",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= lowest && number <= highest)
            {
                return number;
            }

            Refuse(result, string.Create(
                CultureInfo.InvariantCulture, $"{name} is a whole number from {lowest} to {highest}, not '{text}'"));
            return null;
        },
    };

    public static Option<Digest?> Base64(string name, string help) => new(name)
    {
        Description = help,
        HelpName = "B64",
        CustomParser = result =>
        {
            if (Digest.TryFromBase64(result.Tokens[0].Value, out var digest))
            {
                return digest;
            }

            Refuse(result, $"{name} is base64 of 32 bytes (44 characters)");
            return null;
        },
    };

    public static Option<string[]> Passphrases() => Many(
        "--passphrase-file", "FILE", "a file whose first line is a pass phrase; else the variable TRADING_PASSPHRASE");

    public static Option<bool> Force() => new("--force") { Description = "replace the output where it is there "
        + "already" };

    private static void Refuse(ArgumentResult result, string sentence) => result.AddError(sentence);
}
