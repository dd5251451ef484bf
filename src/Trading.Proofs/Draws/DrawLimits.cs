namespace Trading.Proofs.Draws;

/// <summary>Every limit of a draw, named; one past each is refused.</summary>
public static class DrawLimits
{
    /// <summary>Candidates in one pool.</summary>
    public const int Pool = 1_000_000;

    /// <summary>Bytes of one candidate's entry.</summary>
    public const int EntryBytes = 1_000;

    /// <summary>Parties of one draw at least: one alone could choose the outcome.</summary>
    public const int MinParties = 2;

    /// <summary>Parties of one draw at most.</summary>
    public const int Parties = 16;

    /// <summary>
    /// Values thrown away in a row before the sampler gives up. Each is thrown away with a probability below one half,
    /// so this never happens to a right stream (2^-256).
    /// </summary>
    public const int Rejections = 256;
}
