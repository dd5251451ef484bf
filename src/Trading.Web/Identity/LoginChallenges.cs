using Trading.Proofs.Primitives;

namespace Trading.Web.Identity;

/// <summary>The login challenges that are open: each is 32 random bytes, bound to an origin and a moment, and good for one attempt.</summary>
internal sealed class LoginChallenges(TimeProvider time, Entropy entropy, int limit)
{
    /// <summary>How long a person has to enter a pass phrase and sign.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<Digest, LoginChallenge> _open = [];
    private readonly Queue<LoginChallenge> _byAge = [];

    /// <summary>A new challenge; null where too many are open.</summary>
    public LoginChallenge? Issue(string origin)
    {
        Span<byte> nonce = stackalloc byte[Digest.Size];
        entropy(nonce);
        var now = time.GetUtcNow();
        var challenge = new LoginChallenge(new Digest(nonce), origin, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond)));
        lock (_gate)
        {
            DropExpired(now);
            if (_open.Count >= limit)
            {
                return null;
            }

            _open.Add(challenge.Nonce, challenge);
            _byAge.Enqueue(challenge);
            return challenge;
        }
    }

    /// <summary>Takes a challenge out of the box; null where it was never given, was used before, or is too old.</summary>
    public LoginChallenge? Take(Digest nonce)
    {
        lock (_gate)
        {
            return _open.Remove(nonce, out var challenge) && time.GetUtcNow() < challenge.ExpiresAt ? challenge : null;
        }
    }

    private void DropExpired(DateTimeOffset now)
    {
        while (_byAge.TryPeek(out var oldest) && (now >= oldest.ExpiresAt || !_open.ContainsKey(oldest.Nonce)))
        {
            _open.Remove(_byAge.Dequeue().Nonce);
        }
    }
}

/// <summary>One challenge. It expires at a moment, half-open as every deadline.</summary>
internal sealed record LoginChallenge(Digest Nonce, string Origin, DateTimeOffset IssuedAt)
{
    public DateTimeOffset ExpiresAt => IssuedAt + LoginChallenges.Lifetime;
}
