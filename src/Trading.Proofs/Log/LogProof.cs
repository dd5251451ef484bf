using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Log;

/// <summary>
/// Everything needed to show offline that an entry stands in the log: index, path and the signed checkpoint, in the
/// layout of c2sp.org/tlog-proof. The optional extra line of that layout is refused, since nothing vouches for it.
/// </summary>
public sealed record LogProof(long Index, ImmutableArray<Digest> Path, SignedNote Note)
{
    /// <summary>The first line.</summary>
    public const string FirstLine = "c2sp.org/tlog-proof@v1";

    /// <summary>The checkpoint inside the note.</summary>
    public Checkpoint Checkpoint => Checkpoint.Parse(Note.Text);

    /// <summary>The proof for an entry of a tree and the note over its root at that size.</summary>
    public static LogProof Make(MerkleView tree, long index, SignedNote note)
    {
        var proof = tree.Inclusion(index, Checkpoint.Parse(note.Text).Size);
        return new LogProof(index, proof.Path, note);
    }

    /// <summary>Null if the log's key signed a checkpoint that contains the entry, else the cause.</summary>
    /// <param name="entry">The bytes of the entry; for our log the 32 bytes of a <see cref="BlindedLeaf"/>.</param>
    /// <param name="log">The log's key, named as its origin.</param>
    /// <param name="witnesses">Keys that must be right where they signed, such as the supervisor's.</param>
    public NoteFault? Check(ReadOnlySpan<byte> entry, NoteKey log, params ReadOnlySpan<NoteKey> witnesses)
    {
        if (Checkpoint.Origin != log.Name)
        {
            return NoteFault.OtherOrigin;
        }

        if (Note.Check(log) is { } fault)
        {
            return fault;
        }

        if (Note.Check(witnesses) == NoteFault.BadSignature)
        {
            return NoteFault.BadSignature;
        }

        var inclusion = new InclusionProof(Index, Checkpoint.Size, Path);
        return inclusion.Check(MerkleHash.Leaf(entry), Checkpoint.Root) ? null : NoteFault.NotIncluded;
    }

    /// <summary>The text as <see cref="Parse"/> reads it.</summary>
    public string ToText()
    {
        var text = new StringBuilder($"{FirstLine}\n")
            .Append(CultureInfo.InvariantCulture, $"index {Index}\n");
        foreach (var hash in Path)
        {
            text.Append(hash.ToBase64()).Append('\n');
        }

        return text.Append('\n').Append(Note).ToString();
    }

    /// <summary>Reads a proof strictly.</summary>
    /// <exception cref="NoteException">The layout is wrong, or a limit is passed.</exception>
    public static LogProof Parse(string text)
    {
        var parting = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (parting < 0)
        {
            throw Malformed("no empty line before the checkpoint");
        }

        // A head of the largest size has two lines and the longest path.
        var head = text[..Math.Min(parting, 64 + (LogLimits.PathLength + 1) * 45)].Split('\n');
        if (head[0] != FirstLine || head.Length < 2)
        {
            throw Malformed($"the first line is {FirstLine}");
        }

        if (!head[1].StartsWith("index ", StringComparison.Ordinal)
            || !Checkpoint.TryParseSize(head[1]["index ".Length..], out var index))
        {
            throw Malformed("the second line is the index");
        }

        if (head.Length - 2 > LogLimits.PathLength)
        {
            throw new NoteException(NoteFault.TooLong, $"at most {LogLimits.PathLength} hashes in a path");
        }

        var path = head[2..].Select(line => Digest.TryFromBase64(line, out var hash)
            ? hash
            : throw Malformed("a line of the path is no digest"));
        var proof = new LogProof(index, [.. path], SignedNote.Parse(text[(parting + 2)..]));
        return index < proof.Checkpoint.Size ? proof : throw Malformed("the index is beyond the checkpoint's size");
    }

    /// <summary>Equal if index, path and note are.</summary>
    public bool Equals(LogProof? other) =>
        other is not null && Index == other.Index && Path.SequenceEqual(other.Path) && Note.Equals(other.Note);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Index, Path.Length, Note);

    private static NoteException Malformed(string message) => new(NoteFault.Malformed, message);
}
