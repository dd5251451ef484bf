using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Trading.Benchmarks.Kernel;

namespace Trading.Benchmarks.Scenarios;

/// <summary>
/// From the start of the process to the first page, on an empty data directory (keys and stores are made) and on one that is there,
/// beside a web application that does nothing.
/// </summary>
internal static class ColdStart
{
    public const string BlankStep = "blank-web";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static readonly Scenario Scenario = new("start", "cold start to the first page", Run);

    public static async Task<int> Blank(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        await using var app = builder.Build();
        app.MapGet("/", () => "blank");
        await app.RunAsync();
        return 0;
    }

    private static async Task Run(Bench bench, CancellationToken cancellation)
    {
        var data = 0;
        string Fresh() => Path.Combine(bench.Folder, $"data-{++data}");
        await FirstPage(Start(Fresh()), "");
        foreach (var (name, path) in new[] { ("/api/health", "api/health"), ("/", "") })
        {
            bench.Report.Add($"first start to {name}", "s", "a blank web application", await Rounds.Alternate(
                bench.Rounds, () => FirstPage(Start(Fresh()), path), () => FirstPage(url => Child.StartQuiet(BlankStep, url), "")));
        }

        var kept = Fresh();
        await FirstPage(Start(kept), "");
        bench.Report.Add("restart to /", "s", "a blank web application", await Rounds.Alternate(
            bench.Rounds, () => FirstPage(Start(kept), ""), () => FirstPage(url => Child.StartQuiet(BlankStep, url), "")));
    }

    private static Func<string, Child> Start(string data) => url => Child.StartAssembly(
        "Trading.Web.dll", "--urls", url, "--data", data, "--Logging:LogLevel:Default=Error");

    /// <summary>Seconds to the first answer 200.</summary>
    private static async Task<double> FirstPage(Func<string, Child> start, string path)
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        var started = Stopwatch.GetTimestamp();
        using var child = start(url);
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            try
            {
                using var response = await http.GetAsync(path);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    var took = Stopwatch.GetElapsedTime(started).TotalSeconds;

                    // Not killed: a node that is killed keeps its lease for a while, and the next one on its data would wait for it.
                    await child.Stop(Patience);
                    return took;
                }
            }
            catch (HttpRequestException)
            {
                // Nobody listens yet.
            }

            await Task.Delay(5);
        }

        throw new TimeoutException($"No page within {Patience.TotalSeconds:0} s.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
