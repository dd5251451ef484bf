using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>
/// A secret on its way to one key for one session, such as a release to an opening's key: a GM/T 0010 envelope with
/// fresh randomness. It says nothing about its sender and does not protect its content against change: the record that
/// carries it is signed over its bytes.
/// </summary>
public static class SessionEnvelope
{
    /// <summary>The most bytes one envelope carries.</summary>
    public const int MaximumPayload = 65_536;

    /// <summary>Envelopes 0 to 65,536 bytes to the certificate's key; DER.</summary>
    public static byte[] Seal(
        ReadOnlySpan<byte> payload, Certificate recipient, Entropy entropy, CipherSuite? suite = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, MaximumPayload, nameof(payload));
        var random = new byte[80];
        while (true)
        {
            entropy(random);
            var envelope = Envelope.Build(
                recipient,
                random.AsSpan(0, 16),
                random.AsSpan(16, 16),
                random.AsSpan(32, 48),
                payload,
                suite ?? CipherSuite.Default);
            if (envelope is not null)
            {
                return envelope.Encode();
            }
        }
    }

    /// <summary>The payload, or null when the bytes are not an envelope or the key does not open it.</summary>
    public static byte[]? Open(ReadOnlySpan<byte> der, ISm2PrivateKey key, CipherSuite? suite = null) =>
        Envelope.Decode(der)?.Open(key, suite);
}
