using System.Collections;
using System.Formats.Asn1;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Certificates;

/// <summary>A certificate taken apart (RFC 5280 4.1): every field used, and the exact bytes that are signed.</summary>
internal sealed class CertificateBody
{
    /// <summary>More extensions than any CA writes.</summary>
    internal const int MaximumExtensions = 64;

    private const int KeyCertSignBit = 5;

    private readonly List<CertificateExtension> _extensions = [];

    internal required byte[] Signed { get; init; }

    internal required byte[] Signature { get; init; }

    internal required byte[] SerialNumber { get; init; }

    internal required DistinguishedName Issuer { get; init; }

    internal required DistinguishedName Subject { get; init; }

    internal required DateTimeOffset NotBefore { get; init; }

    internal required DateTimeOffset NotAfter { get; init; }

    internal required byte[] Spki { get; init; }

    internal IReadOnlyList<CertificateExtension> Extensions => _extensions;

    internal CertificateExtension? Find(string oid) => _extensions.Find(e => e.Oid == oid);

    internal static CertificateBody Decode(byte[] der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var certificate = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var signed = certificate.PeekEncodedValue();
        var tbs = certificate.ReadSequence();
        ReadAlgorithm(certificate);
        var signature = certificate.ReadBitString(out var unused);
        certificate.ThrowIfNotEmpty();
        if (unused != 0)
        {
            throw new AsnContentException("signature bits");
        }

        var version = ReadVersion(tbs);
        var serial = tbs.ReadIntegerBytes();
        ReadAlgorithm(tbs);
        var issuer = DistinguishedName.Decode(tbs.ReadEncodedValue());
        var validity = tbs.ReadSequence();
        var (notBefore, notAfter) = (ReadTime(validity), ReadTime(validity));
        validity.ThrowIfNotEmpty();
        var subject = DistinguishedName.Decode(tbs.ReadEncodedValue());
        var body = new CertificateBody
        {
            Signed = signed.ToArray(),
            Signature = signature,
            SerialNumber = serial.ToArray(),
            Issuer = issuer,
            Subject = subject,
            NotBefore = notBefore,
            NotAfter = notAfter,
            Spki = tbs.ReadEncodedValue().ToArray(),
        };
        body.ReadRest(tbs, version);
        return body;
    }

    /// <summary>
    /// keyUsage and basicConstraints in our words. Without keyUsage a CA may still issue (RFC 5280 4.2.1.3), since its
    /// basicConstraints say so; a holder's certificate then allows nothing.
    /// </summary>
    internal CertificateUsage Usage()
    {
        if (Find(CertificateOids.KeyUsage) is not { } extension)
        {
            return PathLength() is null ? CertificateUsage.None : CertificateUsage.Issue;
        }

        var reader = new AsnReader(extension.Value, AsnEncodingRules.DER);
        var bits = reader.ReadNamedBitList();
        reader.ThrowIfNotEmpty();
        var usage = CertificateUsage.None;
        usage |= Bit(bits, 0) || Bit(bits, 1) ? CertificateUsage.Sign : 0;
        usage |= Bit(bits, 2) || Bit(bits, 3) || Bit(bits, 4) ? CertificateUsage.Encrypt : 0;
        usage |= Bit(bits, KeyCertSignBit) && PathLength() is not null ? CertificateUsage.Issue : 0;
        return usage;
    }

    /// <summary>How many issuers may follow below; null when this is no CA certificate.</summary>
    internal int? PathLength()
    {
        if (Find(CertificateOids.BasicConstraints) is not { } extension)
        {
            return null;
        }

        var constraints = new AsnReader(extension.Value, AsnEncodingRules.DER).ReadSequence();
        if (!constraints.HasData || !constraints.ReadBoolean())
        {
            return null;
        }

        if (!constraints.HasData)
        {
            return CertificateChain.MaximumLength;
        }

        return constraints.TryReadInt32(out var length) && length >= 0
            ? Math.Min(length, CertificateChain.MaximumLength)
            : throw new AsnContentException("pathLenConstraint");
    }

    private static bool Bit(BitArray bits, int index) => index < bits.Length && bits[index];

    private static int ReadVersion(AsnReader tbs)
    {
        var tag = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        if (!tbs.PeekTag().HasSameClassAndValue(tag))
        {
            return 1;
        }

        return tbs.ReadSequence(tag).TryReadInt32(out var version) && version is 1 or 2
            ? version + 1
            : throw new AsnContentException("version");
    }

    private static void ReadAlgorithm(AsnReader reader)
    {
        var algorithm = reader.ReadSequence();
        if (algorithm.ReadObjectIdentifier() != Sm2Oids.Sm2WithSm3)
        {
            throw new AsnContentException("signature algorithm");
        }

        if (algorithm.HasData)
        {
            // Parameters are absent by the standard; some CAs write NULL.
            algorithm.ReadNull();
            algorithm.ThrowIfNotEmpty();
        }
    }

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag().TagValue == (int)UniversalTagNumber.UtcTime
            ? reader.ReadUtcTime()
            : reader.ReadGeneralizedTime();

    private void ReadRest(AsnReader tbs, int version)
    {
        foreach (var number in (int[])[1, 2])
        {
            // issuerUniqueID and subjectUniqueID, long out of use.
            var tag = new Asn1Tag(TagClass.ContextSpecific, number);
            if (tbs.HasData && tbs.PeekTag().HasSameClassAndValue(tag))
            {
                tbs.ReadEncodedValue();
            }
        }

        if (!tbs.HasData)
        {
            return;
        }

        var wrapper = tbs.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 3, isConstructed: true));
        tbs.ThrowIfNotEmpty();
        var list = wrapper.ReadSequence();
        wrapper.ThrowIfNotEmpty();
        while (list.HasData)
        {
            var extension = list.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            var critical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            var value = extension.ReadOctetString();
            extension.ThrowIfNotEmpty();
            if (version != 3 || Find(oid) is not null || _extensions.Count == MaximumExtensions)
            {
                throw new AsnContentException($"extension {oid}");
            }

            _extensions.Add(new CertificateExtension(oid, critical, value));
        }
    }
}
