using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>
/// The three secrets of one sealed file, 32 bytes each: B stays with the bidder, T is shared among the custodians,
/// the salt begins the plaintext. Everything random in the file follows from them.
/// </summary>
public sealed class SealSecrets
{
    private readonly byte[] _b;
    private readonly byte[] _t;
    private readonly byte[] _salt;

    /// <summary>Takes given secrets, as from a seal record.</summary>
    /// <exception cref="ArgumentException">One of them has not 32 bytes.</exception>
    public SealSecrets(ReadOnlySpan<byte> b, ReadOnlySpan<byte> t, ReadOnlySpan<byte> salt)
    {
        if (b.Length != SealLimits.Secret || t.Length != SealLimits.Secret || salt.Length != SealLimits.Secret)
        {
            throw new ArgumentException("B, T and salt have 32 bytes each.");
        }

        (_b, _t, _salt) = (b.ToArray(), t.ToArray(), salt.ToArray());
    }

    /// <summary>The bidder's secret.</summary>
    public ReadOnlySpan<byte> B => _b;

    /// <summary>The custodians' secret.</summary>
    public ReadOnlySpan<byte> T => _t;

    /// <summary>The first bytes of the plaintext, so that its digest hides it.</summary>
    public ReadOnlySpan<byte> Salt => _salt;

    internal byte[] SaltBytes => _salt;

    /// <summary>Draws new ones; a second source, such as dice typed in, is mixed in by XOR.</summary>
    public static SealSecrets Draw(Entropy entropy, Entropy? user = null)
    {
        var bytes = new byte[3 * SealLimits.Secret];
        entropy(bytes);
        if (user is not null)
        {
            var more = new byte[bytes.Length];
            user(more);
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] ^= more[i];
            }
        }

        return new SealSecrets(bytes.AsSpan(0, 32), bytes.AsSpan(32, 32), bytes.AsSpan(64, 32));
    }
}
