using System.Collections.Immutable;
using Trading.Grains.Parties;
using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tests.Support;

/// <summary>A party with real keys and TEST ONLY certificates, the same in every run.</summary>
public sealed class TestParty
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    private static readonly Entropy Entropy = Counting();

    public static readonly TestCa Ca = TestCa.Create(Entropy, Start.AddDays(-1));

    public static readonly Trust Trusted = new([.. Ca.Issuers.Select(c => c.ToPem())], AllowTestOnly: true);

    private readonly Sm2PrivateKey _signing = Sm2PrivateKey.Generate(Entropy);

    public TestParty(int number, string name, PartyKind kind = PartyKind.Bidder, int encryptionKeys = 2)
    {
        Code = CodeOf(number);
        Name = name;
        Kind = kind;
        Signing = Issue(CertificateUsage.Sign, _signing.PublicKey);
        Encryption = [.. Enumerable.Range(0, encryptionKeys).Select(_ => Issue(CertificateUsage.Encrypt))];
    }

    public string Code { get; }

    public string Name { get; }

    public PartyKind Kind { get; }

    public PartyId Id => PartyId.Create(Code);

    public ISm2PrivateKey Key => _signing;

    public Certificate Signing { get; }

    public ImmutableArray<Certificate> Encryption { get; }

    public PartyContact Contact { get; } = new("测试联系人", "000-00000000", "test@example.invalid");

    public Digest ContactSalt { get; } = Digest.OfUtf8("salt");

    public Actor Actor => new(Id, Signing.Id, Role.Bidder);

    /// <summary>A code that passes its check and belongs to nobody: region 000000.</summary>
    public static string CodeOf(int number)
    {
        var first = $"91000000{number:D9}";
        return $"{first}{CreditCode.CheckCharacter(first)}";
    }

    public Certificate Issue(CertificateUsage usage, Sm2PublicKey? key = null) =>
        Ca.Issue($"{Name} TEST", Code, key ?? Sm2PrivateKey.Generate(Entropy).PublicKey, usage, Start.AddDays(-1));

    public RegisterRecord Statement() =>
        new(Kind, Code, Name, Signing.Id, [.. Encryption.Select(c => c.Id)], Contact.Sm3(ContactSalt), Start);

    public PartyCommand.RegisterParty Register(RegisterRecord? statement = null) => new(
        new SignedText((statement ?? Statement()).ToText(), []).With(_signing),
        Signing.ToPem(),
        [.. Encryption.Select(c => c.ToPem())],
        Contact,
        ContactSalt,
        Trusted);

    private static Entropy Counting()
    {
        var next = 0L;
        return destination =>
        {
            for (var i = 0; i < destination.Length; i += 32)
            {
                var block = Digest.OfUtf8($"test entropy {Interlocked.Increment(ref next)}");
                block.AsSpan()[..Math.Min(32, destination.Length - i)].CopyTo(destination[i..]);
            }
        };
    }
}
