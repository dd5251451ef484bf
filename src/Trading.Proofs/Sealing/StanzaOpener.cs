using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>The holder's side: takes one's own secret out of a header, on one's own machine.</summary>
public static class StanzaOpener
{
    /// <summary>m of the stanza for this key and role, or null when there is none or it does not open.</summary>
    public static byte[]? Open(SealedHeader header, StanzaRole role, ISm2PrivateKey key, CipherSuite? suite = null)
    {
        var stanza = header.Stanzas.FirstOrDefault(s => s.Role == role && s.KeyId == key.PublicKey.Id);
        return stanza is null
            ? null
            : SecretEnvelope.Open(stanza.Envelope.Span, key, role, stanza.Index, suite);
    }
}
