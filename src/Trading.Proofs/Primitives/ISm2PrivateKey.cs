namespace Trading.Proofs.Primitives;

/// <summary>
/// A private key that can be used and not read: a software key, a token (SKF) or a machine of the centre (SDF).
/// </summary>
public interface ISm2PrivateKey
{
    /// <summary>The key's public half.</summary>
    Sm2PublicKey PublicKey { get; }

    /// <summary>An SM2-with-SM3 signature (strict DER, default identity) over the message.</summary>
    byte[] Sign(ReadOnlySpan<byte> message);

    /// <summary>
    /// Decrypts an SM2Cipher (DER, C1C3C2): the session key inside, or null when the bytes are malformed,
    /// were made for another key, or were changed.
    /// </summary>
    byte[]? Unwrap(ReadOnlySpan<byte> sm2Cipher);
}
