using System.Formats.Asn1;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>
/// GM/T 0010 EnvelopedData for one recipient: SM2 wraps an SM4 key, SM4-CBC holds the content. One byte form only.
/// CBC alone shows no change: whoever needs that compares with a rebuilt envelope, or signs it.
/// </summary>
public sealed class Envelope
{
    private static readonly Asn1Tag Explicit0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Implicit0 = new(TagClass.ContextSpecific, 0);

    private readonly byte[] _issuer;
    private readonly byte[] _serial;
    private readonly byte[] _wrapped;
    private readonly byte[] _iv;
    private readonly byte[] _encrypted;

    private Envelope(byte[] issuer, byte[] serial, byte[] wrapped, byte[] iv, byte[] encrypted) =>
        (_issuer, _serial, _wrapped, _iv, _encrypted) = (issuer, serial, wrapped, iv, encrypted);

    /// <summary>The SM2Cipher in DER that holds the SM4 key.</summary>
    internal ReadOnlySpan<byte> WrappedKey => _wrapped;

    internal ReadOnlySpan<byte> Iv => _iv;

    internal ReadOnlySpan<byte> Encrypted => _encrypted;

    /// <summary>Reads the one DER form; null for anything else.</summary>
    public static Envelope? Decode(ReadOnlySpan<byte> der)
    {
        try
        {
            var envelope = Read(new AsnReader(der.ToArray(), AsnEncodingRules.DER));

            // The reader lets a few variants pass (as long-form tags of nested values): the form must come back.
            return envelope is not null && envelope.Encode().AsSpan().SequenceEqual(der) ? envelope : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Whether it is addressed to the certificate: same issuer and serial number.</summary>
    public bool IsFor(Certificate certificate) =>
        certificate.IssuerDer.SequenceEqual(_issuer) && certificate.SerialNumber.SequenceEqual(_serial);

    /// <summary>The content, or null when the key does not open it.</summary>
    public byte[]? Open(ISm2PrivateKey key, CipherSuite? suite = null) =>
        key.Unwrap(_wrapped) is { Length: CipherSuite.KeySize } kek
            ? (suite ?? CipherSuite.Default).DecryptCbc(kek, _iv, _encrypted)
            : null;

    /// <summary>Builds one with every random choice given; null in the 2^−128 case of an all-zero key stream.</summary>
    internal static Envelope? Build(
        Certificate recipient,
        ReadOnlySpan<byte> kek,
        ReadOnlySpan<byte> iv,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> content,
        CipherSuite suite)
    {
        var wrapped = Sm2Cipher.Encrypt(recipient.PublicKey, kek, nonce);
        return wrapped is null
            ? null
            : new Envelope(
                recipient.IssuerDer.ToArray(),
                recipient.SerialNumber.ToArray(),
                wrapped,
                iv.ToArray(),
                suite.EncryptCbc(kek, iv, content));
    }

    internal byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Sm2Oids.EnvelopedData);
            using (writer.PushSequence(Explicit0))
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    WriteRecipient(writer);
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Sm2Oids.Data);
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(Sm2Oids.Sm4Cbc);
                        writer.WriteOctetString(_iv);
                    }

                    writer.WriteOctetString(_encrypted, Implicit0);
                }
            }
        }

        return writer.Encode();
    }

    private void WriteRecipient(AsnWriter writer)
    {
        writer.WriteInteger(1);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(_issuer);
            writer.WriteInteger(_serial);
        }

        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Sm2Oids.Sm2Encryption);
        }

        writer.WriteOctetString(_wrapped);
    }

    private static Envelope? Read(AsnReader reader)
    {
        var contentInfo = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        var isEnveloped = contentInfo.ReadObjectIdentifier() == Sm2Oids.EnvelopedData;
        var wrapper = contentInfo.ReadSequence(Explicit0);
        contentInfo.ThrowIfNotEmpty();
        var enveloped = wrapper.ReadSequence();
        wrapper.ThrowIfNotEmpty();
        var isOne = enveloped.ReadInteger().IsOne;
        var recipients = enveloped.ReadSetOf();
        var recipient = recipients.ReadSequence();
        recipients.ThrowIfNotEmpty();

        isOne &= recipient.ReadInteger().IsOne;
        var identity = recipient.ReadSequence();
        var issuer = identity.ReadEncodedValue().ToArray();
        var serial = identity.ReadIntegerBytes().ToArray();
        identity.ThrowIfNotEmpty();
        var keyAlgorithm = recipient.ReadSequence();
        var isSm2 = keyAlgorithm.ReadObjectIdentifier() == Sm2Oids.Sm2Encryption;
        keyAlgorithm.ThrowIfNotEmpty();
        var wrapped = recipient.ReadOctetString();
        recipient.ThrowIfNotEmpty();

        var content = enveloped.ReadSequence();
        enveloped.ThrowIfNotEmpty();
        var isData = content.ReadObjectIdentifier() == Sm2Oids.Data;
        var algorithm = content.ReadSequence();
        var isSm4 = algorithm.ReadObjectIdentifier() == Sm2Oids.Sm4Cbc;
        var iv = algorithm.ReadOctetString();
        algorithm.ThrowIfNotEmpty();
        var encrypted = content.ReadOctetString(Implicit0);
        content.ThrowIfNotEmpty();

        var good = isEnveloped && isOne && isSm2 && isData && isSm4
            && iv.Length == CipherSuite.KeySize
            && encrypted.Length > 0 && encrypted.Length % CipherSuite.KeySize == 0
            && Sm2Cipher.Decode(wrapped) is not null;
        return good ? new Envelope(issuer, serial, wrapped, iv, encrypted) : null;
    }
}
