using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Certificates;

/// <summary>
/// An X.509 certificate for an SM2 key, signed SM2-with-SM3. Equal when all bytes are. Reading one says nothing about
/// its worth: <see cref="CertificateChain"/> does.
/// </summary>
public sealed class Certificate : IEquatable<Certificate>
{
    /// <summary>The largest certificate read, in bytes.</summary>
    public const int MaximumSize = 16_384;

    private const string PemLabel = "CERTIFICATE";

    private readonly byte[] _der;

    internal Certificate(byte[] der, CertificateBody body)
    {
        _der = der;
        Body = body;
        PublicKey = Sm2PublicKey.FromSpki(body.Spki);
        Usage = body.Usage();
        CreditCode = CreditCodeExtractors.Find(this);
    }

    internal CertificateBody Body { get; }

    /// <summary>The certificate in DER.</summary>
    public ReadOnlySpan<byte> Der => _der;

    /// <summary>The subject for people, such as <c>C=CN, O=…, CN=…</c>.</summary>
    public string Subject => Body.Subject.ToString();

    /// <summary>The subject's common name; empty when it has none. Never proof of who somebody is.</summary>
    public string CommonName => Body.Subject[DistinguishedName.CommonName] ?? "";

    /// <summary>The issuer for people.</summary>
    public string Issuer => Body.Issuer.ToString();

    /// <summary>The issuer's name in DER, as envelopes carry it.</summary>
    public ReadOnlySpan<byte> IssuerDer => Body.Issuer.Der;

    /// <summary>The serial number: the content bytes of its INTEGER.</summary>
    public ReadOnlySpan<byte> SerialNumber => Body.SerialNumber;

    /// <summary>The serial number as a number.</summary>
    public BigInteger Serial => new(Body.SerialNumber, isBigEndian: true);

    /// <summary>The 统一社会信用代码 of the holder by the rule for its issuer, with a right check; null when absent.</summary>
    public string? CreditCode { get; }

    /// <summary>The certified key.</summary>
    public Sm2PublicKey PublicKey { get; }

    /// <summary>SM3 of the SubjectPublicKeyInfo: how sealed files and records name this certificate's key.</summary>
    public Digest Id => PublicKey.Id;

    /// <summary>SM3 of the whole certificate.</summary>
    public Digest Fingerprint => Digest.Of(_der);

    /// <summary>First valid second.</summary>
    public DateTimeOffset NotBefore => Body.NotBefore;

    /// <summary>Last valid second.</summary>
    public DateTimeOffset NotAfter => Body.NotAfter;

    /// <summary>What the key may do; None when the certificate does not say.</summary>
    public CertificateUsage Usage { get; }

    /// <summary>Whether it carries the critical TEST ONLY mark.</summary>
    public bool IsTestOnly => Body.Find(CertificateOids.TestOnly) is not null;

    /// <summary>Whether issuer and subject are the same name.</summary>
    public bool IsSelfIssued => IssuerDer.SequenceEqual(Body.Subject.Der);

    /// <summary>Reads strict DER.</summary>
    /// <exception cref="FormatException">Not a certificate, too large, or not for an SM2 key.</exception>
    public static Certificate FromDer(ReadOnlySpan<byte> der)
    {
        if (der.Length > MaximumSize)
        {
            throw new FormatException($"A certificate has at most {MaximumSize} bytes.");
        }

        try
        {
            var copy = der.ToArray();
            return new Certificate(copy, CertificateBody.Decode(copy));
        }
        catch (Exception e) when (e is AsnContentException or ArgumentException or DecoderFallbackException)
        {
            throw new FormatException("This is not an X.509 certificate in DER.", e);
        }
    }

    /// <summary>Reads the first CERTIFICATE block of a PEM text.</summary>
    /// <exception cref="FormatException">There is none, or it is not a certificate for an SM2 key.</exception>
    public static Certificate FromPem(string pem) =>
        ReadAll(pem).FirstOrDefault() ?? throw new FormatException("The text holds no CERTIFICATE block.");

    /// <summary>Reads every CERTIFICATE block of a PEM text, in order.</summary>
    public static IEnumerable<Certificate> ReadAll(string pem)
    {
        foreach (var (label, bytes) in PemText.Blocks(pem))
        {
            if (label == PemLabel)
            {
                yield return FromDer(bytes);
            }
        }
    }

    /// <summary>The certificate as PEM, LF-ended.</summary>
    public string ToPem() => PemEncoding.WriteString(PemLabel, _der) + "\n";

    /// <inheritdoc/>
    public bool Equals(Certificate? other) => other is not null && Der.SequenceEqual(other.Der);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Certificate);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode();

    /// <summary>The common name and the usage, for messages.</summary>
    public override string ToString() => $"{CommonName} ({Usage})";
}
