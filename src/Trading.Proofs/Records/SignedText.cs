using System.Collections.Immutable;
using System.Text;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>One signature: the certid of the signer's signing key, and SM2-with-SM3 over the text's bytes, DER.</summary>
public sealed record RecordSignature(Digest Certificate, byte[] Value)
{
    /// <summary>Equal if certid and every byte are.</summary>
    public bool Equals(RecordSignature? other) =>
        other is not null && Certificate == other.Certificate && Value.AsSpan().SequenceEqual(other.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => Certificate.GetHashCode();
}

/// <summary>Why the signatures of a text are not taken, in this order.</summary>
public enum SignatureFault
{
    /// <summary>No signature at all.</summary>
    Missing,

    /// <summary>More than <see cref="RecordLimits.Signatures"/>, or one longer than <see cref="RecordLimits.SignatureBytes"/>.</summary>
    TooLarge,

    /// <summary>One signer signed twice.</summary>
    Repeated,

    /// <summary>A signature by a key that was not expected.</summary>
    UnknownSigner,

    /// <summary>A signature that does not fit text and key.</summary>
    Bad,

    /// <summary>Fewer signers than needed.</summary>
    TooFew,
}

/// <summary>A record's text with the signatures under it. Equal if text and signatures are.</summary>
public sealed record SignedText(string Text, ImmutableArray<RecordSignature> Signatures)
{
    private const string Mark = "— ";

    /// <summary>The digest of the text; signatures do not change it.</summary>
    public Digest Sm3() => Digest.OfUtf8(Text);

    /// <summary>The same text with one more signature.</summary>
    public SignedText With(ISm2PrivateKey key) => this with
    {
        Signatures = Signatures.Add(new(key.PublicKey.Id, key.Sign(Encoding.UTF8.GetBytes(Text)))),
    };

    /// <summary>
    /// Null if every signature is by one of the keys and right, and at least <paramref name="needed"/> signed, else
    /// the first cause. Whether those keys may sign such a record is the caller's question.
    /// </summary>
    /// <param name="signers">The keys that may have signed.</param>
    /// <param name="needed">How many of them must have, 1 or more.</param>
    public SignatureFault? Check(IEnumerable<Sm2PublicKey> signers, int needed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(needed, 1);
        if (Signatures.IsDefaultOrEmpty)
        {
            return SignatureFault.Missing;
        }

        if (Signatures.Length > RecordLimits.Signatures
            || Signatures.Any(s => s.Value.Length > RecordLimits.SignatureBytes))
        {
            return SignatureFault.TooLarge;
        }

        if (Signatures.DistinctBy(s => s.Certificate).Count() != Signatures.Length)
        {
            return SignatureFault.Repeated;
        }

        var keys = new Dictionary<Digest, Sm2PublicKey>();
        foreach (var signer in signers)
        {
            keys[signer.Id] = signer;
        }

        if (!Signatures.All(s => keys.ContainsKey(s.Certificate)))
        {
            return SignatureFault.UnknownSigner;
        }

        var text = Encoding.UTF8.GetBytes(Text);
        if (!Signatures.All(s => keys[s.Certificate].Verify(text, s.Value)))
        {
            return SignatureFault.Bad;
        }

        return Signatures.Length >= needed ? null : SignatureFault.TooFew;
    }

    /// <summary>The same for a record that one party signs alone.</summary>
    public SignatureFault? Check(Sm2PublicKey signer) => Check([signer]);

    /// <summary>As a file: the text, an empty line, and a line <c>— certid signature</c> (base64) for each signature.</summary>
    public string ToFile() =>
        $"{Text}\n{string.Concat(Signatures.Select(s => $"{Mark}{s.Certificate.ToBase64()} {Convert.ToBase64String(s.Value)}\n"))}";

    /// <summary>Reads exactly what <see cref="ToFile"/> writes.</summary>
    /// <exception cref="RecordException">The layout is wrong.</exception>
    public static SignedText ParseFile(string file)
    {
        var parting = file.IndexOf("\n\n", StringComparison.Ordinal);
        if (parting < 0 || !file.EndsWith('\n'))
        {
            throw new RecordException(RecordFault.NotText, 0, "expected a text, an empty line and signatures");
        }

        var lines = file.Length == parting + 2 ? [] : file[(parting + 2)..^1].Split('\n', RecordLimits.Signatures + 2);
        if (lines.Length > RecordLimits.Signatures)
        {
            throw new RecordException(RecordFault.TooManyLines, 0, $"at most {RecordLimits.Signatures} signatures");
        }

        return new SignedText(file[..(parting + 1)], [.. lines.Select(ParseSignature)]);
    }

    /// <summary>Equal if text and signatures are.</summary>
    public bool Equals(SignedText? other) =>
        other is not null && Text == other.Text && Signatures.SequenceEqual(other.Signatures);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Text, Signatures.Length);

    private static RecordSignature ParseSignature(string line)
    {
        var words = line.Split(' ');
        return words.Length == 3 && words[0] == Mark.TrimEnd()
            && Digest.TryFromBase64(words[1], out var certificate)
            && StrictBase64.TryDecode(words[2], out var value)
            && value.Length is > 0 and <= RecordLimits.SignatureBytes
            ? new RecordSignature(certificate, value)
            : throw new RecordException(RecordFault.MalformedValue, 0, "a signature line is — certid signature");
    }
}
