using System.Collections;
using System.Formats.Asn1;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Certificates;

/// <summary>Writes v3 certificates by the profile of GM/T 0015, signed SM2-with-SM3.</summary>
internal sealed record CertificateWriter
{
    internal required ReadOnlyMemory<byte> Serial { get; init; }

    internal required DistinguishedName Issuer { get; init; }

    internal required DistinguishedName Subject { get; init; }

    internal required DateTimeOffset NotBefore { get; init; }

    internal required DateTimeOffset NotAfter { get; init; }

    internal required Sm2PublicKey Key { get; init; }

    internal required CertificateUsage Usage { get; init; }

    internal int? PathLength { get; init; }

    internal string? CreditCode { get; init; }

    internal string? TestOnlyNotice { get; init; }

    internal IReadOnlyList<CertificateExtension> Additional { get; init; } = [];

    internal Certificate Sign(ISm2PrivateKey issuerKey)
    {
        var signed = Body(issuerKey.PublicKey);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(signed);
            WriteAlgorithm(writer);
            writer.WriteBitString(issuerKey.Sign(signed));
        }

        return Certificate.FromDer(writer.Encode());
    }

    /// <summary>16 bytes, positive and without leading zeros.</summary>
    internal static byte[] NewSerial(Entropy entropy)
    {
        var serial = new byte[16];
        entropy(serial);
        serial[0] = (byte)((serial[0] & 0x3f) | 0x40);
        return serial;
    }

    private byte[] Body(Sm2PublicKey issuerKey)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                writer.WriteInteger(2);
            }

            writer.WriteIntegerUnsigned(Serial.Span);
            WriteAlgorithm(writer);
            writer.WriteEncodedValue(Issuer.Der);
            using (writer.PushSequence())
            {
                WriteTime(writer, NotBefore);
                WriteTime(writer, NotAfter);
            }

            writer.WriteEncodedValue(Subject.Der);
            writer.WriteEncodedValue(Key.Spki);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 3)))
            using (writer.PushSequence())
            {
                WriteExtensions(writer, issuerKey);
            }
        }

        return writer.Encode();
    }

    private void WriteExtensions(AsnWriter writer, Sm2PublicKey issuerKey)
    {
        Extension(writer, CertificateOids.AuthorityKeyIdentifier, false, value =>
        {
            using (value.PushSequence())
            {
                value.WriteOctetString(KeyIdentifier(issuerKey), new Asn1Tag(TagClass.ContextSpecific, 0));
            }
        });
        Extension(writer, CertificateOids.SubjectKeyIdentifier, false, value =>
            value.WriteOctetString(KeyIdentifier(Key)));
        Extension(writer, CertificateOids.BasicConstraints, true, value =>
        {
            using (value.PushSequence())
            {
                if (PathLength is { } length)
                {
                    value.WriteBoolean(true);
                    value.WriteInteger(length);
                }
            }
        });
        Extension(writer, CertificateOids.KeyUsage, true, value => value.WriteNamedBitList(UsageBits()));
        if (CreditCode is not null)
        {
            Extension(writer, CertificateOids.CreditCode, false, value =>
                value.WriteCharacterString(UniversalTagNumber.PrintableString, CreditCode));
        }

        if (TestOnlyNotice is not null)
        {
            Extension(writer, CertificateOids.TestOnly, true, value =>
                value.WriteCharacterString(UniversalTagNumber.UTF8String, TestOnlyNotice));
        }

        foreach (var extension in Additional)
        {
            WriteExtension(writer, extension);
        }
    }

    private BitArray UsageBits()
    {
        var bits = new BitArray(7);
        bits[0] = bits[1] = Usage.HasFlag(CertificateUsage.Sign);
        bits[2] = bits[3] = bits[4] = Usage.HasFlag(CertificateUsage.Encrypt);
        bits[5] = bits[6] = Usage.HasFlag(CertificateUsage.Issue);
        return bits;
    }

    private static void Extension(AsnWriter writer, string oid, bool critical, Action<AsnWriter> write)
    {
        var value = new AsnWriter(AsnEncodingRules.DER);
        write(value);
        WriteExtension(writer, new CertificateExtension(oid, critical, value.Encode()));
    }

    private static void WriteExtension(AsnWriter writer, CertificateExtension extension)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(extension.Oid);
            if (extension.Critical)
            {
                writer.WriteBoolean(true);
            }

            writer.WriteOctetString(extension.Value);
        }
    }

    private static ReadOnlySpan<byte> KeyIdentifier(Sm2PublicKey key) => key.Id.ToArray().AsSpan(0, 20);

    private static void WriteAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Sm2Oids.Sm2WithSm3);
        }
    }

    private static void WriteTime(AsnWriter writer, DateTimeOffset time)
    {
        if (time.UtcDateTime.Year < 2050)
        {
            writer.WriteUtcTime(time);
        }
        else
        {
            writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);
        }
    }
}
