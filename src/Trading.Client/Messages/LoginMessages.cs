using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;

namespace Trading.Client.Messages;

/// <summary>What a person puts into the login/1 text it signs, beside its certificate's id.</summary>
/// <param name="Time">The moment of the challenge, the text's time.</param>
/// <param name="ExpiresAt">Until when it is good, exclusive; for one attempt.</param>
public sealed record ChallengeAnswer(string Origin, Digest Nonce, DateTimeOffset Time, DateTimeOffset ExpiresAt);

/// <param name="Text">The login/1 text.</param>
/// <param name="Signature">SM2 signature (DER) over it, base64.</param>
/// <param name="Certificate">PEM of the signing certificate.</param>
/// <param name="Cookie">True for a page: a cookie is set and no token is given.</param>
/// <param name="Party">For a natural person, whose certificate carries no credit code: the number the platform gave.</param>
public sealed record LoginRequest(string Text, byte[] Signature, string Certificate, bool Cookie, PartyId? Party = null);

/// <param name="Token">For the header Authorization: Bearer; null where a cookie was set.</param>
public sealed record LoginAnswer(
    PartyId Party, Digest Certificate, ImmutableArray<Role> Roles, string? Token, DateTimeOffset ExpiresAt);

/// <summary>Who is logged in.</summary>
public sealed record WhoAmI(PartyId Party, Digest Certificate, ImmutableArray<Role> Roles);
