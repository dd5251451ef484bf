namespace Trading.Cli.Tests;

/// <summary>The worked example of a draw, byte for byte.</summary>
public sealed class DrawTests : IDisposable
{
    private const string Expected =
        "{\"record\":\"3def3a3756325d5c4fded52b5fbac3c04fb4841092a089e6f564a3cda24293c6\","
        + "\"seed\":\"d23730b8aca43b1e6f449024dbd98085d87680131a404b7c47e7a062eba0a3f1\","
        + "\"indices\":[3,8,5],\"reserves\":[7,6]}\n";

    private readonly Bench _bench = new();

    [Fact]
    public async Task The_vector_comes_out_byte_for_byte()
    {
        await _bench.SucceedsAsync(
            "draw", "--record", Bench.Vector("draw-record.txt"), "--reveal", R('1'), "--reveal", R('2'), "--reveal",
            R('3'));

        Assert.Equal(Expected, _bench.Out);
        Assert.Equal("", _bench.Error);
    }

    [Fact]
    public async Task Reveals_may_follow_one_option()
    {
        await _bench.SucceedsAsync("draw", "--record", Bench.Vector("draw-record.txt"), "--reveal", R('1'), R('2'),
            R('3'));

        Assert.Equal(Expected, _bench.Out);
    }

    [Theory]
    [InlineData("11", "22", "44", "party 3")]
    [InlineData("22", "11", "33", "party 1")]
    public async Task A_reveal_that_was_not_committed_to_names_its_party(string first, string second, string third,
        string who)
    {
        var error = await _bench.FailsAsync(
            1, "draw", "--record", Bench.Vector("draw-record.txt"), "--reveal", R(first[0]), R(second[0]), R(third[0]));

        Assert.Contains(who, error, StringComparison.Ordinal);
        Assert.Equal("", _bench.Out);
    }

    [Fact]
    public async Task Too_few_reveals_are_counted()
    {
        var error = await _bench.FailsAsync(1, "draw", "--record", Bench.Vector("draw-record.txt"), "--reveal", R('1'));

        Assert.Contains("3 parties, but 1 reveals", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zz")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_reveal_is_64_lower_case_hex_digits(string reveal)
    {
        var error = await _bench.FailsAsync(2, "draw", "--record", Bench.Vector("draw-record.txt"), "--reveal", reveal);

        Assert.Contains("Reveal 1 is not 64", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_record_is_refused_by_its_form()
    {
        var record = _bench.Write("draw.txt",
            (await File.ReadAllTextAsync(Bench.Vector("draw-record.txt"))).TrimEnd('\n'));

        Assert.Contains(
            "is not a draw record", await _bench.FailsAsync(1, "draw", "--record", record, "--reveal", R('1')),
            StringComparison.Ordinal);
    }

    public void Dispose() => _bench.Dispose();

    private static string R(char digit) => new(digit, 64);
}
