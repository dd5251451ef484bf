using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Primitives;
using Trading.Proofs.Sealing;
using Trading.Silo.Openings;

namespace Trading.Silo.Tests.Openings;

/// <summary>The verdict on one bid, with its evidence, for each cause that lies in its files (sealing.md B.3, steps 0 to 9).</summary>
public sealed class BidOpenerTests : IDisposable
{
    private readonly OpenerWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task The_forger_without_a_flaw_gives_the_sealers_bytes_and_they_open()
    {
        var (request, secrets) = (OpenerWorld.Request("all"), SealSecrets.Draw(RandomNumberGenerator.Fill));
        var output = new MemoryStream();
        await Sealer.SealAsync(request, secrets, new MemoryStream(OpenerWorld.Documents), output);
        Assert.Equal(output.ToArray(), ForgedFile.Make(request, secrets, OpenerWorld.Documents, Flaw.None));

        var opened = await Open();
        Assert.True(opened.Verdict.IsOpened);
        Assert.Equal(
            [Digest.Of(OpenerWorld.GoodList), Digest.Of(OpenerWorld.Documents)],
            opened.Verdict.Parts.Select(part => part.ContentSm3!.Value));
        Assert.Equal(["summary", "all"], opened.Secrets.Select(secret => secret.Part));
    }

    [Theory]
    [InlineData(Flaw.CustodianStanza)]
    [InlineData(Flaw.EveryCustodianStanza)]
    [InlineData(Flaw.UnreadableStanza)]
    [InlineData(Flaw.Mac)]
    [InlineData(Flaw.Commitment)]
    [InlineData(Flaw.Chunk)]
    [InlineData(Flaw.ChunksSwapped)]
    [InlineData(Flaw.LastChunkMissing)]
    [InlineData(Flaw.BytesBehind)]
    [InlineData(Flaw.PayloadMissing)]
    [InlineData(Flaw.PlaintextDigest)]
    [InlineData(Flaw.Padding)]
    [InlineData(Flaw.Length)]
    public async Task A_file_that_contradicts_itself_is_its_bidders_failure_and_nothing_of_it_is_kept(Flaw flaw)
    {
        // The summary is good: a bid opens whole or not at all, so its price is not shown either.
        var opened = await Open(all: await _world.Hand("all", OpenerWorld.Documents, flaw));
        AssertRefused(opened, VerdictLaw.FileMalformed, Attribution.Bidder);
        Assert.Equal(VerdictLaw.FileMalformed, opened.Verdict.Parts[1].Cause);
        Assert.Null(await _world.Files.Describe(Digest.Of(OpenerWorld.Documents)));

        // The other way round.
        opened = await Open(summary: await _world.Hand("summary", OpenerWorld.GoodList, flaw));
        AssertRefused(opened, VerdictLaw.FileMalformed, Attribution.Bidder);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5_000)]
    [InlineData(-1)]
    public async Task A_byte_changed_on_the_disk_is_never_the_bidders_failure(int at)
    {
        var big = await _world.Hand("all", RandomNumberGenerator.GetBytes(200_000));
        var path = _world.PathOf(big.Part.File);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[at < 0 ? ^1 : at] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        var opened = await Open(all: big);
        AssertRefused(opened, VerdictLaw.DamagedInStorage, Attribution.Platform);
        Assert.NotEqual(big.Part.File, opened.Verdict.Parts[1].StoredSm3);
        Assert.Null(opened.Verdict.OpeningList);
    }

    [Theory]
    [InlineData("shorter")]
    [InlineData("longer")]
    [InlineData("gone")]
    [InlineData("of another")]
    public async Task A_file_that_storage_lost_or_changed_in_length_is_damaged_too(string how)
    {
        var all = await _world.Hand("all", RandomNumberGenerator.GetBytes(200_000));
        var other = await _world.Hand("all", RandomNumberGenerator.GetBytes(200_000));
        var path = _world.PathOf(all.Part.File);
        switch (how)
        {
            case "shorter":
                await using (var file = File.OpenWrite(path))
                {
                    file.SetLength(file.Length - 1);
                }

                break;
            case "longer":
                await File.AppendAllTextAsync(path, "x");
                break;
            case "gone":
                File.Delete(path);
                break;
            default:
                File.Copy(_world.PathOf(other.Part.File), path, overwrite: true);
                break;
        }

        AssertRefused(await Open(all: all), VerdictLaw.DamagedInStorage, Attribution.Platform);
    }

    [Fact]
    public async Task Damage_that_comes_while_the_file_is_being_opened_is_the_storages_too()
    {
        var all = await _world.Hand("all", RandomNumberGenerator.GetBytes(200_000));
        _world.Store = new FailingStore(_world.Files, all.Part.File, reading: 2, () =>
        {
            var path = _world.PathOf(all.Part.File);
            var bytes = File.ReadAllBytes(path);
            bytes[^1] ^= 1;
            File.WriteAllBytes(path, bytes);
            return null;
        });
        AssertRefused(await Open(all: all), VerdictLaw.DamagedInStorage, Attribution.Platform);
    }

    [Fact]
    public async Task A_place_the_disk_cannot_read_is_damage_and_the_machines_own_trouble_condemns_nobody()
    {
        var all = await _world.Hand("all", OpenerWorld.Documents);
        _world.Store = new FailingStore(_world.Files, all.Part.File, 1, () => new IOException("Input/output error", 5), forEver: true);
        AssertRefused(await Open(all: all), VerdictLaw.DamagedInStorage, Attribution.Platform);

        _world.Store = new FailingStore(_world.Files, all.Part.File, 1, () => new IOException("Too many open files", 24), forEver: true);
        await Assert.ThrowsAsync<IOException>(() => Open(all: all));

        // Once only, in the middle: the file is whole afterwards, so the opening begins again and finds it good.
        _world.Store = new FailingStore(_world.Files, all.Part.File, 2, () => new IOException("Input/output error", 5));
        await Assert.ThrowsAsync<IOException>(() => Open(all: all));
        _world.Store = _world.Files;
        Assert.True((await Open(all: all)).Verdict.IsOpened);
    }

    [Theory]
    [InlineData("documents.piece-written")]
    [InlineData("documents.chunk-flushed")]
    [InlineData("documents.renamed")]
    [InlineData("documents.kept")]
    public async Task A_full_disk_fails_the_opening_at_once_and_condemns_nobody(string point)
    {
        // Larger than what the pipe between opener and store holds: neither end may wait for the other for ever.
        var all = await _world.Hand("all", RandomNumberGenerator.GetBytes(2_000_000));
        var summary = await _world.Hand("summary", OpenerWorld.GoodList);
        _world.Faults.FailAt = point;
        await Assert.ThrowsAsync<IOException>(() => _world.Open(all, summary).WaitAsync(TimeSpan.FromSeconds(30)));

        _world.Faults.FailAt = null;
        Assert.True((await _world.Open(summary, all)).Verdict.IsOpened);
    }

    [Fact]
    public async Task Anothers_file_handed_in_as_ones_own_is_refused_by_what_is_derived_from_its_header()
    {
        // The header names its bidder and everything is derived from it: the rival's B gives another file's keys.
        var mine = await _world.Hand("all", OpenerWorld.Documents);
        var rivals = await _world.Hand("all", OpenerWorld.Documents, bidder: PartyId.Create("91320000TESTONLY2B"));
        var opened = await Open(all: (rivals.Part, mine.Release));
        AssertRefused(opened, VerdictLaw.FileMalformed, Attribution.Bidder);
        opened = await Open(all: (mine.Part, rivals.Release));
        AssertRefused(opened, VerdictLaw.FileMalformed, Attribution.Bidder);
    }

    [Fact]
    public async Task An_opening_list_that_is_not_of_the_documents_form_is_the_bidders_failure()
    {
        var all = await _world.Hand("all", OpenerWorld.Documents);
        foreach (var (what, list) in WrongLists())
        {
            var opened = await _world.Open(await _world.Hand("summary", list), all);
            Assert.True(opened.Verdict.Cause == VerdictLaw.OpeningListMalformed, what);
            AssertRefused(opened, VerdictLaw.OpeningListMalformed, Attribution.Bidder);

            // The evidence stays: both parts opened, and their contents are named by their digests.
            Assert.Equal(Digest.Of(list), opened.Verdict.Parts[0].ContentSm3);
            Assert.Equal(Digest.Of(OpenerWorld.Documents), opened.Verdict.Parts[1].ContentSm3);
        }
    }

    [Fact]
    public async Task The_opening_list_may_be_as_long_as_the_limit_and_is_not_read_beyond_it()
    {
        var text = "{\"days\":300,\"price_fen\":900000000}";
        var atLimit = Encoding.UTF8.GetBytes(text.PadRight(OpenerWorld.ListLimit));
        var reads = new FailingStore(_world.Files, Digest.Of([.. atLimit, (byte)' ']), 1, () => null);
        _world.Store = reads;

        // Padding with spaces is not canonical; what counts here is whether it was read at all.
        AssertRefused(
            await Open(summary: await _world.Hand("summary", [.. atLimit, (byte)' '])),
            VerdictLaw.OpeningListMalformed, Attribution.Bidder);
        Assert.Equal(0, reads.Readings);
        reads = new FailingStore(_world.Files, Digest.Of(atLimit), 1, () => null);
        _world.Store = reads;
        AssertRefused(
            await Open(summary: await _world.Hand("summary", atLimit)), VerdictLaw.OpeningListMalformed, Attribution.Bidder);
        Assert.Equal(1, reads.Readings);
    }

    [Fact]
    public async Task What_lies_in_the_documents_is_kept_byte_for_byte_and_not_unpacked()
    {
        var bomb = new MemoryStream();
        using (var zip = new ZipArchive(bomb, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var entry = zip.CreateEntry("../../escape.txt", CompressionLevel.SmallestSize).Open();
            for (var i = 0; i < 100; i++)
            {
                await entry.WriteAsync(new byte[1024 * 1024]);
            }
        }

        foreach (var content in new[] { bomb.ToArray(), [], [1, 2, 3] })
        {
            var opened = await Open(all: await _world.Hand("all", content));
            Assert.True(opened.Verdict.IsOpened);
            Assert.Equal(content.Length, (await _world.Files.Describe(Digest.Of(content)))!.Size);
        }
    }

    private static IEnumerable<(string What, byte[] List)> WrongLists()
    {
        foreach (var text in new[]
        {
            "", "null", "[]", "1", "not json", "{}", "{", "{\"days\":300,\"price_fen\":900000000",
            "{\"days\":300,\"price_fen\":900000000}\n", " {\"days\":300,\"price_fen\":900000000}",
            "{\"price_fen\":900000000,\"days\":300}", "{\"days\":300, \"price_fen\":900000000}",
            "{\"days\":300,\"days\":300,\"price_fen\":900000000}", "{\"days\":300}",
            "{\"days\":300,\"more\":1,\"price_fen\":900000000}", "{\"days\":\"300\",\"price_fen\":900000000}",
            "{\"days\":300,\"price_fen\":0}", "{\"days\":300,\"price_fen\":-1}", "{\"days\":300,\"price_fen\":1000000001}",
            "{\"days\":300,\"price_fen\":900000000.5}", "{\"days\":300,\"price_fen\":9e8}", "{\"days\":300,\"price_fen\":\"900000000\"}",
            "{\"days\":300,\"price_fen\":99999999999999999999999}", "{\"days\":-1,\"price_fen\":900000000}",
            "{\"days\":3651,\"price_fen\":900000000}", "{\"days\":null,\"price_fen\":900000000}",
        })
        {
            yield return (text, Encoding.UTF8.GetBytes(text));
        }

        yield return ("byte order mark", [0xef, 0xbb, 0xbf, .. OpenerWorld.GoodList]);
        yield return ("not UTF-8", [.. "{\"days\":"u8, 0xff, 0xfe, .. "}"u8]);
        yield return ("zeros", new byte[1000]);
        yield return ("deep", Encoding.UTF8.GetBytes(new string('[', 20_000) + new string(']', 20_000)));
        yield return ("one past the limit", new byte[OpenerWorld.ListLimit + 1]);
        yield return ("huge", new byte[3_000_000]);
    }

    private async Task<OpenedBid> Open(
        (SealedPart Part, ReleasedFile Release)? summary = null, (SealedPart Part, ReleasedFile Release)? all = null) =>
        await _world.Open(
            summary ?? await _world.Hand("summary", OpenerWorld.GoodList), all ?? await _world.Hand("all", OpenerWorld.Documents));

    private static void AssertRefused(OpenedBid opened, string cause, Attribution attribution)
    {
        Assert.Equal((cause, attribution), (opened.Verdict.Cause!, opened.Verdict.Attribution!.Value));
        Assert.Null(opened.Verdict.OpeningList);

        // Where the file itself is the evidence, its B and T let anybody find the same; else they stay closed.
        Assert.Equal(VerdictLaw.IsByTheFile(cause) ? 2 : 0, opened.Secrets.Length);
        Assert.Empty(opened.Contents);
    }
}
