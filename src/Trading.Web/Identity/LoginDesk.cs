using System.Collections.Concurrent;
using Trading.Client.Messages;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Web.Api;

namespace Trading.Web.Identity;

/// <summary>
/// Checks a login (sealing.md F): a login/1 text signed by an SM2 signing certificate. The nonce is used up by the first
/// attempt, whatever comes of it. The order of the checks is that of <see cref="LoginRefusal"/>.
/// </summary>
internal sealed class LoginDesk(
    LoginChallenges challenges, CentreKeys keys, People people, FailedLogins failures, TimeProvider time)
{
    public async Task<Person> Check(LoginRequest request, string origin, CancellationToken cancellation)
    {
        var login = Read(request.Text);
        TakeChallenge(login, origin);
        var certificate = CheckCertificate(request.Certificate);
        if (login.Certificate != certificate.Id)
        {
            throw new RefusedException(LoginRefusal.ChallengeDiffers.With("field", "certificate"));
        }

        if (failures.AreTooMany(certificate.Id))
        {
            throw new RefusedException(LoginRefusal.TooManyFailedLogins);
        }

        if (!certificate.PublicKey.Verify(System.Text.Encoding.UTF8.GetBytes(request.Text), request.Signature))
        {
            failures.Count(certificate.Id);
            throw new RefusedException(LoginRefusal.LoginSignatureInvalid);
        }

        return await people.Find(certificate, request.Party, cancellation)
            ?? throw new RefusedException(LoginRefusal.NotRegisteredHere);
    }

    private static LoginRecord Read(string text)
    {
        try
        {
            return LoginRecord.Parse(text);
        }
        catch (RecordException e)
        {
            throw new RefusedException(LoginRefusal.LoginMalformed.With("cause", e.Message));
        }
    }

    private void TakeChallenge(LoginRecord login, string origin)
    {
        var challenge = challenges.Take(login.Nonce) ?? throw new RefusedException(LoginRefusal.ChallengeUnknown);
        if (login.Origin != challenge.Origin || challenge.Origin != origin)
        {
            throw new RefusedException(LoginRefusal.OriginDiffers.With("expected", origin));
        }

        if (login.Time != challenge.IssuedAt)
        {
            throw new RefusedException(LoginRefusal.ChallengeDiffers.With("field", "time"));
        }
    }

    private Certificate CheckCertificate(string pem)
    {
        Certificate certificate;
        try
        {
            certificate = pem.Length <= ApiLimits.CertificateCharacters
                ? Certificate.FromPem(pem)
                : throw new FormatException("too long");
        }
        catch (FormatException e)
        {
            throw new RefusedException(LoginRefusal.LoginCertificateMalformed.With("cause", e.Message));
        }

        var fault = CertificateChain.Check(
            certificate, keys.Issuers, time.GetUtcNow(), CertificateUsage.Sign, keys.AllowTestOnly);
        return fault is null
            ? certificate
            : throw new RefusedException(LoginRefusal.LoginCertificateRefused.With("cause", fault));
    }
}

/// <summary>Failed signatures by certificate in the last minute: a thief of a certificate cannot try for ever.</summary>
internal sealed class FailedLogins(TimeProvider time, int limit)
{
    // The certificates counted here passed the chain, so strangers cannot fill it; a full table forgets what is oldest.
    private const int Capacity = 4_096;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<Digest, (int Count, DateTimeOffset Since)> _failed = [];

    public bool AreTooMany(Digest certificate) =>
        _failed.TryGetValue(certificate, out var failed) && failed.Count >= limit && time.GetUtcNow() < failed.Since + Window;

    public void Count(Digest certificate)
    {
        var now = time.GetUtcNow();
        if (_failed.Count >= Capacity)
        {
            _failed.TryRemove(_failed.MinBy(pair => pair.Value.Since).Key, out _);
        }

        _failed.AddOrUpdate(
            certificate, (1, now), (_, old) => now < old.Since + Window ? (old.Count + 1, old.Since) : (1, now));
    }
}
