using System.Collections.Immutable;
using Trading.Proofs.Certificates;
using Trading.Proofs.Draws;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using static Trading.Proofs.Tests.Records.RecordExamples;

namespace Trading.Proofs.Tests.Records;

/// <summary>What single records forbid beyond the form of their lines, and every limit of a value one past.</summary>
public sealed class RecordRulesTests
{
    public static TheoryData<string, LineRecord> Contradictions => new()
    {
        { "lot twice", Policy with { Lots = ["L1", "L1"] } },
        { "part twice", Policy with { Parts = ["all", "all"] } },
        { "remedy twice", Policy with { Remedies = [Remedy.SecondKey, Remedy.SecondKey] } },
        { "fewer custodians than n", Policy with { Threshold = new Threshold(2, 4) } },
        { "custodians out of order", Policy with { Custodians = [.. Policy.Custodians.Reverse()] } },
        {
            "one certificate for two",
            Policy with
            {
                Custodians = Policy.Custodians.SetItem(
                    1, Policy.Custodians[1] with { EncryptCertificate = Policy.Custodians[0].EncryptCertificate }),
            }
        },
        { "first schedule supersedes", One<ScheduleRecord>() with { Number = 1 } },
        { "second schedule supersedes none", One<ScheduleRecord>() with { Supersedes = null } },
        { "sale ends before it begins", Schedule(s => s with { SaleTo = s.SaleFrom }) },
        { "deadline before the sale's end", Schedule(s => s with { Deadline = s.SaleTo.AddMilliseconds(-1) }) },
        { "opening before the deadline", Schedule(s => s with { Opening = s.Deadline.AddMilliseconds(-1) }) },
        { "submitted part twice", Submit with { Parts = [Submit.Parts[0], Submit.Parts[0]] } },
        { "bidder's key twice", Submit with { BidderKeys = [Submit.BidderKeys[0], Submit.BidderKeys[0]] } },
        { "received part twice", One<ReceiptRecord>() with { Parts = [One<ReceiptRecord>().Parts[0], One<ReceiptRecord>().Parts[0]] } },
        { "no files under a root", One<LiveSetRecord>() with { Count = 0 } },
        { "files under the root of nothing", One<LiveSetRecord>() with { Root = Digest.Of([]) } },
        { "secret part twice", One<SecretRecord>() with { Parts = [One<SecretRecord>().Parts[0], One<SecretRecord>().Parts[0]] } },
        { "released part twice", One<ReleaseRecord>() with { Parts = [Part(), Part()] } },
        { "bids out of order", WindowShut with { Bids = [.. WindowShut.Bids.Reverse()] } },
        { "bid twice", WindowShut with { Bids = [WindowShut.Bids[0], WindowShut.Bids[0]] } },
        { "released without releases", Bid(b => b with { Releases = [] }) },
        { "missing with releases", Bid(b => b with { State = ReleaseState.Missing }) },
        { "release of one part twice", Bid(b => b with { Releases = [b.Releases[0], b.Releases[0]] }) },
        { "shares out of order", One<ShareRecord>() with { Shares = [.. One<ShareRecord>().Shares.Reverse()] } },
        { "handed over to itself", One<HandoverRecord>() with { To = Department.Reception } },
        { "bidder without encryption key", One<RegisterRecord>() with { Encrypt = [] } },
        { "one key to sign and encrypt", One<RegisterRecord>() with { Encrypt = [One<RegisterRecord>().Sign] } },
        { "one key certified for both", One<CertifyRecord>() with { Encrypt = One<CertifyRecord>().Sign } },
        { "share to itself", One<DrawEnvelopeRecord>() with { Party = 2 } },
        { "fewer shares than m", One<DrawEnvelopeRecord>() with { Threshold = new Threshold(2, 3) } },
        { "shares of parties out of order", Envelope(s => [s[1], s[0]]) },
        { "one key for two parties", Envelope(s => [s[0], s[1] with { Certificate = s[0].Certificate }]) },
        { "more drawn than the pool", Draw with { Take = 9 } },
        { "equal commitments", Draw with { Parties = [Draw.Parties[0], Draw.Parties[0] with { Number = 2 }] } },
        { "a mark below nought", Marks(-0.5m) },
        { "a mark above the highest", Marks(MarksRecord.MaxMark + 0.01m) },
        { "one item marked twice", One<MarksRecord>() with { Marks = [One<MarksRecord>().Marks[0], One<MarksRecord>().Marks[0]] } },
        { "files out of order", One<ManifestRecord>() with { Files = [.. One<ManifestRecord>().Files.Reverse()] } },
        { "file twice", One<ManifestRecord>() with { Files = [One<ManifestRecord>().Files[0], One<ManifestRecord>().Files[0]] } },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void A_record_that_contradicts_itself_is_never_written(string why, LineRecord record)
    {
        Assert.NotEmpty(why);
        Assert.Equal(RecordFault.Inconsistent, Fault(() => record.ToText()));
    }

    [Theory]
    [InlineData("policy/1", "custodian 2 centre", "custodian 3 centre")]
    [InlineData("schedule/1", "number 2", "number 1")]
    [InlineData("window-shut/1", "91440300MA5TEST02X 1 missing", "91440300MA5TEST00X 1 missing")]
    [InlineData("record/1", "file log/checkpoint", "file a/checkpoint")]
    public void A_text_that_contradicts_itself_is_never_read(string type, string what, string by) =>
        Assert.Equal(
            RecordFault.Inconsistent,
            Fault(() => RecordRegistry.Parse(
                All.Single(r => r.Shape.Type == type).ToText().Replace(what, by, StringComparison.Ordinal))));

    public static TheoryData<string, LineRecord, LineRecord> Limits => new()
    {
        { "free text", Reason(RecordLimits.TextBytes), Reason(RecordLimits.TextBytes + 1) },
        { "name", Named(RecordLimits.NameBytes), Named(RecordLimits.NameBytes + 1) },
        { "origin", Origin(RecordLimits.NameBytes), Origin(RecordLimits.NameBytes + 1) },
        { "path", Path(RecordLimits.PathBytes), Path(RecordLimits.PathBytes + 1) },
        { "certificate", Cert(RecordLimits.CertificateBytes), Cert(RecordLimits.CertificateBytes + 1) },
        { "key", Session(RecordLimits.KeyBytes), Session(RecordLimits.KeyBytes + 1) },
        { "release envelope", Release(RecordLimits.EnvelopeBytes / 8), Release((RecordLimits.EnvelopeBytes / 8) + 1) },
        { "share envelope", Share(RecordLimits.EnvelopeBytes * 8), Share((RecordLimits.EnvelopeBytes * 8) + 1) },
        { "version", Submit with { Version = RecordLimits.Version }, Submit with { Version = RecordLimits.Version + 1 } },
        { "first version", Submit with { Version = 1 }, Submit with { Version = 0 } },
        { "file size", Size(RecordLimits.FileBytes), Size(RecordLimits.FileBytes + 1) },
        { "smallest file", Size(1), Size(0) },
        { "window", Window(RecordLimits.WindowMinutes), Window(RecordLimits.WindowMinutes + 1) },
        { "schedules", Schedule(s => s with { Number = RecordLimits.Schedules }), Schedule(s => s with { Number = RecordLimits.Schedules + 1 }) },
        { "live files", Live(RecordLimits.Bids * RecordLimits.Parts), Live((RecordLimits.Bids * RecordLimits.Parts) + 1) },
        { "price", Price(CanonicalJson.MaxInteger), Price(CanonicalJson.MaxInteger + 1) },
        { "lowest price", Price(0), Price(-1) },
        { "tender", Tendered(64), Tendered(65) },
        { "lot", Lot(32), Lot(33) },
        { "custodian", One<ShareRecord>() with { Custodian = 16 }, One<ShareRecord>() with { Custodian = 17 } },
        { "pool", Draw with { PoolSize = DrawLimits.Pool }, Draw with { PoolSize = DrawLimits.Pool + 1 } },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_value_at_its_limit_is_taken_and_one_past_it_is_not(string what, LineRecord last, LineRecord tooMuch)
    {
        Assert.NotEmpty(what);
        Assert.Equal(last.ToText(), RecordRegistry.Parse(last.ToText()).ToText());
        Assert.Equal(RecordFault.MalformedValue, Fault(() => tooMuch.ToText()));
    }

    [Fact]
    public void A_custodians_certificates_are_read_from_their_bytes()
    {
        var pem = File.ReadAllText("vectors/c1.crt");
        var der = Certificate.FromPem(pem).Der.ToArray();
        var policy = Policy with
        {
            Custodians = Policy.Custodians.SetItem(0, Policy.Custodians[0] with { EncryptCertificate = [.. der] }),
        };
        var read = PolicyRecord.Parse(policy.ToText()).Custodians[0];

        Assert.Equal(Certificate.FromPem(pem).Id, read.ReadEncryptCertificate().Id);
        Assert.Throws<FormatException>(() => read.ReadSignCertificate());
    }

    [Fact]
    public void The_highest_mark_is_taken() => Assert.Equal(MarksRecord.MaxMark, MarksRecord.Parse(Marks(1000m).ToText()).Marks[0].Value);

    [Theory]
    [InlineData("e\u0301", "a letter and a combining accent")]
    [InlineData("\uF900", "a compatibility ideograph")]
    [InlineData("\u212B", "the angstrom sign")]
    [InlineData("\U0002F800", "a compatibility ideograph beyond the first plane")]
    [InlineData("\u1100\u1161", "hangul in pieces")]
    [InlineData("a\u200Bb", "an invisible space")]
    [InlineData("a\u202Eb", "a change of direction")]
    [InlineData("a\u00A0b", "a no-break space")]
    [InlineData("a\tb", "a tab")]
    [InlineData("a\rb", "a carriage return")]
    [InlineData("a\u0000b", "nothing")]
    [InlineData("a\uE000b", "a private character")]
    public void A_character_with_two_spellings_or_none_is_refused(string reason, string what)
    {
        Assert.NotEmpty(what);
        Assert.Equal(RecordFault.NotText, Fault(() => (One<WithdrawRecord>() with { Reason = reason }).ToText()));
    }

    [Fact]
    public void Half_a_character_is_refused() =>
        Assert.Equal(
            RecordFault.NotText, Fault(() => (One<WithdrawRecord>() with { Reason = $"a{(char)0xD800}b" }).ToText()));

    [Theory]
    [InlineData("é")]
    [InlineData("測試\u3000公司")]
    [InlineData("\uFA0E")]
    [InlineData("\U00020000")]
    [InlineData("가")]
    [InlineData("(1)、《办法》——100%")]
    public void Ordinary_text_is_taken(string reason) =>
        Assert.Equal(reason, WithdrawRecord.Parse((One<WithdrawRecord>() with { Reason = reason }).ToText()).Reason);

    [Theory]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("a\u3000")]
    [InlineData("")]
    public void Spaces_around_a_text_and_empty_texts_are_refused(string reason) =>
        Assert.Equal(RecordFault.MalformedValue, Fault(() => (One<WithdrawRecord>() with { Reason = reason }).ToText()));

    [Fact]
    public void A_line_feed_in_a_value_never_makes_a_second_line()
    {
        var forged = One<WithdrawRecord>() with { Reason = "a\ntime 2026-11-20T04:00:00.000Z" };

        Assert.Throws<RecordException>(() => forged.ToText());
    }

    [Fact]
    public void What_is_optional_may_be_left_out()
    {
        var text = (One<WithdrawRecord>() with { Reason = null }).ToText();

        Assert.DoesNotContain("reason", text, StringComparison.Ordinal);
        Assert.Null(WithdrawRecord.Parse(text).Reason);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("../a")]
    [InlineData("a/../b")]
    [InlineData("a/./b")]
    [InlineData("a\\b")]
    [InlineData("c:a")]
    public void A_path_that_could_leave_its_folder_is_refused(string path) =>
        Assert.Equal(
            RecordFault.MalformedValue,
            Fault(() => (One<ManifestRecord>() with { Files = [new(path, 1, Sm3("a"))] }).ToText()));

    [Theory]
    [InlineData("1/3")]
    [InlineData("4/3")]
    [InlineData("2/17")]
    [InlineData("02/3")]
    [InlineData("2/3/4")]
    [InlineData("2")]
    public void A_threshold_out_of_its_range_is_none(string text) => Assert.False(Threshold.TryParse(text, out _));

    [Fact]
    public void Thresholds_hold_at_their_edges()
    {
        Assert.True(Threshold.TryParse("2/2", out var least));
        Assert.True(Threshold.TryParse("16/16", out var most));
        Assert.Equal((new Threshold(2, 2), new Threshold(16, 16)), (least, most));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Threshold(1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Threshold(2, 17));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Threshold(4, 3));
    }

    [Fact]
    public void A_live_set_is_sorted_has_a_path_for_each_file_and_takes_no_file_twice()
    {
        LiveFile[] files =
        [
            new(Bidder, 2, "summary", Sm3("a")), new(Bidder, 2, "all", Sm3("b")),
            new("11440300MA5TEST02X", 1, "all", Sm3("c")),
        ];
        var set = new LiveSet(files);

        Assert.Equal("2 1 0", string.Join(' ', set.Files.Select(f => Array.IndexOf(files, f))));
        Assert.Equal(new LiveSet(files.Reverse()).Root, set.Root);
        Assert.All(files, f => Assert.True(set.PathOf(f)!.Check(LiveSet.LeafHash(f), set.Root)));
        Assert.False(set.PathOf(files[0])!.Check(LiveSet.LeafHash(files[0] with { Version = 1 }), set.Root));
        Assert.Null(set.PathOf(files[0] with { Version = 1 }));
        Assert.Equal(Digest.Of([]), new LiveSet([]).Root);
        Assert.Throws<ArgumentException>(() => new LiveSet([files[0], files[0] with { Version = 3 }]));
        Assert.Equal($"{Bidder} 2 summary {Sm3("a").ToBase64()}", files[0].ToEntry());
    }

    private static T One<T>()
        where T : LineRecord => All.OfType<T>().First();

    private static ScheduleRecord Schedule(Func<ScheduleRecord, ScheduleRecord> change) => change(One<ScheduleRecord>());

    private static ScheduleRecord Window(int minutes) => One<ScheduleRecord>() with { ReleaseWindowMinutes = minutes };

    private static ReleasedPart Part() => One<ReleaseRecord>().Parts[0];

    private static WindowShutRecord Bid(Func<WindowBid, WindowBid> change) =>
        WindowShut with { Bids = [change(WindowShut.Bids[0])] };

    private static DrawEnvelopeRecord Envelope(Func<ImmutableArray<DrawShare>, ImmutableArray<DrawShare>> change) =>
        One<DrawEnvelopeRecord>() with { Shares = change(One<DrawEnvelopeRecord>().Shares) };

    private static MarksRecord Marks(decimal mark) => One<MarksRecord>() with { Marks = [new(Bidder, "T1", mark)] };

    private static WithdrawRecord Reason(int bytes) => One<WithdrawRecord>() with { Reason = new string('x', bytes) };

    private static RegisterRecord Named(int bytes) => One<RegisterRecord>() with { Name = new string('x', bytes) };

    private static LoginRecord Origin(int bytes) => One<LoginRecord>() with { Origin = new string('x', bytes) };

    private static ManifestRecord Path(int bytes) =>
        One<ManifestRecord>() with { Files = [new(new string('x', bytes), 0, Sm3("a"))] };

    private static PolicyRecord Cert(int bytes) => Policy with
    {
        Custodians = Policy.Custodians.SetItem(0, Policy.Custodians[0] with { SignCertificate = [.. new byte[bytes]] }),
    };

    private static SessionRecord Session(int bytes) => One<SessionRecord>() with { Session = [.. new byte[bytes]] };

    private static ReleaseRecord Release(int bytes) =>
        One<ReleaseRecord>() with { Parts = [Part() with { Envelope = [.. new byte[bytes]] }] };

    private static ShareRecord Share(int bytes) => One<ShareRecord>() with { Envelope = [.. new byte[bytes]] };

    private static SubmitRecord Size(long bytes) => Submit with { Parts = [Submit.Parts[0] with { FileSize = bytes }] };

    private static LiveSetRecord Live(int count) => One<LiveSetRecord>() with { Count = count };

    private static AwardRecord Price(long fen) => One<AwardRecord>() with { PriceFen = fen };

    private static WithdrawRecord Tendered(int length) => One<WithdrawRecord>() with { Tender = new string('T', length) };

    private static WithdrawRecord Lot(int length) => One<WithdrawRecord>() with { Lot = new string('L', length) };

    private static RecordFault Fault(Action act) => Assert.Throws<RecordException>(act).Fault;
}
