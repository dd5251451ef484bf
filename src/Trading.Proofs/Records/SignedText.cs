using System.Collections.Immutable;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>A signed record: its exact text, whose first line names its type, and the signatures over its UTF-8 bytes.</summary>
public sealed record SignedText(string Text, ImmutableArray<RecordSignature> Signatures)
{
    /// <summary>SM3 of the text's UTF-8 bytes: the record's name in other records.</summary>
    public Digest Sm3() => Digest.OfUtf8(Text);
}

/// <summary>One SM2 signature (id 1234567812345678, DER) over a record's text.</summary>
/// <param name="Certificate">The id of the signing certificate: SM3 of its SubjectPublicKeyInfo.</param>
/// <param name="Value">DER SEQUENCE { r, s }, as base64 in JSON.</param>
public sealed record RecordSignature(Digest Certificate, byte[] Value);
