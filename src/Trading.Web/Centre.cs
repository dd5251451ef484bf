using System.Security.Cryptography;
using Trading.Proofs.Primitives;
using Trading.Silo;
using Trading.Silo.Documents;
using Trading.Silo.Engines;
using Trading.Silo.Journal;
using Trading.Silo.Leases;
using Trading.Silo.Log;
using Trading.Silo.Openings;
using Trading.Silo.Records;
using Trading.Silo.Schedules;
using Trading.Web.Api;
using Trading.Web.Identity;
using Trading.Web.Pages;
using Trading.Web.Rooms;

namespace Trading.Web;

/// <summary>
/// Puts a centre together: stores, engine, opening machine, identity, interface. The one place where all parts meet;
/// Program, the demonstration and the tests all start here.
/// </summary>
public static class Centre
{
    /// <summary>How long requests and openings under way may take to end when the centre stops.</summary>
    private static readonly TimeSpan Shutdown = TimeSpan.FromSeconds(30);

    /// <param name="args">The command line, such as <c>--urls</c> and <c>--data</c>.</param>
    /// <param name="time">The clock acts are stamped by; a demonstration may let it jump.</param>
    /// <param name="adjust">Adds or replaces services before the application is built.</param>
    public static WebApplication Build(string[] args, TimeProvider time, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddCommandLine(args, new Dictionary<string, string> { ["--data"] = "Centre:Data" });
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<Entropy>(_ => RandomNumberGenerator.Fill);
        AddCentre(builder, time);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = ApiLimits.JsonBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.MaxRequestLineSize = 8 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(30);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Shutdown);
        adjust?.Invoke(builder);

        var app = builder.Build();
        app.UseTradingPages();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.MapTradingApi();
        app.MapTradingPages();
        app.MapTradingRooms();
        return app;
    }

    private static void AddCentre(WebApplicationBuilder builder, TimeProvider time)
    {
        var configuration = builder.Configuration;
        var options = configuration.GetSection(CentreOptions.Section).Get<CentreOptions>() ?? new CentreOptions();
        var limits = configuration.GetSection("Limits").Get<ApiLimits>() ?? new ApiLimits();
        var log = configuration.GetSection("Log").Get<LogOptions>() ?? new LogOptions();
        var keys = CentreKeys.Open(options, RandomNumberGenerator.Fill, time.GetUtcNow());

        builder.Services.AddTradingSilo(new SiloOptions
        {
            Data = options.Data,
            Log = log,
            Journal = configuration.GetSection("Journal").Get<JournalOptions>() ?? new JournalOptions(),
            Documents = configuration.GetSection("Documents").Get<DocumentOptions>() ?? new DocumentOptions(),
            Lease = configuration.GetSection("Lease").Get<LeaseOptions>() ?? new LeaseOptions(),
            Nudges = configuration.GetSection("Nudges").Get<NudgeOptions>() ?? new NudgeOptions(),
        });
        builder.Services.AddKeyedSingleton<ISm2PrivateKey>(SiloSetup.LogKey, keys.LogKey);
        builder.AddGrainEngine();
        builder.Services.AddTradingRecords(_ => new RecordOptions(
            Path.Combine(options.Data, "records"), keys.Centre.SigningKey, keys.LogCertificate, keys.Issuers));
        builder.Services.AddOpenings(new OpeningOptions(keys.Centre.SigningKey, RandomNumberGenerator.Fill));
        builder.Services.AddTradingIdentity(options, keys, limits);
        builder.Services.AddTradingApi(limits);
        builder.Services.AddTradingPages();
        builder.Services.AddTradingRooms();
    }
}
