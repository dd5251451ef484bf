using Trading.Web.Resources;

namespace Trading.Web.Pages;

/// <summary>Keeps a language asked for with <c>?lang=zh</c> or <c>?lang=en</c> in a cookie; Chinese is the default.</summary>
internal sealed class LanguageChoice(RequestDelegate next)
{
    public const string Cookie = "lang";

    public Task InvokeAsync(HttpContext context)
    {
        var asked = Languages.Parse(context.Request.Query["lang"]);
        if (asked is { } language)
        {
            context.Response.Cookies.Append(Cookie, language.Code(), new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                MaxAge = TimeSpan.FromDays(365),
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
            });
        }

        context.Items[typeof(Language)] = asked ?? Languages.Parse(context.Request.Cookies[Cookie]) ?? Language.Chinese;
        return next(context);
    }
}
