using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Log;

/// <summary>One signature line: — name base64(key id ‖ signature).</summary>
public sealed record NoteSignature(string Name, uint KeyId, ImmutableArray<byte> Value)
{
    /// <summary>The line without its line feed.</summary>
    public override string ToString()
    {
        var bytes = new byte[4 + Value.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
        Value.AsSpan().CopyTo(bytes.AsSpan(4));
        return $"— {Name} {Convert.ToBase64String(bytes)}";
    }

    /// <summary>Equal if name, key id and every byte are.</summary>
    public bool Equals(NoteSignature? other) =>
        other is not null && Name == other.Name && KeyId == other.KeyId && Value.SequenceEqual(other.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, KeyId, Value.Length);
}

/// <summary>
/// A text with signatures below it, as c2sp.org/signed-note lays it out. The text ends with a line feed; the last
/// empty line parts it from the signatures.
/// </summary>
public sealed record SignedNote(string Text, ImmutableArray<NoteSignature> Signatures)
{
    /// <summary>Signs a text that ends with a line feed.</summary>
    public static SignedNote Sign(string text, string keyName, ISm2PrivateKey key) =>
        new SignedNote(text, []).With(keyName, key);

    /// <summary>The same note with one more signature, for example a supervisor's beside the log's.</summary>
    /// <exception cref="ArgumentException">The text is no note text.</exception>
    /// <exception cref="InvalidOperationException">The note is full.</exception>
    public SignedNote With(string keyName, ISm2PrivateKey key)
    {
        if (!IsText(Text))
        {
            throw new ArgumentException("A note's text ends with a line feed and has no other control characters.");
        }

        if (Signatures.Length >= LogLimits.NoteSignatures)
        {
            throw new InvalidOperationException($"A note carries at most {LogLimits.NoteSignatures} signatures.");
        }

        var id = new NoteKey(keyName, key.PublicKey).KeyId;
        return this with
        {
            Signatures = Signatures.Add(new(keyName, id, [.. key.Sign(Encoding.UTF8.GetBytes(Text))])),
        };
    }

    /// <summary>Reads a note strictly.</summary>
    /// <exception cref="NoteException">The layout is not a signed note's, or a limit is passed.</exception>
    public static SignedNote Parse(string note)
    {
        if (Encoding.UTF8.GetByteCount(note) > LogLimits.NoteBytes)
        {
            throw new NoteException(NoteFault.TooLong, $"at most {LogLimits.NoteBytes} bytes");
        }

        var parting = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (parting < 0 || !IsText(note))
        {
            throw new NoteException(NoteFault.Malformed, "text, an empty line, signatures, all ended by line feeds");
        }

        var lines = note[(parting + 2)..].Split('\n')[..^1];
        if (lines.Length > LogLimits.NoteSignatures)
        {
            throw new NoteException(NoteFault.TooManySignatures, $"at most {LogLimits.NoteSignatures}");
        }

        return new SignedNote(note[..(parting + 1)], [.. lines.Select(ParseSignature)])
            is { Signatures.IsEmpty: false } signed
            ? signed
            : throw new NoteException(NoteFault.Malformed, "no signature");
    }

    /// <summary>
    /// Null if at least one of the given keys signed and none of their signatures fails, else the cause. Signatures of
    /// other keys are passed over, as the note format asks.
    /// </summary>
    public NoteFault? Check(params ReadOnlySpan<NoteKey> keys)
    {
        var text = Encoding.UTF8.GetBytes(Text);
        var known = false;
        foreach (var key in keys)
        {
            foreach (var signature in Signatures)
            {
                if (signature.Name != key.Name || signature.KeyId != key.KeyId)
                {
                    continue;
                }

                if (!key.Key.Verify(text, signature.Value.AsSpan()))
                {
                    return NoteFault.BadSignature;
                }

                known = true;
            }
        }

        return known ? null : NoteFault.NotSigned;
    }

    /// <summary>The note as <see cref="Parse"/> reads it.</summary>
    public override string ToString() => $"{Text}\n{string.Concat(Signatures.Select(s => $"{s}\n"))}";

    /// <summary>Equal if the text and every signature are.</summary>
    public bool Equals(SignedNote? other) =>
        other is not null && Text == other.Text && Signatures.SequenceEqual(other.Signatures);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Text, Signatures.Length);

    private static bool IsText(string text) => text.EndsWith('\n') && !text.Any(c => c < ' ' && c != '\n');

    private static NoteSignature ParseSignature(string line)
    {
        var parts = line.Split(' ');
        if (parts.Length != 3 || parts[0] != "—" || !NoteKey.IsName(parts[1])
            || !StrictBase64.TryDecode(parts[2], out var bytes)
            || bytes.Length is < 5 or > LogLimits.NoteSignatureBytes)
        {
            throw new NoteException(NoteFault.Malformed, "a signature line is — name base64(key id, signature)");
        }

        return new NoteSignature(parts[1], BinaryPrimitives.ReadUInt32BigEndian(bytes), [.. bytes.AsSpan(4)]);
    }
}
