namespace Trading.Proofs.Primitives;

/// <summary>SM4-GCM by vector instructions where the processor has them; CBC, always short, by the library.</summary>
internal sealed class FastCipherSuite(CipherSuite tables) : CipherSuite
{
    /// <summary>Lengths around every step of the fast path.</summary>
    private static readonly int[] Lengths = [0, 1, 15, 16, 17, 127, 128, 129, 255, 256, 257, 640, 4_097];

    public override Sm4Gcm CreateGcm(ReadOnlySpan<byte> key) => new FastSm4Gcm(key);

    public override byte[] EncryptCbc(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> plaintext) =>
        tables.EncryptCbc(key, iv, plaintext);

    public override byte[]? DecryptCbc(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> ciphertext) =>
        tables.DecryptCbc(key, iv, ciphertext);

    /// <summary>
    /// The fast suite when this processor has the instructions and gives the tables' results; else the tables.
    /// A wrong kernel would seal bids nobody can open: so it is asked at every start.
    /// </summary>
    internal static CipherSuite Choose(CipherSuite tables) =>
        FastSm4Gcm.IsSupported && Agrees(tables, new FastCipherSuite(tables)) ? new FastCipherSuite(tables) : tables;

    /// <summary>Whether two suites seal alike and open each other's work.</summary>
    internal static bool Agrees(CipherSuite one, CipherSuite other)
    {
        foreach (var length in Lengths)
        {
            var text = new byte[length];
            for (var i = 0; i < length; i++)
            {
                text[i] = (byte)(i * 167 % 256);
            }

            var seed = Sm3.Hash([(byte)(length % 256)]).ToArray();
            var (key, nonce, aad) = (seed[..16], seed[16..28], seed[..(length % 32)]);
            var expected = new byte[length + Sm4Gcm.TagSize];
            var found = new byte[expected.Length];
            var opened = new byte[length];
            one.CreateGcm(key).Seal(nonce, text, expected, aad);
            other.CreateGcm(key).Seal(nonce, text, found, aad);
            if (!expected.AsSpan().SequenceEqual(found)
                || !other.CreateGcm(key).TryOpen(nonce, expected, opened, aad)
                || !text.AsSpan().SequenceEqual(opened))
            {
                return false;
            }
        }

        return true;
    }
}
