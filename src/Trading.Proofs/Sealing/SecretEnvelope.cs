using System.Text;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>
/// envelope(role, i, secret, certificate) of bidseal/1: key, iv and nonce come from the secret itself, so that whoever
/// has the secret rebuilds the envelope byte for byte. Draws use the same with role R.
/// </summary>
public static class SecretEnvelope
{
    /// <summary>The envelope in DER.</summary>
    /// <param name="context">hm: SM3 of the meta lines, or for draws of the draw's id and LF.</param>
    /// <param name="role">Whose secret it is.</param>
    /// <param name="index">0 for bidders, else the holder's number.</param>
    /// <param name="secret">32 bytes.</param>
    /// <param name="recipient">The certificate of the key it is for.</param>
    /// <param name="suite">The block cipher; the default one when null.</param>
    /// <exception cref="InvalidOperationException">The 2^−128 case: draw new secrets.</exception>
    public static byte[] Build(
        Digest context,
        StanzaRole role,
        int index,
        ReadOnlySpan<byte> secret,
        Certificate recipient,
        CipherSuite? suite = null)
    {
        var keys = new Keys(context, role, index, secret, recipient.Id);
        var envelope = Envelope.Build(
            recipient, keys.Kek, keys.Iv, keys.Nonce, Message(role, index, secret), suite ?? CipherSuite.Default);
        return envelope?.Encode()
            ?? throw new InvalidOperationException(
                "The key stream came out all zero: draw new secrets and seal again.");
    }

    /// <summary>m = byte(role) ‖ byte(i) ‖ secret: what a release hands over, 34 bytes.</summary>
    public static byte[] Message(StanzaRole role, int index, ReadOnlySpan<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, SealLimits.Secret, nameof(secret));
        return [(byte)role, checked((byte)index), .. secret];
    }

    /// <summary>
    /// Opens an envelope with its recipient's key: m, or null when it does not open or holds another role or number.
    /// </summary>
    public static byte[]? Open(
        ReadOnlySpan<byte> der, ISm2PrivateKey key, StanzaRole role, int index, CipherSuite? suite = null) =>
        Envelope.Decode(der)?.Open(key, suite) is { Length: SealLimits.Release } message
        && message[0] == (byte)role
        && message[1] == index
            ? message
            : null;

    /// <summary>
    /// Whether an envelope is the one this secret gives, as far as can be seen without the recipient's certificate:
    /// the nonce's point, the iv and the content; not the wrapped key and the recipient's name.
    /// </summary>
    internal static bool MatchesWithoutCertificate(
        Digest context, Stanza stanza, ReadOnlySpan<byte> secret, CipherSuite suite)
    {
        var keys = new Keys(context, stanza.Role, stanza.Index, secret, stanza.KeyId);
        var message = Message(stanza.Role, stanza.Index, secret);
        return Envelope.Decode(stanza.Envelope.Span) is { } envelope
            && envelope.Iv.SequenceEqual(keys.Iv)
            && envelope.Encrypted.SequenceEqual(suite.EncryptCbc(keys.Kek, keys.Iv, message))
            && Sm2Cipher.HasNonce(envelope.WrappedKey, keys.Nonce);
    }

    private readonly ref struct Keys
    {
        private readonly byte[] _bytes;

        /// <summary>w = Expand(Extract(context, secret), "bidseal/1 wrap" ‖ role ‖ i ‖ certid, 80).</summary>
        internal Keys(Digest context, StanzaRole role, int index, ReadOnlySpan<byte> secret, Digest keyId) =>
            _bytes = Hkdf.Expand(
                Hkdf.Extract(context.AsSpan(), secret),
                [.. Encoding.ASCII.GetBytes("bidseal/1 wrap"), (byte)role, checked((byte)index), .. keyId.AsSpan()],
                80);

        internal ReadOnlySpan<byte> Kek => _bytes.AsSpan(0, 16);

        internal ReadOnlySpan<byte> Iv => _bytes.AsSpan(16, 16);

        internal ReadOnlySpan<byte> Nonce => _bytes.AsSpan(32, 48);
    }
}
