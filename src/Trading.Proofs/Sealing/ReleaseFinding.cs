using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>Whether a release is the one in its stanza, with the evidence a log may show.</summary>
/// <param name="Match">Different means a bad release.</param>
/// <param name="MessageDigest">H(m), which is logged; says nothing about m, which holds 32 random bytes.</param>
/// <param name="Evidence">One sentence without secrets.</param>
public sealed record ReleaseFinding(StanzaMatch Match, Digest MessageDigest, string Evidence)
{
    /// <summary>Whether nothing seen speaks against it.</summary>
    public bool Holds => Match != StanzaMatch.Different;
}
