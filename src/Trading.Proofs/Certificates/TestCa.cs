using Trading.Proofs.Primitives;

namespace Trading.Proofs.Certificates;

/// <summary>
/// A root and an issuing CA for demos and tests, made afresh with the entropy handed in. Everything it signs carries
/// a critical private mark and the words TEST ONLY 仅供测试: production refuses it, and so does anybody else.
/// </summary>
public sealed class TestCa
{
    /// <summary>The mark in every subject, and the content of the critical extension.</summary>
    public const string Notice = "TEST ONLY 仅供测试";

    private const int CaYears = 10;
    private const int HolderYears = 2;

    private readonly Entropy _entropy;

    private TestCa(
        Certificate root, ISm2PrivateKey rootKey, Certificate issuing, ISm2PrivateKey issuingKey, Entropy entropy)
    {
        (Root, RootKey, Issuing, IssuingKey, _entropy) = (root, rootKey, issuing, issuingKey, entropy);
    }

    /// <summary>The self-signed root.</summary>
    public Certificate Root { get; }

    /// <summary>The root's key, used once at creation; kept by the shell.</summary>
    public ISm2PrivateKey RootKey { get; }

    /// <summary>The CA that signs holders' certificates.</summary>
    public Certificate Issuing { get; }

    /// <summary>The issuing CA's key.</summary>
    public ISm2PrivateKey IssuingKey { get; }

    /// <summary>Both, as <see cref="CertificateChain"/> takes them.</summary>
    public IReadOnlyList<Certificate> Issuers => [Root, Issuing];

    /// <summary>Makes both CAs, valid from <paramref name="at"/> (whole seconds, rounded down) for ten years.</summary>
    public static TestCa Create(Entropy entropy, DateTimeOffset at)
    {
        var rootKey = Sm2PrivateKey.Generate(entropy);
        var issuingKey = Sm2PrivateKey.Generate(entropy);
        var rootName = Name("Trading Test Root CA");
        var template = Template(rootName, rootName, rootKey.PublicKey, at, CaYears, entropy) with
        {
            Usage = CertificateUsage.Issue,
            PathLength = 1,
        };
        var root = template.Sign(rootKey);
        var issuing = (template with
        {
            Serial = CertificateWriter.NewSerial(entropy),
            Subject = Name("Trading Test Issuing CA"),
            Key = issuingKey.PublicKey,
            PathLength = 0,
        }).Sign(rootKey);
        return new TestCa(root, rootKey, issuing, issuingKey, entropy);
    }

    /// <summary>Takes up CAs a shell has kept.</summary>
    /// <exception cref="ArgumentException">A key does not belong to its certificate.</exception>
    public static TestCa Load(
        Certificate root, ISm2PrivateKey rootKey, Certificate issuing, ISm2PrivateKey issuingKey, Entropy entropy) =>
        root.Id == rootKey.PublicKey.Id && issuing.Id == issuingKey.PublicKey.Id
            ? new TestCa(root, rootKey, issuing, issuingKey, entropy)
            : throw new ArgumentException("A test CA's key does not belong to its certificate.");

    /// <summary>Issues one certificate of a pair, valid from <paramref name="at"/> for two years.</summary>
    /// <param name="name">The holder's common name; up to 64 characters.</param>
    /// <param name="creditCode">The holder's 统一社会信用代码, or null for a natural person.</param>
    /// <param name="key">The key to certify.</param>
    /// <param name="usage">Sign or Encrypt.</param>
    /// <param name="at">First valid moment, rounded down to the second.</param>
    /// <exception cref="ArgumentException">Empty or long name, a code with a wrong check, or another usage.</exception>
    public Certificate Issue(
        string name, string? creditCode, Sm2PublicKey key, CertificateUsage usage, DateTimeOffset at)
    {
        if (name.Length is 0 or > 64)
        {
            throw new ArgumentException("A common name has 1 to 64 characters.", nameof(name));
        }

        if (creditCode is not null && !CreditCode.IsValid(creditCode))
        {
            throw new ArgumentException($"{creditCode} is not a valid credit code.", nameof(creditCode));
        }

        if (usage is not (CertificateUsage.Sign or CertificateUsage.Encrypt))
        {
            throw new ArgumentException("A holder's certificate is for signing or for encryption.", nameof(usage));
        }

        var template = Template(Issuing.Body.Subject, Name(name), key, at, HolderYears, _entropy);
        return (template with { Usage = usage, CreditCode = creditCode }).Sign(IssuingKey);
    }

    private static CertificateWriter Template(
        DistinguishedName issuer,
        DistinguishedName subject,
        Sm2PublicKey key,
        DateTimeOffset at,
        int years,
        Entropy entropy)
    {
        var start = DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());
        return new CertificateWriter
        {
            Serial = CertificateWriter.NewSerial(entropy),
            Issuer = issuer,
            Subject = subject,
            NotBefore = start,
            NotAfter = start.AddYears(years),
            Key = key,
            Usage = CertificateUsage.None,
            TestOnlyNotice = Notice,
        };
    }

    private static DistinguishedName Name(string commonName) => DistinguishedName.Of(
        (DistinguishedName.Country, "CN"),
        (DistinguishedName.Organization, Notice),
        (DistinguishedName.CommonName, commonName));
}
