using System.Collections.Immutable;
using Trading.Grains.Parties;
using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;

namespace Trading.Web.Identity;

/// <summary>
/// What a centre holds of keys: its own signing and encryption pair, the log's key, and, where the test CA is on,
/// that CA and key files of the three separated administrators (三员分立). Made at first start; TEST ONLY unless replaced
/// by files of a real CA under the same names.
/// </summary>
internal sealed class CentreKeys
{
    private static readonly (Role Role, string File, string Name)[] Administrators =
    [
        (Role.SystemAdministrator, "system-administrator", "测试系统管理员"),
        (Role.SecurityAdministrator, "security-administrator", "测试安全管理员"),
        (Role.AuditAdministrator, "audit-administrator", "测试审计管理员"),
    ];

    private CentreKeys(
        TestCa? testCa, Pair centre, (Sm2PrivateKey Key, Certificate Certificate) log, IEnumerable<Certificate> issuers)
    {
        (TestCa, Centre, LogKey, LogCertificate) = (testCa, centre, log.Key, log.Certificate);
        Issuers = [.. issuers];
    }

    /// <summary>Null where the test CA is off.</summary>
    public TestCa? TestCa { get; }

    public Pair Centre { get; }

    public Sm2PrivateKey LogKey { get; }

    /// <summary>What says that the log's key is the centre's; it stands in every record.</summary>
    public Certificate LogCertificate { get; }

    /// <summary>Every CA certificate that is trusted here.</summary>
    public ImmutableArray<Certificate> Issuers { get; }

    /// <summary>The three administrators' pairs; empty where the test CA is off.</summary>
    public ImmutableArray<(Role Role, Pair Pair)> AdministratorPairs { get; private init; } = [];

    public PartyId Party => PartyId.Create(
        Centre.Signing.CreditCode ?? throw new InvalidDataException("The centre's certificate carries no credit code."));

    /// <summary>The same as the platform puts it into commands that bring certificates.</summary>
    public Trust Trust => new([.. Issuers.Select(issuer => issuer.ToPem())], AllowTestOnly);

    /// <summary>Whether TEST ONLY certificates count here.</summary>
    public bool AllowTestOnly => TestCa is not null;

    public static CentreKeys Open(CentreOptions options, Entropy entropy, DateTimeOffset now)
    {
        var folder = new KeyFolder(options.KeyFolder);
        var testCa = options.TestCa ? OpenTestCa(folder, entropy, now) : null;
        var code = TestCreditCode();
        var centre = OpenPair(folder, "centre", options.Name, code, testCa, entropy, now);
        var log = folder.LoadOrMake("log", () => Issue(testCa, "log", options.Name, code, CertificateUsage.Sign, entropy, now));
        var issuers = (testCa?.Issuers ?? []).Concat(ReadIssuers(options.Issuers));
        return new CentreKeys(testCa, centre, log, issuers)
        {
            AdministratorPairs = testCa is null
                ? []
                : [.. Administrators.Select(a => (a.Role, OpenPair(folder, a.File, a.Name, code, testCa, entropy, now)))],
        };
    }

    private static TestCa OpenTestCa(KeyFolder folder, Entropy entropy, DateTimeOffset now)
    {
        // Both CAs are made together; where the process was killed in between, nothing was issued yet and both are made anew.
        if (!folder.Holds("test-ca"))
        {
            folder.Drop("test-ca-root");
        }

        var made = new Lazy<TestCa>(() => TestCa.Create(entropy, now.AddDays(-1)));
        var root = folder.LoadOrMake("test-ca-root", () => ((Sm2PrivateKey)made.Value.RootKey, made.Value.Root));
        var issuing = folder.LoadOrMake("test-ca", () => ((Sm2PrivateKey)made.Value.IssuingKey, made.Value.Issuing));
        return TestCa.Load(root.Certificate, root.Key, issuing.Certificate, issuing.Key, entropy);
    }

    private static Pair OpenPair(
        KeyFolder folder, string file, string name, string code, TestCa? ca, Entropy entropy, DateTimeOffset now)
    {
        var signing = folder.LoadOrMake($"{file}.sign", () => Issue(ca, file, name, code, CertificateUsage.Sign, entropy, now));
        var encryption = folder.LoadOrMake(
            $"{file}.encrypt", () => Issue(ca, file, name, code, CertificateUsage.Encrypt, entropy, now));
        return new Pair(signing.Key, signing.Certificate, encryption.Key, encryption.Certificate);
    }

    private static (Sm2PrivateKey, Certificate) Issue(
        TestCa? ca, string file, string name, string code, CertificateUsage usage, Entropy entropy, DateTimeOffset now)
    {
        if (ca is null)
        {
            throw new InvalidOperationException(
                $"The test CA is off and the key folder holds no {file} key: put the centre's own keys there first.");
        }

        var key = Sm2PrivateKey.Generate(entropy);
        return (key, ca.Issue(name, code, key.PublicKey, usage, now.AddDays(-1)));
    }

    /// <summary>A code that passes its check and belongs to nobody: region 000000, body of zeros.</summary>
    private static string TestCreditCode()
    {
        const string First = "12000000000000001";
        return $"{First}{CreditCode.CheckCharacter(First)}";
    }

    private static IEnumerable<Certificate> ReadIssuers(string? folder) =>
        folder is null
            ? []
            : Directory.EnumerateFiles(folder, "*.crt").Order(StringComparer.Ordinal)
                .SelectMany(file => Certificate.ReadAll(File.ReadAllText(file)));
}

/// <summary>A double certificate (GM/T 0015): one key signs, the other receives.</summary>
internal sealed record Pair(Sm2PrivateKey SigningKey, Certificate Signing, Sm2PrivateKey EncryptionKey, Certificate Encryption);
