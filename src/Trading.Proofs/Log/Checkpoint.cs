using System.Globalization;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Log;

/// <summary>
/// The head of a log at one size, in the three lines of c2sp.org/tlog-checkpoint: origin, size, root.
/// Extension lines are refused: nobody could audit them.
/// </summary>
public sealed record Checkpoint(string Origin, long Size, Digest Root)
{
    /// <summary>The text that is signed.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root.ToBase64()}\n");

    /// <summary>The signed note; the key's name is the origin.</summary>
    public SignedNote Sign(ISm2PrivateKey key) => SignedNote.Sign(ToText(), Origin, key);

    /// <summary>Reads the text of a checkpoint strictly.</summary>
    /// <exception cref="NoteException">It is not three lines, or one of them is malformed.</exception>
    public static Checkpoint Parse(string text)
    {
        var lines = text.Split('\n');
        return lines.Length == 4
            && lines[3].Length == 0
            && NoteKey.IsName(lines[0])
            && TryParseSize(lines[1], out var size)
            && Digest.TryFromBase64(lines[2], out var root)
            ? new Checkpoint(lines[0], size, root)
            : throw new NoteException(NoteFault.Malformed, "a checkpoint is origin, size and root, a line each");
    }

    internal static bool TryParseSize(string text, out long size) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size)
        && size <= LogLimits.Leaves
        && size.ToString(CultureInfo.InvariantCulture) == text;
}
