namespace Trading.Cli.Files;

/// <summary>
/// Pass phrases from files (their first lines) or from TRADING_PASSPHRASE; never from the command line, where every
/// process of the machine could read them.
/// </summary>
internal sealed class Passphrases
{
    /// <summary>The variable that is read when no file is named.</summary>
    public const string Variable = "TRADING_PASSPHRASE";

    private const int Bytes = 4096;

    private Passphrases(IReadOnlyList<string> all) => All = all;

    /// <summary>In the order given; those that open something are found by trying.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>The one to encrypt with: the first, or null.</summary>
    public string? First => All.Count > 0 ? All[0] : null;

    public static async Task<Passphrases> ReadAsync(
        ToolHost host, IReadOnlyCollection<string> files, CancellationToken cancellation)
    {
        var all = new List<string>();
        foreach (var file in files)
        {
            var text = await Inputs.ReadTextAsync(file, cancellation, Bytes);
            var first = text.Split('\n')[0].TrimEnd('\r');
            all.Add(first.Length > 0
                ? first
                : throw new ToolException($"The first line of {file} is empty; write the pass phrase there."));
        }

        if (all.Count == 0 && host.Variable(Variable) is { Length: > 0 } phrase)
        {
            all.Add(phrase);
        }

        return new Passphrases(all);
    }

    /// <summary>Reads something that may be encrypted with any of the pass phrases.</summary>
    public T Open<T>(string path, bool isEncrypted, Func<string?, T> read)
    {
        if (!isEncrypted)
        {
            return read(null);
        }

        if (All.Count == 0)
        {
            throw new ToolException($"{path} is encrypted; give its pass phrase by --passphrase-file or {Variable}.");
        }

        for (var i = 0; ; i++)
        {
            try
            {
                return read(All[i]);
            }
            catch (FormatException) when (i < All.Count - 1)
            {
            }
        }
    }
}
