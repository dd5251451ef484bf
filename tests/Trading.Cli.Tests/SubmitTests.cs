using System.Collections.Immutable;
using System.Security.Cryptography;
using Trading.Client.Messages;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Cli.Tests;

/// <summary>Login and submission with real keys, files and receipts; the line to the centre is the test's.</summary>
public sealed class SubmitTests : IDisposable
{
    private readonly Bench _bench = new();

    [Fact]
    public async Task A_submitted_bid_leaves_a_receipt_that_checks_offline()
    {
        var centre = await PrepareAsync();

        await _bench.SucceedsAsync(Submit());

        var stated = Assert.Single(centre.Submissions);
        Assert.Equal(["summary", "all"], stated.Parts.Select(p => p.Part));
        Assert.False(stated.Replaces);
        var receipt = Receipt.Parse(await File.ReadAllTextAsync(_bench.At("r.receipt")));
        Assert.Null(receipt.Note.Check(new NoteKey("centre", centre.Certificate.PublicKey)));
        var crt = _bench.Write("centre.crt", centre.Certificate.ToPem());
        await _bench.SucceedsAsync(
            "receipt", _bench.At("r.receipt"), "--centre-cert", crt, "--file", _bench.At("all.bidseal"));
        Assert.Contains("holds: the centre signed it", _bench.Out, StringComparison.Ordinal);
        Assert.Contains("is part all", _bench.Out, StringComparison.Ordinal);
        Assert.Contains("not checked: the log", _bench.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_of_a_login_is_kept_for_its_owner_alone_and_used()
    {
        var centre = await PrepareAsync();
        await _bench.SucceedsAsync(["login", .. Identity()]);
        await _bench.SucceedsAsync(Submit());

        Assert.Equal(1, centre.Logins);
        var token = Assert.Single(_bench.Files(), f => f.StartsWith("settings/tokens/", StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_bench.At(token)));
        }
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_fetched_again_and_is_no_second_bid()
    {
        var centre = await PrepareAsync();
        centre.LostAnswers = 5;

        var error = await _bench.FailsAsync(1, Submit());
        Assert.Contains("cannot be reached", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_bench.At("r.receipt")));
        centre.LostAnswers = 0;
        await _bench.SucceedsAsync(Submit());

        Assert.Single(centre.Submissions);
        Assert.True(File.Exists(_bench.At("r.receipt")));
        Assert.DoesNotContain(_bench.Files(), f => f.StartsWith("settings/submissions/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broken_upload_goes_on_where_it_stopped()
    {
        var centre = await PrepareAsync(bytes: 9_000_000);
        centre.ChunksLeft = 2;
        await _bench.FailsAsync(1, Submit());
        var before = centre.BytesReceived;
        centre.ChunksLeft = null;

        await _bench.SucceedsAsync(Submit());

        Assert.True(before > 0);
        var sizes = new[] { "summary.bidseal", "all.bidseal" }.Sum(f => new FileInfo(_bench.At(f)).Length);
        Assert.Equal(sizes, centre.BytesReceived);
    }

    [Fact]
    public async Task A_refusal_is_told_in_both_languages_with_its_article_and_forgotten()
    {
        var centre = await PrepareAsync();
        centre.Refusal = new Problem(
            "about:blank", "x", 409, "DeadlinePassed", "The deadline has passed.", "已过投标截止时间。", "招标投标法 第二十八条",
            ImmutableSortedDictionary<string, string>.Empty.Add("deadline", "2026-03-30T01:00:00.000Z"));

        var error = await _bench.FailsAsync(1, Submit());

        Assert.Contains("已过投标截止时间 / The deadline has passed (deadline 2026-03-30T01:00:00.000Z) [DeadlinePassed, "
            + "招标投标法 第二十八条]", error, StringComparison.Ordinal);
        Assert.DoesNotContain(_bench.Files(), f => f.StartsWith("settings/submissions/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_receipt_somebody_else_signed_is_not_kept()
    {
        var centre = await PrepareAsync();
        centre.OtherReceiptKey = Sm2PrivateKey.Generate(RandomNumberGenerator.Fill);

        var error = await _bench.FailsAsync(1, Submit());

        Assert.Contains("receipt's signature does not hold", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_bench.At("r.receipt")));
    }

    [Theory]
    [InlineData("--version", "2", "version 1 instead of 2")]
    [InlineData("--lot", "2", "lot 1 instead of 2")]
    public async Task A_file_sealed_for_something_else_is_not_sent(string option, string value, string sentence)
    {
        var centre = await PrepareAsync();
        var arguments = Submit();
        arguments[Array.IndexOf(arguments, option) + 1] = value;

        Assert.Contains(sentence, await _bench.FailsAsync(1, arguments), StringComparison.Ordinal);
        Assert.Equal(0, centre.BytesReceived);
    }

    [Fact]
    public async Task A_part_that_is_missing_is_named_before_anything_is_sent()
    {
        var centre = await PrepareAsync();

        var error = await _bench.FailsAsync(1, Submit()[..^1]);

        Assert.Contains("asks for the parts summary, all", error, StringComparison.Ordinal);
        Assert.Equal(0, centre.BytesReceived);
    }

    [Fact]
    public async Task A_server_that_is_no_centre_is_named()
    {
        var centre = await PrepareAsync();
        var arguments = Submit();
        arguments[Array.IndexOf(arguments, "--tender") + 1] = "T-2";

        Assert.Contains("answered 404", await _bench.FailsAsync(1, arguments), StringComparison.Ordinal);
        Assert.Empty(centre.Submissions);
    }

    [Theory]
    [InlineData("b1")]
    [InlineData("body")]
    public async Task A_changed_receipt_is_not_believed(string what)
    {
        var centre = await PrepareAsync();
        await _bench.SucceedsAsync(Submit());
        var crt = _bench.Write("centre.crt", centre.Certificate.ToPem());
        var text = await File.ReadAllTextAsync(_bench.At("r.receipt"));
        var changed = _bench.Write("changed.receipt", what == "body"
            ? text.Replace("version 1", "version 2", StringComparison.Ordinal)
            : text[..^6] + (text[^6] == 'A' ? 'B' : 'A') + text[^5..]);

        await _bench.FailsAsync(1, "receipt", changed, "--centre-cert", crt);
        Assert.Contains(
            "who signed it was not checked", await _bench.FailsAsync(1, "receipt", changed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_receipt_tells_a_damaged_file_from_a_bidders_fault()
    {
        await PrepareAsync();
        await _bench.SucceedsAsync(Submit());
        var bytes = await File.ReadAllBytesAsync(_bench.At("all.bidseal"));
        bytes[^100] ^= 1;
        var damaged = _bench.Write("damaged.bidseal", bytes);
        string[] keys =
        [
            "--bidder-key", _bench.At("bidder/encrypt.key"), "--custodian-key", $"1={_bench.At("c1/encrypt.key")}",
            "--custodian-key", $"2={_bench.At("c2/encrypt.key")}", "-o", _bench.At("out"),
        ];

        Assert.Contains(
            "DAMAGED_OR_MALFORMED at step 8", await _bench.FailsAsync(1, ["open", damaged, .. keys]),
            StringComparison.Ordinal);
        Assert.Contains(
            "DAMAGED_IN_STORAGE at step 0",
            await _bench.FailsAsync(1, ["open", damaged, .. keys, "--receipt", _bench.At("r.receipt")]),
                StringComparison.Ordinal);
        await _bench.SucceedsAsync(["open", _bench.At("all.bidseal"), .. keys, "--receipt", _bench.At("r.receipt")]);
        Assert.DoesNotContain("submitted (no receipt", _bench.Out, StringComparison.Ordinal);
    }

    public void Dispose() => _bench.Dispose();

    private string[] Identity() =>
    [
        "--server", "https://centre.test", "--key", _bench.At("bidder/sign.key"), "--cert",
        _bench.At("bidder/sign.crt"),
    ];

    private string[] Submit() =>
    [
        "submit", .. Identity(), "--tender", "T-1", "--lot", "1", "--version", "1", "--encrypt-cert",
        _bench.At("bidder/encrypt.crt"), "--receipt", _bench.At("r.receipt"), _bench.At("summary.bidseal"),
        _bench.At("all.bidseal"),
    ];

    private async Task<CentreDouble> PrepareAsync(int bytes = 100_000)
    {
        var policy = await TestTender.MakeAsync(_bench);
        await TestTender.SealAsync(_bench, _bench.Write("summary.json", "{}"), "summary", 1, "summary.bidseal");
        await TestTender.SealAsync(_bench, _bench.Write("bid.zip", new byte[bytes]), "all", 1, "all.bidseal");
        var centre = new CentreDouble(policy);
        _bench.Network = centre;
        return centre;
    }
}
