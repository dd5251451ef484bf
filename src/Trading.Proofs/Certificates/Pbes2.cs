using System.Formats.Asn1;
using System.Security.Cryptography;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Certificates;

/// <summary>
/// EncryptedPrivateKeyInfo by PBES2 (RFC 8018). Writes PBKDF2-HMAC-SM3 with SM4-CBC (GM/T 0091); reads also what
/// openssl writes by itself: HMAC-SHA256, and AES-256-CBC.
/// </summary>
internal static class Pbes2
{
    private const string Scheme = "1.2.840.113549.1.5.13";
    private const string Kdf = "1.2.840.113549.1.5.12";
    private const string HmacSha256 = "1.2.840.113549.2.9";
    private const string Aes256Cbc = "2.16.840.1.101.3.4.1.42";

    internal static byte[] Encrypt(ReadOnlySpan<byte> plaintext, string passphrase, Entropy entropy)
    {
        var salt = new byte[16];
        var iv = new byte[16];
        entropy(salt);
        entropy(iv);
        var key = Pbkdf2.DeriveKey(passphrase, salt, Pbkdf2.Rounds, CipherSuite.KeySize);
        var ciphertext = CipherSuite.Default.EncryptCbc(key, iv, plaintext);
        CryptographicOperations.ZeroMemory(key);
        return Encode(salt, iv, ciphertext);
    }

    /// <summary>
    /// Null when the pass phrase is wrong; FormatException for another scheme, AsnContentException for no DER.
    /// </summary>
    internal static byte[]? Decrypt(byte[] der, string passphrase)
    {
        var reader = new AsnReader(der, AsnEncodingRules.DER);
        var info = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        var algorithm = info.ReadSequence();
        var ciphertext = info.ReadOctetString();
        Expect(algorithm.ReadObjectIdentifier() == Scheme);
        var parameters = algorithm.ReadSequence();
        var kdf = parameters.ReadSequence();
        Expect(kdf.ReadObjectIdentifier() == Kdf);
        var derivation = kdf.ReadSequence();
        var salt = derivation.ReadOctetString();
        Expect(derivation.TryReadInt32(out var rounds) && rounds is > 0 and <= Pbkdf2.MaximumRounds);
        if (derivation.PeekTag() == Asn1Tag.Integer)
        {
            derivation.ReadInteger();
        }

        var function = derivation.ReadSequence().ReadObjectIdentifier();
        var encryption = parameters.ReadSequence();
        var cipher = encryption.ReadObjectIdentifier();
        var iv = encryption.ReadOctetString();
        Expect(cipher is Sm2Oids.Sm4Cbc or Aes256Cbc && iv.Length == 16);
        var length = cipher == Sm2Oids.Sm4Cbc ? CipherSuite.KeySize : 32;
        var key = function switch
        {
            Sm2Oids.HmacSm3 or Sm2Oids.HmacSm3Registered => Pbkdf2.DeriveKey(passphrase, salt, rounds, length),
            HmacSha256 => Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, rounds, HashAlgorithmName.SHA256, length),
            _ => throw Unknown(),
        };
        return cipher == Sm2Oids.Sm4Cbc
            ? CipherSuite.Default.DecryptCbc(key, iv, ciphertext)
            : DecryptAes(key, iv, ciphertext);
    }

    private static byte[]? DecryptAes(byte[] key, byte[] iv, byte[] ciphertext)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        try
        {
            return aes.DecryptCbc(ciphertext, iv);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static byte[] Encode(byte[] salt, byte[] iv, byte[] ciphertext)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Scheme);
                using (writer.PushSequence())
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(Kdf);
                        using (writer.PushSequence())
                        {
                            writer.WriteOctetString(salt);
                            writer.WriteInteger(Pbkdf2.Rounds);
                            using (writer.PushSequence())
                            {
                                writer.WriteObjectIdentifier(Sm2Oids.HmacSm3);
                                writer.WriteNull();
                            }
                        }
                    }

                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(Sm2Oids.Sm4Cbc);
                        writer.WriteOctetString(iv);
                    }
                }
            }

            writer.WriteOctetString(ciphertext);
        }

        return writer.Encode();
    }

    private static void Expect(bool holds)
    {
        if (!holds)
        {
            throw Unknown();
        }
    }

    private static FormatException Unknown() =>
        new("The private key is encrypted in a way not known here; convert it with: openssl pkcs8 -topk8 -v2 sm4-cbc.");
}
