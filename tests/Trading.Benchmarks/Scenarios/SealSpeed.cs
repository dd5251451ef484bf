using Trading.Benchmarks.Kernel;
using Trading.Proofs.Primitives;

namespace Trading.Benchmarks.Scenarios;

/// <summary>封标 and 解密 of one large file, and SM3 alone, beside openssl on the same file.</summary>
internal static class SealSpeed
{
    private const string Against = "openssl enc -sm4-ctr";
    private const string Key = "0123456789abcdeffedcba9876543210";

    public static readonly Scenario Scenario = new("seal", "seal, open and hash 100 MB beside openssl", Run);

    private static async Task Run(Bench bench, CancellationToken cancellation)
    {
        var bytes = bench.Scale(100, 10) * 1_000_000L;
        var (plain, sealedFile) = (Path.Combine(bench.Folder, "plain"), Path.Combine(bench.Folder, "sealed"));
        var kit = new SealingKit();
        TestFile.Make(plain, 2_000_000);
        await Seal(kit, plain, sealedFile);
        await Open(kit, sealedFile);
        TestFile.Make(plain, bytes);
        await Seal(kit, plain, sealedFile);

        Func<Task>? sm4 = await HasSm4(plain) ? () => Sm4(plain) : null;
        Func<Task>? sm3 = await Child.Try("openssl", "dgst", "-sm3", "/dev/null") is null ? null : () => Dgst(plain);
        if (sm4 is null || sm3 is null)
        {
            bench.Report.Say("openssl is not installed here, or was built without SM3 or SM4: nothing to measure beside.");
        }

        await Measure(bench, "seal", bytes, () => Seal(kit, plain, null), Against, sm4);
        await Measure(bench, "open", bytes, () => Open(kit, sealedFile), Against, sm4);
        await Measure(bench, "SM3", bytes, () => Hash(plain), "openssl dgst -sm3", sm3);
    }

    private static async Task Measure(
        Bench bench, string name, long bytes, Func<Task> ours, string against, Func<Task>? baseline)
    {
        if (baseline is not null)
        {
            bench.Report.Add(name, "MB/s", against, await Rounds.Alternate(
                bench.Rounds, () => Rounds.Speed(bytes, ours), () => Rounds.Speed(bytes, baseline)));
            return;
        }

        var alone = new List<double>();
        for (var round = 0; round < bench.Rounds; round++)
        {
            alone.Add(await Rounds.Speed(bytes, ours));
        }

        bench.Report.Add(name, "MB/s", alone);
    }

    private static async Task Seal(SealingKit kit, string plain, string? sealedFile)
    {
        await using var input = File.OpenRead(plain);
        await using var output = sealedFile is null ? Stream.Null : File.Create(sealedFile);
        await kit.Seal(input, output);
    }

    private static async Task Open(SealingKit kit, string sealedFile)
    {
        await using var input = File.OpenRead(sealedFile);
        await kit.Open(input, Stream.Null);
    }

    private static async Task Hash(string plain)
    {
        await using var input = File.OpenRead(plain);
        await Sm3.HashAsync(input);
    }

    private static async Task<bool> HasSm4(string file) =>
        await Child.Try("openssl", "enc", "-sm4-ctr", "-K", Key, "-iv", Key, "-in", file, "-out", "/dev/null") is not null;

    private static async Task Sm4(string file)
    {
        if (!await HasSm4(file))
        {
            throw new InvalidOperationException("openssl enc -sm4-ctr failed.");
        }
    }

    private static async Task Dgst(string file) =>
        _ = await Child.Try("openssl", "dgst", "-sm3", file) ?? throw new InvalidOperationException("openssl dgst -sm3 failed.");
}
