using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Trading.Web.Identity;

/// <summary>Two ways to stay logged in: a cookie for pages and a token for tools; both expire by the centre's own clock.</summary>
internal static class IdentitySetup
{
    public const string CookieScheme = "cookie";
    public const string TokenScheme = "token";
    private const string EitherScheme = "either";

    public static readonly TimeSpan CookieLifetime = TimeSpan.FromHours(2);
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(30);

    /// <param name="services">The application's services.</param>
    /// <param name="protection">Folder of the keys that protect cookies and tokens.</param>
    public static IServiceCollection AddCentreLogin(this IServiceCollection services, string protection)
    {
        services.AddDataProtection()
            .SetApplicationName("Trading")
            .PersistKeysToFileSystem(Directory.CreateDirectory(protection));
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, options => options.ForwardDefaultSelector = http =>
                http.Request.Headers.Authorization.Count > 0 ? TokenScheme : CookieScheme)
            .AddCookie(CookieScheme, options =>
            {
                options.Cookie.Name = "trading";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Strict;
                options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                options.ExpireTimeSpan = CookieLifetime;
                options.SlidingExpiration = false;
                options.LoginPath = "/login";
                options.AccessDeniedPath = "/login";
            })
            .AddBearerToken(TokenScheme, options => options.BearerTokenExpiration = TokenLifetime);
        services.AddAuthorization();
        return services;
    }

    /// <summary>A token for the person, and when it ends.</summary>
    public static (string Token, DateTimeOffset ExpiresAt) IssueToken(HttpContext http, Person person)
    {
        var options = http.RequestServices.GetRequiredService<IOptionsMonitor<BearerTokenOptions>>().Get(TokenScheme);
        var expires = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() + options.BearerTokenExpiration;
        var properties = new AuthenticationProperties { ExpiresUtc = expires };
        var ticket = new AuthenticationTicket(person.ToPrincipal(TokenScheme), properties, $"{TokenScheme}:AccessToken");
        return (options.BearerTokenProtector.Protect(ticket), expires);
    }
}
