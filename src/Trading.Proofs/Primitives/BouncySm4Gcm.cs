using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Trading.Proofs.Primitives;

/// <summary>AEAD_SM4_GCM by the library.</summary>
internal sealed class BouncySm4Gcm(byte[] key) : Sm4Gcm
{
    protected override void SealCore(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> output, ReadOnlySpan<byte> aad)
    {
        var cipher = Start(encrypting: true, nonce, aad);
        var input = plaintext.ToArray();
        var sealedText = new byte[output.Length];
        var written = cipher.ProcessBytes(input, 0, input.Length, sealedText, 0);
        cipher.DoFinal(sealedText, written);
        sealedText.CopyTo(output);
    }

    protected override bool TryOpenCore(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, Span<byte> output, ReadOnlySpan<byte> aad)
    {
        var cipher = Start(encrypting: false, nonce, aad);
        var input = ciphertext.ToArray();
        var opened = new byte[cipher.GetOutputSize(input.Length)];
        try
        {
            var written = cipher.ProcessBytes(input, 0, input.Length, opened, 0);
            cipher.DoFinal(opened, written);
        }
        catch (InvalidCipherTextException)
        {
            return false;
        }

        opened.CopyTo(output);
        return true;
    }

    private GcmBlockCipher Start(bool encrypting, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad)
    {
        var cipher = new GcmBlockCipher(new SM4Engine());
        cipher.Init(
            encrypting,
            new AeadParameters(new KeyParameter(key), Sm4Gcm.TagSize * 8, nonce.ToArray(), aad.ToArray()));
        return cipher;
    }
}
