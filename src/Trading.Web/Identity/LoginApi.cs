using Microsoft.AspNetCore.Authentication;
using Trading.Client.Messages;
using Trading.Web.Api;

namespace Trading.Web.Identity;

/// <summary>Challenge, login, logout.</summary>
internal static class LoginApi
{
    public static Task<IResult> Challenge(ApiCall call)
    {
        var origin = call.Get<CentreOrigin>().Of(call.Http.Request);
        var challenge = call.Get<LoginChallenges>().Issue(origin)
            ?? throw new RefusedException(LoginRefusal.TooManyChallenges);
        return Task.FromResult(Answers.Json(
            new ChallengeAnswer(challenge.Origin, challenge.Nonce, challenge.IssuedAt, challenge.ExpiresAt)));
    }

    public static async Task<IResult> Login(ApiCall call)
    {
        var request = await call.Body<LoginRequest>();
        var origin = call.Get<CentreOrigin>().Of(call.Http.Request);
        var person = await call.Get<LoginDesk>().Check(request, origin, call.Aborted);
        var roles = await call.Get<People>().Roles(person, call.Aborted) ?? [];
        if (!request.Cookie)
        {
            var (token, expires) = IdentitySetup.IssueToken(call.Http, person);
            return Answers.Json(new LoginAnswer(person.Party, person.Certificate, roles, token, expires));
        }

        var until = call.Get<TimeProvider>().GetUtcNow() + IdentitySetup.CookieLifetime;
        await call.Http.SignInAsync(IdentitySetup.CookieScheme, person.ToPrincipal(IdentitySetup.CookieScheme));
        return Answers.Json(new LoginAnswer(person.Party, person.Certificate, roles, Token: null, until));
    }

    public static async Task<IResult> Logout(ApiCall call)
    {
        await call.Http.SignOutAsync(IdentitySetup.CookieScheme);
        return Results.NoContent();
    }

    public static Task<IResult> Me(ApiCall call) =>
        Task.FromResult(Answers.Json(new WhoAmI(call.Actor.Party, call.Actor.Certificate, call.Roles)));
}
