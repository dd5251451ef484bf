using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Trading.Grains.Records;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;

namespace Trading.Web.Tests.Demo;

/// <summary>
/// For each check a record that fails by it, forged by a centre that owns its keys. The numbers are exact: nothing else fails, and
/// where a lie shows in several places all of them are named.
/// </summary>
[Collection(DemoRecordsCollection.Name)]
public sealed class ForgedRecordTests(DemoRecords demo)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, Forgery> Cases = new()
    {
        ["an issuer that the manifest does not list"] = new([1], "there but not listed", f =>
            f.OnListed = () => f.Files["issuers/more.pem"] = f.Files[f.Files.Keys.First(k => k.StartsWith("issuers/", StringComparison.Ordinal))]),
        ["a digest in the manifest that is not the file's"] = new([2], "SM3", f => f.OnManifest = m => m with
        {
            Files = m.Files.SetItem(0, m.Files[0] with { Sm3 = Digest.OfUtf8("other") }),
        }),
        ["a manifest signed by a key with the centre's name from another CA"] = new([3], "UnknownSigner", f => f.Signer = Stranger(f)),
        ["an objection in the name of a certificate that nobody issued"] = new([4], "is not in the record", f =>
            f.First("objection_answered")["by"]["certificate"] = Digest.OfUtf8("nobody").ToString()),
        ["a bidder's certificate left out"] = new([4], "is not in the record", f => f.Files.Remove(
            RecordPaths.Certificate(Digest.Parse(f.First("bid_submitted")["by"]["certificate"]!.GetValue<string>())))),
        ["the platform under another name"] = new([4], "the platform", f =>
            f.First("bids_opened")["by"]["certificate"] = Digest.OfUtf8("nobody").ToString()),
        ["a gap in the versions"] = new([5], "version", f => f.Events[^1].Line["version"] = f.Events.Count + 1L),
        ["an event that does not hold the one before"] = new([6], "previous", f =>
            f.OnLine = e => e.Line["previous"] = e == f.Events[^1] ? Digest.OfUtf8("other").ToString() : e.Line["previous"]!.DeepClone()),
        ["a body that its line does not cover"] = new([7], "not the one its line covers", f =>
            f.OnLine = e => e.BodySalt = e == f.Events[^1] ? Digest.OfUtf8("other") : e.BodySalt),
        ["a line that calls its body something else"] = new(
            [7, 24], "type", f => f.First("objection_answered").Line["type"] = "session_reopened"),
        ["a body withheld that a restricted record shows"] = new(
            [8], "withholds nothing", f => f.First("evaluation_completed").Withhold()) { Restricted = true },
        ["a public body withheld"] = new([8, 25], "is withheld, and it is public", f => f.First("release_fetched").Withhold()),
        ["a last event that the manifest does not name"] = new(
            [9], "last event", f => f.OnManifest = m => m with { LastEvent = Digest.OfUtf8("other") }),
        ["a leaf that is not in the log"] = new([10], "not in the log", f => f.OnLogged = () => f.Events[^1].LeafSalt = Digest.OfUtf8("other")),
        ["a log of somebody else"] = new([11], "no certificate of the centre", f => f.LogKey = Key()),
        ["a time that runs backwards"] = new([12], "recorded before", f => f.First("objection_answered").MoveTo("2026-03-24T01:30:00.001Z")),
        ["an act that says another time than its line"] = new([12], "the time of the act", f =>
            f.First("objection_answered").Body!["at"] = "2026-03-24T01:40:00.000Z"),
        ["a registration without its approval"] = new([13], "NameMissing", f => f.First("tender_registered").Body!["approval"] = ""),
        ["a hand-over that its officer did not sign"] = new([14], "SignatureInvalid", f => f.First("handed_over").FlipStatement()),
        ["a legal clock computed in the centre's favour"] = new([15], "another tender_published", f =>
            f.First("tender_published")["deadlines"][0]!["at"] = "2026-03-20T00:00:00.000Z"),
        ["documents other than those of the notice"] = new([16], "SM3", f =>
        {
            var path = f.Files.Keys.First(k => k.StartsWith("documents/", StringComparison.Ordinal));
            f.Files[path] = [.. f.Files[path].Reverse()];
        }),
        ["a submission that its bidder did not sign"] = new([17], "SignatureInvalid", f => f.First("bid_submitted").FlipStatement()),
        ["a withdrawal that its bidder did not sign"] = new([18], "SignatureInvalid", f => f.First("bid_withdrawn").FlipStatement()),
        ["a withdrawal on the deadline"] = new([18, 19], "is not before", f =>
        {
            f.First("bid_withdrawn").MoveTo("2026-03-24T01:30:00.000Z");
        }) { Detail = 19 },
        ["a version that does not rise"] = new([17, 20, 21, 25, 27, 30], "does not rise", f => f.First("bid_replaced").Body!["version"] = 1) { Detail = 20 },
        ["a live set with another number of bids"] = new([21], "another bidding_closed", f => f.First("bidding_closed").Body!["count"] = 7),
        ["a live set that its custodian did not sign"] = new([22], "SignatureInvalid", f =>
            ForgedEvent.Flip(f.First("live_set_signed")["signature"])),
        ["an opening with two bids"] = new([18, 21, 23, 30, 31], "2 live bids", f =>
        {
            foreach (var bid in f.All("bid_submitted").Skip(1).Take(4).ToArray())
            {
                f.Insert(f.First("bid_withdrawn"), "bid_withdrawn", new JsonObject
                {
                    ["by"] = bid["by"].DeepClone(), ["bidder"] = bid["bidder"].DeepClone(), ["lot"] = "001", ["version"] = 1,
                    ["statement"] = bid["statement"].DeepClone(), ["certificate"] = bid["certificate"].DeepClone(),
                });
            }
        }) { Detail = 23, AtLeast = true },
        ["a window longer than the schedule's"] = new([24], "another opening_began", f =>
            f.First("opening_began").Body!["window_ends"] = "2026-03-24T03:00:00.000Z"),
        ["a release that its bidder did not sign"] = new([25], "SignatureInvalid", f => f.First("bid_released").FlipStatement()),
        ["a failed release that its bidder never signed"] = new([25], "the rules refuse it", f => f.Insert(
            f.First("release_fetched"), "release_failed", new JsonObject
            {
                ["by"] = f.First("opening_began")["by"].DeepClone(), ["bidder"] = f.First("release_fetched")["bidder"].DeepClone(),
                ["lot"] = "001", ["checks"] = new JsonArray(),
            })),
        ["a second extension of the window"] = new([26], "RemedyNotAllowed", f => f.Insert(
            f.First("opening_began"), "window_extended", new JsonObject
            {
                ["by"] = f.First("opening_began")["by"].DeepClone(), ["lot"] = "001", ["window_ends"] = "2026-03-24T09:00:00.000Z",
                ["reason"] = "too long",
            })),
        ["a failure decided that nobody proposed"] = new([26], "no act leads to it", f => f.Insert(
            f.First("opening_began"), "failure_decided", new JsonObject
            {
                ["by"] = f.First("opening_began")["by"].DeepClone(), ["bidder"] = f.First("bid_submitted")["bidder"].DeepClone(),
                ["lot"] = "001", ["attribution"] = "bidder", ["reason"] = "made up",
            })),
        ["a window closed by a department that has no say"] = new([27], "RoleNotAllowed", f => f.First("window_closed").ActAs("supervisor")),
        ["a shut window that its custodian did not sign"] = new([28], "SignatureInvalid", f =>
            ForgedEvent.Flip(f.First("window_shut_signed")["signature"])),
        ["a shut window without a quorum"] = new([28], "no act leads to it", f => f.Insert(
            f.First("window_closed"), "window_shut", f.First("window_shut").Body!.DeepClone().AsObject())) { AtLeast = true },
        ["shares that their custodian did not sign"] = new([29], "SignatureInvalid", f => f.First("shares_released").FlipStatement()),
        ["verdicts by somebody else than the platform"] = new([30], "RoleNotAllowed", f =>
            f.First("bids_opened").Body!["by"] = f.First("opening_began")["by"].DeepClone()),
        ["a file in storage that is not the submitted one"] = new([30, 31], "SM3 as read back", f =>
            f.First("bids_opened")["verdicts"][0]!["parts"]![0]!["stored_sm3"] = Digest.OfUtf8("other").ToString()) { Detail = 31 },
        ["a sealed file that is not the submitted one"] = new([32, 33], "sealed/", f => Spoil(f, "sealed/")) { Detail = 32 },
        ["an opened list that is not the one in the sealed file"] = new([33], "opened/", f => Spoil(f, "opened/")),
        ["a price read out that is not in the sealed file"] = new(
            [33, 38, 42, 43], "not the one that was shown", f => f.First("bids_opened")["verdicts"][0]!["opening_list"]!["price"] = 1_000_000_000)
        {
            Detail = 33, AtLeast = true,
        },
        ["a secret that does not open its file"] = new([33, 34], "H(m_B)", f =>
            f.First("bids_opened")["summary_secrets"][0]!["b"] = Digest.OfUtf8("other").ToBase64()) { Detail = 34 },
        ["a secret left out"] = new([30, 33, 34], "no B and T", f =>
            f.First("bids_opened")["summary_secrets"].AsArray().RemoveAt(0)) { Detail = 33 },
        ["a share that is not the one the file makes"] = new([29, 34], "is not the one the file's T makes", f =>
            f.First("shares_released")["checks"][0]!["sm3"] = Digest.OfUtf8("other").ToString())
        {
            Detail = 34, Restricted = true,
        },
        ["a coefficient drawn twice"] = new([35], "no act leads to it", f => f.Insert(
            f.First("coefficient_drawn"), "coefficient_drawn", f.First("coefficient_drawn").Body!.DeepClone().AsObject())),
        ["a draw voided without evidence"] = new([35], "no act leads to it", f => f.Insert(
            f.First("draw_record_closed"), "draw_voided", new JsonObject
            {
                ["by"] = f.First("draw_record_closed")["by"].DeepClone(), ["lot"] = "001", ["party"] = 3, ["cause"] = "ENVELOPE_MALFORMED",
            })) { AtLeast = true },
        ["a coefficient that was not drawn, with seed and index of the one that was"] = new([35, 36, 38, 42], "lot 001: coefficient", f =>
        {
            var drawn = f.First("coefficient_drawn");
            drawn.Body!["coefficient"] = drawn["coefficient"].GetValue<string>() == "0.03" ? "0.02" : "0.03";
        }) { Detail = 36, AtLeast = true },
        ["an answer by a department that has no say"] = new([37], "RoleNotAllowed", f => f.First("objection_answered").ActAs("attestation")),
        ["an objection that was dropped"] = new([37, 38], "ObjectionUnknown", f =>
        {
            f.Events.Remove(f.First("objection_raised"));
            f.Renumber();
        }) { Detail = 37 },
        ["an opening record that was not signed"] = new([38], "SignatureInvalid", f => f.First("opening_confirmed").FlipStatement()),
        ["a committee with an expert of the tenderee"] = new([39], "Committee", f =>
            f.First("committee_named")["members"][0]!["kind"] = "tenderee_representative") { Restricted = true },
        ["a sheet that its member did not sign"] = new(
            [40], "SignatureInvalid", f => f.First("marks_entered").FlipStatement()) { Restricted = true },
        ["an evaluation that does not follow from the sheets"] = new([41, 44], "another evaluation_completed", f =>
            f.First("evaluation_completed")["result"]["coefficient"] = "0.5") { Restricted = true },
        ["an evaluation before there was anything to evaluate"] = new([41, 50], "stands where no such act can be", f =>
        {
            var withheld = f.First("evaluation_completed");
            var made = f.Insert(f.First("tender_published"), "evaluation_completed", []);
            made.Withhold();
            made.Line["body_sm3"] = withheld.Line["body_sm3"]!.DeepClone();
        }),
        ["a benchmark that does not follow from the prices"] = new([42], "price scores", f =>
            f.First("candidates_published")["result"]["prices"]!["benchmark"] = "1"),
        ["a mark raised"] = new([43], "points and ranking", f =>
            f.First("candidates_published")["result"]["marks"]![0]!["mark"] = "20"),
        ["candidates in another order than the ranking's"] = new([44], "candidates", f =>
        {
            var candidates = f.First("candidates_published")["candidates"].AsArray();
            var first = candidates[0]!;
            candidates.RemoveAt(0);
            candidates.Add(first);
        }),
        ["a publicity of a day"] = new([44], "PublicityTooShort", f =>
            f.First("candidates_published").Body!["until"] = "2026-03-26T16:00:00.000Z"),
        ["an award that the tenderee did not sign"] = new([45], "SignatureInvalid", f => f.First("lot_awarded").FlipStatement()),
        ["an award at another price"] = new([45, 46], "price", f => f.First("lot_awarded").Body!["price"] = 1) { Detail = 46 },
        ["a record closed by another department"] = new([47], "RoleNotAllowed", f => f.First("record_closed").ActAs("organisation")),
        ["a record whose end was cut off"] = new([48], "ends as", f => f.Events.RemoveAt(f.Events.Count - 1)),
        ["a good bid called malformed"] = new([38, 40, 41, 42, 43, 46, 49], "nothing is wrong with its files", f =>
        {
            var verdict = f.First("bids_opened")["verdicts"][0]!.AsObject();
            verdict["cause"] = "BIDDER_FILE_MALFORMED";
            verdict["attribution"] = "bidder";
            verdict["is_opened"] = false;
            verdict.Remove("opening_list");
        }) { Detail = 49, Restricted = true },
        ["a sheet left out"] = new([50], "sheets signed", f =>
        {
            f.Events.Remove(f.First("marks_entered"));
            f.Renumber();
        }),
        ["a file that belongs to nothing"] = new(
            [51], "belongs to nothing", f => f.Files["opened/summary.html"] = Encoding.UTF8.GetBytes("read this instead")),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_forged_record_fails_by_the_check_that_looks_there(string name)
    {
        var forgery = Cases[name];
        var forged = new ForgedRecord(demo, forgery.Restricted);
        forgery.Apply(forged);
        using var record = OpenedRecord.Open(new MemoryStream(forged.Seal()), pinned: [demo.Root]);

        var failed = (await DemoPlayTests.Verify(record)).Where(result => result.IsFailed).ToArray();

        var told = string.Join('\n', failed.Select(result => $"{result.Number} {result.Id}: {result.Detail}"));
        var numbers = failed.Select(result => result.Number).ToArray();
        Assert.True(
            forgery.AtLeast ? forgery.Numbers.All(numbers.Contains) : forgery.Numbers.SequenceEqual(numbers),
            $"expected {string.Join(", ", forgery.Numbers)}, failed:\n{told}");
        Assert.Contains(forgery.Fault, failed.Single(result => result.Number == forgery.Detail).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_check_has_a_forgery_that_it_finds() =>
        Assert.Equal(
            RecordVerifier.Checks.Select(check => check.Number), Cases.Values.Select(c => c.Detail).Distinct().Order());

    /// <summary>The forger's own work is whole: what fails by it fails by the forgery.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_record_made_again_with_nothing_changed_holds(bool restricted)
    {
        using var record = OpenedRecord.Open(new MemoryStream(new ForgedRecord(demo, restricted).Seal()), pinned: [demo.Root]);

        Assert.Empty((await DemoPlayTests.Verify(record)).Where(result => result.IsFailed).Select(r => $"{r.Number} {r.Detail}"));
    }

    /// <summary>A whole record under a CA that its maker made up holds by itself, and falls to whoever brings the real one.</summary>
    [Fact]
    public async Task Without_the_readers_CA_a_record_says_that_its_issuers_are_its_own()
    {
        var other = TestCa.Create(RandomNumberGenerator.Fill, Now).Root;
        using var pinned = OpenedRecord.Open(new MemoryStream(demo.Public), pinned: [other]);
        using var open = OpenedRecord.Open(new MemoryStream(demo.Public));

        var results = await DemoPlayTests.Verify(pinned);
        var own = (await DemoPlayTests.Verify(open)).Single(result => result.Number == 4);

        Assert.Equal([3, 4, 11], results.Where(result => result.IsFailed).Select(result => result.Number));
        Assert.Contains("which its maker chose", own.Detail, StringComparison.Ordinal);
        Assert.Contains("TEST ONLY", own.Detail, StringComparison.Ordinal);
    }

    /// <summary>Of a record without a tender everything holds of nothing; so it must not hold.</summary>
    [Fact]
    public async Task A_record_without_a_tender_fails()
    {
        var forged = new ForgedRecord(demo, restricted: false);
        forged.Events.RemoveAll(e => e.Type == "tender_registered");
        forged.Renumber();
        using var record = OpenedRecord.Open(new MemoryStream(forged.Seal()), pinned: [demo.Root]);

        var failed = (await DemoPlayTests.Verify(record)).Where(result => result.IsFailed).Select(result => result.Number).ToArray();

        Assert.Contains(3, failed);
        Assert.Contains(48, failed);
    }

    private static Sm2PrivateKey Key() => Sm2PrivateKey.Generate(RandomNumberGenerator.Fill);

    /// <summary>A key with a certificate in the centre's name, from a CA of the forger's own, put among the record's certificates.</summary>
    private static Sm2PrivateKey Stranger(ForgedRecord forged)
    {
        var key = Key();
        var certificate = TestCa.Create(RandomNumberGenerator.Fill, Now).Issue(
            "测试公共资源交易中心", forged.First("tender_registered")["by"]["party"]!.GetValue<string>(), key.PublicKey,
            CertificateUsage.Sign, Now);
        forged.Files[RecordPaths.Certificate(certificate.Id)] = Encoding.UTF8.GetBytes(certificate.ToPem());
        return key;
    }

    private static void Spoil(ForgedRecord forged, string folder)
    {
        var path = forged.Files.Keys.First(key => key.StartsWith(folder, StringComparison.Ordinal));
        forged.Files[path] = [.. forged.Files[path][..^1], (byte)(forged.Files[path][^1] ^ 1)];
    }

    /// <param name="Numbers">The checks that fail.</param>
    /// <param name="Fault">What the check it is for says.</param>
    /// <param name="Apply">The lie.</param>
    private sealed record Forgery(int[] Numbers, string Fault, Action<ForgedRecord> Apply)
    {
        public bool Restricted { get; init; }

        /// <summary>The check it is for.</summary>
        public int Detail { get; init; } = Numbers[0];

        /// <summary>Whether a lie early in the story makes later acts fail too, which are not all written out.</summary>
        public bool AtLeast { get; init; }
    }
}
