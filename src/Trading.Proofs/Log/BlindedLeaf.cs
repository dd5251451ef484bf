using Trading.Proofs.Primitives;

namespace Trading.Proofs.Log;

/// <summary>
/// What the log publishes of an event: H("leaf" ‖ salt ‖ H(event)). Without the salt nobody can tell which event a
/// leaf stands for, nor whether it stands for any; the salt is published after the opening, or thrown away for ever.
/// </summary>
public static class BlindedLeaf
{
    /// <summary>Bytes of the salt.</summary>
    public const int SaltBytes = 32;

    /// <summary>The log entry of an event; its leaf hash is <see cref="MerkleHash.Leaf"/> of these 32 bytes.</summary>
    /// <param name="salt">Exactly <see cref="SaltBytes"/> secret random bytes.</param>
    /// <param name="eventDigest">The digest of the event.</param>
    public static Digest Entry(ReadOnlySpan<byte> salt, Digest eventDigest)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, SaltBytes);
        Span<byte> bytes = stackalloc byte[4 + SaltBytes + 32];
        "leaf"u8.CopyTo(bytes);
        salt.CopyTo(bytes[4..]);
        eventDigest.AsSpan().CopyTo(bytes[(4 + SaltBytes)..]);
        return Digest.Of(bytes);
    }
}
