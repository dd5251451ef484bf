using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Tests.Certificates;

public sealed class CertificateTests
{
    private static readonly TestCa Ca = TestCa.Create(Fixtures.Entropy("ca"), Fixtures.At);
    private static readonly Sm2PrivateKey HolderKey = Sm2PrivateKey.Generate(Fixtures.Entropy("holder"));

    [Fact]
    public void The_vectors_certificates_are_read_as_openssl_wrote_them()
    {
        var bidder = Fixtures.Certificate("b");

        Assert.Equal("C=CN, O=Bidder Co, CN=bidder", bidder.Subject);
        Assert.Equal("bidder", bidder.CommonName);
        Assert.Equal("C=CN, O=TestCA, CN=Test SM2 Root", bidder.Issuer);
        Assert.Equal("3f224a1ece53e56de46b3331f40a318bd7ed93a7", Convert.ToHexStringLower(bidder.SerialNumber));
        Assert.Equal("nWgUAm3VL7Al/ortw7Maaeilkov/uwxlNs54CTf8zxA=", bidder.Id.ToBase64());
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 9, 34, 21, TimeSpan.Zero), bidder.NotBefore);
        Assert.Equal(CertificateUsage.None, bidder.Usage);
        Assert.Null(bidder.CreditCode);
        Assert.False(bidder.IsTestOnly);
        Assert.Equal(Fixtures.Key("b").PublicKey, bidder.PublicKey);
        Assert.Equal(Fixtures.Text("b.crt"), bidder.ToPem());
    }

    [Fact]
    public void The_vectors_chain_holds_in_its_second_and_not_a_tick_outside()
    {
        var (bidder, root) = (Fixtures.Certificate("b"), Fixtures.Certificate("ca"));
        var end = bidder.NotAfter.AddSeconds(1);

        Assert.Null(CertificateChain.Check(bidder, [root], bidder.NotBefore));
        Assert.Null(CertificateChain.Check(bidder, [root], end.AddTicks(-1)));
        Assert.Equal(CertificateFault.NotYetValid,
            CertificateChain.Check(bidder, [root], bidder.NotBefore.AddTicks(-1)));
        Assert.Equal(CertificateFault.Expired, CertificateChain.Check(bidder, [root], end));
        Assert.Equal(CertificateFault.WrongIssuer, CertificateChain.Check(bidder, [], bidder.NotBefore));
        Assert.Equal(
            CertificateFault.WrongUsage, CertificateChain.Check(bidder, [root], end, CertificateUsage.Encrypt));
    }

    [Theory]
    [InlineData(CertificateUsage.Sign)]
    [InlineData(CertificateUsage.Encrypt)]
    public void An_issued_certificate_says_what_was_asked_for_and_holds(CertificateUsage usage)
    {
        var made = Issue(usage);
        var read = Certificate.FromPem(made.ToPem());

        Assert.Equal(made, read);
        Assert.Equal("C=CN, O=TEST ONLY 仅供测试, CN=测试投标人一公司", read.Subject);
        Assert.Equal("914403001922038216", read.CreditCode);
        Assert.Equal(usage, read.Usage);
        Assert.True(read.IsTestOnly);
        Assert.Equal(HolderKey.PublicKey.Id, read.Id);
        Assert.Null(Check(read, usage));
    }

    [Fact]
    public void Each_fault_has_its_name()
    {
        var signer = Issue(CertificateUsage.Sign);
        var stranger = TestCa.Create(Fixtures.Entropy("other"), Fixtures.At);

        Assert.Equal(CertificateFault.TestOnly, CertificateChain.Check(signer, Ca.Issuers, Fixtures.At));
        Assert.Equal(CertificateFault.WrongUsage, Check(signer, CertificateUsage.Encrypt));
        Assert.Equal(CertificateFault.NotYetValid, Check(signer, at: Fixtures.At.AddTicks(-1)));
        Assert.Equal(CertificateFault.Expired, Check(signer, at: Fixtures.At.AddYears(3)));
        Assert.Equal(CertificateFault.WrongIssuer, Check(signer, issuers: [Ca.Root]));
        Assert.Equal(CertificateFault.WrongIssuer, Check(signer, issuers: [Ca.Issuing]));
        Assert.Equal(CertificateFault.BadSignature, Check(signer, issuers: stranger.Issuers));
        Assert.Null(Check(Ca.Root, CertificateUsage.Issue));
        Assert.Null(Check(Ca.Issuing, CertificateUsage.Issue));
        Assert.Equal(CertificateFault.WrongUsage, Check(signer, CertificateUsage.Issue));
    }

    [Fact]
    public void A_renewed_issuer_of_the_same_name_is_told_apart_by_its_signature()
    {
        var renewed = TestCa.Create(Fixtures.Entropy("renewed"), Fixtures.At);

        Assert.Null(Check(Issue(CertificateUsage.Sign), issuers: [.. renewed.Issuers, .. Ca.Issuers]));
    }

    [Fact]
    public void A_holder_cannot_issue()
    {
        var holder = Issue(CertificateUsage.Sign);
        var forged = (Writer() with { Issuer = holder.Body.Subject }).Sign(HolderKey);

        Assert.Equal(CertificateFault.WrongUsage, Check(forged, issuers: [.. Ca.Issuers, holder]));
    }

    [Fact]
    public void An_issuing_ca_cannot_make_another_one_below_its_path_length()
    {
        var lower = (Writer() with
        {
            Issuer = Ca.Issuing.Body.Subject,
            Usage = CertificateUsage.Issue,
            PathLength = 0,
        }).Sign(Ca.IssuingKey);
        var forged = (Writer() with { Issuer = lower.Body.Subject }).Sign(HolderKey);

        Assert.Equal(CertificateFault.ChainTooLong, Check(forged, issuers: [.. Ca.Issuers, lower]));
    }

    [Fact]
    public void An_unknown_critical_extension_is_refused()
    {
        var der = Issue(CertificateUsage.Sign).Der.ToArray();
        // keyUsage 2.5.29.15 becomes 2.5.29.30, name constraints, which nobody reads here.
        var index = der.AsSpan().IndexOf((byte[])[0x06, 0x03, 0x55, 0x1d, 0x0f]);
        der[index + 4] = 0x1e;

        Assert.Equal(CertificateFault.UnknownCriticalExtension, Check(Certificate.FromDer(der)));
    }

    [Fact]
    public void Any_flipped_byte_is_refused()
    {
        var der = Issue(CertificateUsage.Sign).Der.ToArray();
        for (var i = 0; i < der.Length; i++)
        {
            var changed = (byte[])der.Clone();
            changed[i] ^= 0x01;
            try
            {
                Assert.True(Check(Certificate.FromDer(changed)) is not null, $"byte {i}");
            }
            catch (FormatException)
            {
                // Not even a certificate any more.
            }
        }
    }

    [Fact]
    public void Any_cut_and_any_rubbish_is_a_format_error()
    {
        var der = Issue(CertificateUsage.Encrypt).Der.ToArray();
        for (var length = 0; length < der.Length; length++)
        {
            Assert.Throws<FormatException>(() => Certificate.FromDer(der.AsSpan(0, length)));
        }

        Assert.Throws<FormatException>(() => Certificate.FromDer([.. der, 0]));
        Assert.Throws<FormatException>(() => Certificate.FromDer(new byte[Certificate.MaximumSize + 1]));
        Assert.Throws<FormatException>(() => Certificate.FromPem("nothing"));
    }

    [Fact]
    public void The_test_ca_refuses_what_it_should_not_sign()
    {
        var key = HolderKey.PublicKey;

        Assert.Throws<ArgumentException>(() => Ca.Issue("", null, key, CertificateUsage.Sign, Fixtures.At));
        Assert.Throws<ArgumentException>(
            () => Ca.Issue(new string('甲', 65), null, key, CertificateUsage.Sign, Fixtures.At));
        Assert.Throws<ArgumentException>(
            () => Ca.Issue("甲", "914403001922038217", key, CertificateUsage.Sign, Fixtures.At));
        Assert.Throws<ArgumentException>(() => Ca.Issue("甲", null, key, CertificateUsage.Issue, Fixtures.At));
        Assert.Equal(64,
            Ca.Issue(new string('甲', 64), null, key, CertificateUsage.Sign, Fixtures.At).CommonName.Length);
        Assert.Throws<ArgumentException>(
            () => TestCa.Load(Ca.Root, HolderKey, Ca.Issuing, Ca.IssuingKey, Fixtures.Entropy("x")));
        var loaded = TestCa.Load(Ca.Root, Ca.RootKey, Ca.Issuing, Ca.IssuingKey, Fixtures.Entropy("x"));
        Assert.Null(Check(loaded.Issue("甲", null, key, CertificateUsage.Sign, Fixtures.At)));
    }

    [Theory]
    [InlineData("UniTrust", "1.2.156.1.8888.148", true)]
    [InlineData("UniTrust", "1.2.156.10260.4.1.4", true)]
    [InlineData("Some Other CA", "1.2.156.10260.4.1.4", true)]
    [InlineData("Some Other CA", "1.2.156.10260.4.4", true)]
    [InlineData("Some Other CA", "1.2.156.1.8888.148", false)]
    public void Each_ca_has_its_own_place_for_the_credit_code(string organization, string oid, bool found)
    {
        var issuer = DistinguishedName.Of((DistinguishedName.Organization, organization));
        foreach (var wrapped in (bool[])[true, false])
        {
            var extension = new CertificateExtension(oid, false, CodeValue(wrapped));
            var made = (Writer() with { Issuer = issuer, CreditCode = null, Additional = [extension] }).Sign(HolderKey);
            Assert.Equal(found ? "914403001922038216" : null, made.CreditCode);
        }
    }

    [Fact]
    public void A_code_with_a_wrong_check_or_in_the_common_name_is_no_code()
    {
        var wrong = new CertificateExtension(CertificateOids.CreditCode, false, "914403001922038217"u8.ToArray());

        Assert.Null((Writer() with { Additional = [wrong] }).Sign(HolderKey).CreditCode);
        Assert.Null(
            Ca.Issue("914403001922038216", null, HolderKey.PublicKey, CertificateUsage.Sign, Fixtures.At).CreditCode);
    }

    private static byte[] CodeValue(bool wrapped) =>
        wrapped ? [0x13, 18, .. "914403001922038216"u8] : "914403001922038216"u8.ToArray();

    private static CertificateWriter Writer() => new()
    {
        Serial = new byte[] { 1 },
        Issuer = DistinguishedName.Of((DistinguishedName.CommonName, "x")),
        Subject = DistinguishedName.Of((DistinguishedName.CommonName, "y")),
        NotBefore = Fixtures.At,
        NotAfter = Fixtures.At.AddYears(1),
        Key = HolderKey.PublicKey,
        Usage = CertificateUsage.Sign,
    };

    private static Certificate Issue(CertificateUsage usage) =>
        Ca.Issue("测试投标人一公司", "914403001922038216", HolderKey.PublicKey, usage, Fixtures.At);

    private static CertificateFault? Check(
        Certificate certificate,
        CertificateUsage usage = CertificateUsage.None,
        DateTimeOffset? at = null,
        IReadOnlyCollection<Certificate>? issuers = null) =>
        CertificateChain.Check(certificate, issuers ?? Ca.Issuers, at ?? Fixtures.At, usage, allowTestOnly: true);
}
