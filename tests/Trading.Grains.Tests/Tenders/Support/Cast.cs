using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;

namespace Trading.Grains.Tests.Tenders.Support;

/// <summary>Everybody of a test tender; made once, always the same.</summary>
internal static class Cast
{
    /// <summary>When all certificates begin.</summary>
    public static readonly DateTimeOffset Made = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private static readonly TestCa _ca = TestCa.Create(Entropy("ca"), Made);

    public static readonly PartyId Centre = Code(1);
    public static readonly PartyId TendereeCode = Code(2);
    public static readonly PartyId SupervisionCode = Code(3);
    public static readonly PartyId AgencyCode = Code(4);

    public static readonly Person CentreKey = Make("中心测试", Centre);
    public static readonly Person Reception = Make("受理测试", Centre);
    public static readonly Person Host = Make("组织测试", Centre);
    public static readonly Person Officer = Make("见证测试", Centre);
    public static readonly Person Tenderee = Make("招标人测试", TendereeCode);
    public static readonly Person Supervisor = Make("监督测试", SupervisionCode);

    public static readonly ImmutableArray<Person> Custodians =
    [
        Make("保管人一测试", TendereeCode), Make("保管人二测试", Centre), Make("保管人三测试", SupervisionCode),
    ];

    /// <summary>测试投标人一公司 and so on; TEST ONLY.</summary>
    public static readonly ImmutableArray<Person> Bidders =
        [.. Enumerable.Range(1, 5).Select(n => Make($"测试投标人{n}公司", Code(100 + n)))];

    public static readonly ImmutableArray<Person> Experts =
        [.. Enumerable.Range(1, 5).Select(n => Make($"测试专家{n}", new PartyId($"P{n:00000000000000000}"), isNatural: true))];

    /// <summary>Another person of the first bidder.</summary>
    public static readonly Person Colleague = Make("测试投标人1公司同事", Bidders[0].Party);

    /// <summary>The first bidder's certificate of years ago.</summary>
    public static readonly Person Expired = Make("测试投标人1公司旧证", Bidders[0].Party, at: Made.AddYears(-3));

    /// <summary>A party nobody knows.</summary>
    public static readonly Person Stranger = Make("测试路人公司", Code(900));

    /// <summary>The session key of an opening, as the opening desk makes it.</summary>
    public static readonly Person Session = Make("开标会话测试", Centre);

    public static Entropy Entropy(string seed)
    {
        var counter = 0;
        return destination =>
        {
            for (var i = 0; i < destination.Length; i += Digest.Size)
            {
                var block = Digest.OfUtf8($"{seed} {counter++}").ToArray();
                block.AsSpan(0, Math.Min(Digest.Size, destination.Length - i)).CopyTo(destination[i..]);
            }
        };
    }

    public static PartyId Code(int number)
    {
        var first = $"91440300{number:000000000}";
        return new PartyId(first + CreditCode.CheckCharacter(first));
    }

    public static Person Make(string name, PartyId party, bool isNatural = false, DateTimeOffset? at = null)
    {
        var entropy = Entropy(name);
        var (sign, encrypt) = (Sm2PrivateKey.Generate(entropy), Sm2PrivateKey.Generate(entropy));
        var code = isNatural ? null : party.Value;
        return new Person(
            party,
            sign,
            _ca.Issue(name, code, sign.PublicKey, CertificateUsage.Sign, at ?? Made),
            encrypt,
            _ca.Issue(name, code, encrypt.PublicKey, CertificateUsage.Encrypt, at ?? Made));
    }
}
