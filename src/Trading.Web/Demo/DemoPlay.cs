using System.Diagnostics;
using System.Security.Cryptography;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Primitives;

namespace Trading.Web.Demo;

/// <summary>
/// The main job, played on a real centre through the same interface and the same sealing code that people use: a tender from
/// registration to its closed public record. Only the clock is the demo's.
/// </summary>
internal static class DemoPlay
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1.5);

    /// <summary>Starts a centre, plays, and with <c>--exit</c> ends; else the centre goes on until it is stopped.</summary>
    /// <returns>0 only where every step and every check held.</returns>
    public static async Task<int> Run(DemoOptions options, TextWriter output)
    {
        try
        {
            options.BeginAfresh();
        }
        catch (InvalidOperationException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }

        var clock = new DemoClock(DemoDay.Start, TimeProvider.System);
        string[] settings =
        [
            .. options.Rest, "--urls", options.Url, "--data", options.Data, "--Centre:TestCa=true", "--Log:Interval=00:00:01",
            "--Limits:DoorRequestsPerMinute=100000", "--Limits:RequestsPerMinute=1000000", "--Logging:LogLevel:Default=Warning",
        ];
        await using var centre = Centre.Build(settings, clock);
        await centre.StartAsync();
        var url = new Uri(options.Url.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).TrimEnd('/') + "/");
        var story = new DemoStory(output, clock, options.Exit ? TimeSpan.Zero : Pause);
        output.WriteLine($"测试中心已启动  A test centre runs at {url}");
        var code = await Play(url, options, clock, story, output);
        if (!options.Exit && code == 0)
        {
            output.WriteLine($"\n中心继续运行，按 Ctrl+C 结束。 The centre goes on at {url}; Ctrl+C ends it.");
            await centre.WaitForShutdownAsync();
        }
        else
        {
            await centre.StopAsync();
        }

        return code;
    }

    private static async Task<int> Play(Uri url, DemoOptions options, DemoClock clock, DemoStory story, TextWriter output)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            Entropy entropy = RandomNumberGenerator.Fill;
            var door = new DemoDoor(url, entropy, clock, Path.Combine(options.Data, "keys"));
            story.Chapter("登场", "Cast");
            var cast = await DemoCast.Assemble(door, await door.Known("测试安全管理员", "security-administrator.sign", Role.SecurityAdministrator), story);
            var tender = new DemoTender(TenderId.Create("TEST-2026-0001"), cast, clock, story, entropy, url);
            await DemoNotice.Play(tender);
            var bidding = new DemoBidding(tender, Path.Combine(options.Data, "receipts"));
            await bidding.Play();
            await DemoOpening.Play(tender);
            await DemoAward.Evaluate(tender);
            await DemoAward.Award(tender);
            await DemoAward.Verify(tender, bidding.Receipts.Values);
            story.Say(Path.GetFullPath(Path.Combine(options.Data, "records", $"{tender.Id}.zip")));
            output.WriteLine(
                $"\n{story.Steps} 步全部成立，用时 {Stopwatch.GetElapsedTime(started).TotalSeconds:N1} 秒。 All {story.Steps} steps held.");
            return 0;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"The demo failed after {story.Steps} steps: {failure}");
            return 1;
        }
    }
}
