using System.Formats.Asn1;
using System.Security.Cryptography;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Certificates;

/// <summary>
/// Private keys as PEM: PKCS#8 clear or encrypted (PBES2: PBKDF2-HMAC-SM3, SM4-CBC), and the forms openssl writes.
/// </summary>
public static class KeyFile
{
    private const string ClearLabel = "PRIVATE KEY";
    private const string EncryptedLabel = "ENCRYPTED PRIVATE KEY";

    /// <summary>
    /// Writes PKCS#8 in the clear, byte for byte as openssl does; for tests and for files of mode 0600.
    /// </summary>
    public static string Write(Sm2PrivateKey key) => PemEncoding.WriteString(ClearLabel, EncodeInfo(key)) + "\n";

    /// <summary>Writes PKCS#8 encrypted with a pass phrase: PBKDF2-HMAC-SM3 with 600,000 rounds, SM4-CBC.</summary>
    public static string Write(Sm2PrivateKey key, string passphrase, Entropy entropy)
    {
        var info = EncodeInfo(key);
        var encrypted = Pbes2.Encrypt(info, passphrase, entropy);
        CryptographicOperations.ZeroMemory(info);
        return PemEncoding.WriteString(EncryptedLabel, encrypted) + "\n";
    }

    /// <summary>
    /// Reads the first private key of a PEM text: <c>PRIVATE KEY</c>, <c>ENCRYPTED PRIVATE KEY</c>,
    /// <c>EC PRIVATE KEY</c> or <c>SM2 PRIVATE KEY</c> (the last two as openssl's <c>ec</c> writes them).
    /// </summary>
    /// <param name="pem">The text; other blocks in it are skipped.</param>
    /// <param name="passphrase">Needed for an encrypted key only.</param>
    /// <param name="entropy">Handed to the key, see <see cref="Sm2PrivateKey.FromScalar"/>.</param>
    /// <exception cref="FormatException">No key, another kind of key, a missing or a wrong pass phrase.</exception>
    public static Sm2PrivateKey Read(string pem, string? passphrase = null, Entropy? entropy = null)
    {
        foreach (var (label, bytes) in PemText.Blocks(pem))
        {
            try
            {
                switch (label)
                {
                    case ClearLabel:
                        return DecodeInfo(bytes, entropy);
                    case EncryptedLabel:
                        return Decrypt(bytes, passphrase, entropy);
                    case "EC PRIVATE KEY" or "SM2 PRIVATE KEY":
                        return DecodeKey(new AsnReader(bytes, AsnEncodingRules.DER), curveNamed: false, entropy);
                }
            }
            catch (AsnContentException e)
            {
                throw new FormatException($"The {label} block is not a private key in DER.", e);
            }
        }

        throw new FormatException(
            pem.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal)
                ? "This old encrypted form is not read; convert it with: openssl pkcs8 -topk8."
                : "The text holds no private key block.");
    }

    private static Sm2PrivateKey Decrypt(byte[] encrypted, string? passphrase, Entropy? entropy)
    {
        if (passphrase is null)
        {
            throw new FormatException("The private key is encrypted; give its pass phrase.");
        }

        var info = Pbes2.Decrypt(encrypted, passphrase)
            ?? throw new FormatException("The pass phrase does not open the private key.");
        try
        {
            return DecodeInfo(info, entropy);
        }
        catch (AsnContentException e)
        {
            // One wrong pass phrase in 256 leaves padding that looks right.
            throw new FormatException("The pass phrase does not open the private key.", e);
        }
    }

    private static Sm2PrivateKey DecodeInfo(byte[] bytes, Entropy? entropy)
    {
        var reader = new AsnReader(bytes, AsnEncodingRules.DER);
        var info = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        info.TryReadInt32(out var version);
        var algorithm = info.ReadSequence();
        if (version is not (0 or 1)
            || algorithm.ReadObjectIdentifier() != Sm2Oids.EcPublicKey
            || algorithm.ReadObjectIdentifier() != Sm2Oids.Curve)
        {
            throw new FormatException("The private key is not an SM2 key on the recommended curve.");
        }

        var key = new AsnReader(info.ReadOctetString(), AsnEncodingRules.DER);
        return DecodeKey(key, curveNamed: true, entropy);
    }

    /// <summary>ECPrivateKey (RFC 5915). A public key inside must be the scalar's, else the file is damaged.</summary>
    private static Sm2PrivateKey DecodeKey(AsnReader reader, bool curveNamed, Entropy? entropy)
    {
        var sequence = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        if (!sequence.TryReadInt32(out var version) || version != 1)
        {
            throw new AsnContentException("ECPrivateKey version");
        }

        var key = Sm2PrivateKey.FromScalar(sequence.ReadOctetString(), entropy);
        var parameters = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        if (sequence.HasData && sequence.PeekTag().HasSameClassAndValue(parameters))
        {
            curveNamed = sequence.ReadSequence(parameters).ReadObjectIdentifier() == Sm2Oids.Curve;
        }

        var publicKey = new Asn1Tag(TagClass.ContextSpecific, 1, isConstructed: true);
        if (sequence.HasData && sequence.PeekTag().HasSameClassAndValue(publicKey)
            && !key.PublicKey.Encoded.SequenceEqual(sequence.ReadSequence(publicKey).ReadBitString(out _)))
        {
            throw new FormatException("The public key in the file is not the private key's: the file is damaged.");
        }

        return curveNamed
            ? key
            : throw new FormatException("The private key is not an SM2 key on the recommended curve.");
    }

    private static byte[] EncodeInfo(Sm2PrivateKey key)
    {
        var inner = new AsnWriter(AsnEncodingRules.DER);
        using (inner.PushSequence())
        {
            inner.WriteInteger(1);
            inner.WriteOctetString(key.ExportScalar());
            using (inner.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
            {
                inner.WriteBitString(key.PublicKey.Encoded);
            }
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Sm2Oids.EcPublicKey);
                writer.WriteObjectIdentifier(Sm2Oids.Curve);
            }

            writer.WriteOctetString(inner.Encode());
        }

        return writer.Encode();
    }
}
