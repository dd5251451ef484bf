using System.Globalization;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>One secret for one key: who, which number (0 for bidders), which key, and the envelope in DER.</summary>
public sealed record Stanza(StanzaRole Role, int Index, Digest KeyId, ReadOnlyMemory<byte> Envelope)
{
    /// <summary>The stanza as lines: the base64 is wrapped at 64 columns.</summary>
    public string ToText()
    {
        var number = Role == StanzaRole.Bidder ? "" : string.Create(CultureInfo.InvariantCulture, $"{Index} ");
        var body = Convert.ToBase64String(Envelope.Span).Chunk(64).Select(line => new string(line));
        return $"-> {SealWords.Of(Role)} {number}{KeyId.ToBase64()}\n{string.Join('\n', body)}\n";
    }

    /// <summary>For messages: <c>custodian 2</c>.</summary>
    public override string ToString() =>
        Role == StanzaRole.Bidder
            ? $"bidder {KeyId.ToBase64()}"
            : string.Create(CultureInfo.InvariantCulture, $"{SealWords.Of(Role)} {Index}");
}
