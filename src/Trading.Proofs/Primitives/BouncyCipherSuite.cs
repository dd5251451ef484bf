using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Trading.Proofs.Primitives;

/// <summary>SM4 by the library's tables: works on every processor, and is the oracle of every faster path.</summary>
internal sealed class BouncyCipherSuite : CipherSuite
{
    public override Sm4Gcm CreateGcm(ReadOnlySpan<byte> key) => new BouncySm4Gcm(key.ToArray());

    public override byte[] EncryptCbc(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> plaintext)
    {
        var padding = KeySize - (plaintext.Length % KeySize);
        var padded = new byte[plaintext.Length + padding];
        plaintext.CopyTo(padded);
        padded.AsSpan(plaintext.Length).Fill((byte)padding);
        return Cbc(key, iv, padded, encrypting: true);
    }

    public override byte[]? DecryptCbc(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> ciphertext)
    {
        if (ciphertext.IsEmpty || ciphertext.Length % KeySize != 0)
        {
            return null;
        }

        var padded = Cbc(key, iv, ciphertext.ToArray(), encrypting: false);
        var padding = padded[^1];
        if (padding is 0 or > KeySize || padded.AsSpan(padded.Length - padding).ContainsAnyExcept(padding))
        {
            return null;
        }

        return padded[..^padding];
    }

    private static byte[] Cbc(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, byte[] input, bool encrypting)
    {
        var cipher = new CbcBlockCipher(new SM4Engine());
        cipher.Init(encrypting, new ParametersWithIV(new KeyParameter(key.ToArray()), iv.ToArray()));
        var output = new byte[input.Length];
        for (var offset = 0; offset < input.Length; offset += KeySize)
        {
            cipher.ProcessBlock(input, offset, output, offset);
        }

        return output;
    }
}
