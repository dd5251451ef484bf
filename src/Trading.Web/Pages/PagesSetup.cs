using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.WebEncoders;
using Trading.Web.Pages.Assets;
using Trading.Web.Pages.Desk;
using Trading.Web.Pages.Login;
using Trading.Web.Resources;
using Trading.Web.Rooms;

namespace Trading.Web.Pages;

/// <summary>Composes the pages: they read the ports of Trading.Grains and know nothing of the silo.</summary>
public static class PagesSetup
{
    /// <summary>Adds the pages, their texts and their bundled script and style.</summary>
    public static IServiceCollection AddTradingPages(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton(ClientAssets.Load());
        services.AddScoped<Texts>();
        services.AddScoped<Visitors>();
        services.AddSingleton<RunningTenders>();
        services.AddSingleton<IFollower>(provider => provider.GetRequiredService<RunningTenders>());
        services.TryAddSingleton<IPartyNames, PartyNames>();
        services.AddOptions<PagesOptions>().BindConfiguration(PagesOptions.Section);
        // Chinese text is sent as it is; what has a meaning in HTML is still encoded.
        services.Configure<WebEncoderOptions>(
            options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddRazorPages(options => options.Conventions.AddFolderRouteModelConvention("/", LowerCaseRoutes))
            .AddMvcOptions(options => options.Filters.Add<PageDoor>())
            .AddApplicationPart(typeof(PagesSetup).Assembly);
        return services;
    }

    /// <summary>Puts the security headers before everything and remembers a language asked for with <c>?lang=</c>.</summary>
    public static IApplicationBuilder UseTradingPages(this IApplicationBuilder app) =>
        app.UseMiddleware<SecurityHeaders>()
            .UseMiddleware<LanguageChoice>()
            .UseStatusCodePagesWithReExecute("/missing")
            .Use(LeaveProblemsToTools);

    /// <summary>Maps the pages, the bundle under <c>/dist</c> and the QR pictures under <c>/qr</c>.</summary>
    public static IEndpointRouteBuilder MapTradingPages(this IEndpointRouteBuilder routes)
    {
        routes.MapRazorPages();
        routes.MapClientAssets();
        routes.MapQrCodes();
        return routes;
    }

    // Tools get problems as JSON from the interface itself; people get a page.
    private static Task LeaveProblemsToTools(HttpContext context, RequestDelegate next)
    {
        if (!IsPage(context) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

        return next(context);
    }

    private static bool IsPage(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/api") && !context.Request.Path.StartsWithSegments("/rooms")
        && !context.Request.Path.StartsWithSegments("/dist") && !context.Request.Path.StartsWithSegments("/qr");

    private static void LowerCaseRoutes(PageRouteModel model)
    {
        foreach (var selector in model.Selectors)
        {
            if (selector.AttributeRouteModel is { Template: { } template } route && !template.Contains('{'))
            {
                route.Template = template.ToLowerInvariant();
            }
        }
    }
}
