using Trading.Proofs.Primitives;

namespace Trading.Silo.Openings;

/// <summary>What the opening machine is given.</summary>
/// <param name="CentreKey">Signs the announcement of a session.</param>
/// <param name="Entropy">Makes session keys and their halves.</param>
public sealed record OpeningOptions(ISm2PrivateKey CentreKey, Entropy Entropy)
{
    /// <summary>Bids opened beside one another; opening one is mostly arithmetic.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>How long a session's certificate is valid: an opening is a matter of hours, a postponed one of days.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long the machine waits before it begins an opening again that failed, as on a full disk.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of an opening list that are read; a longer one is not of the documents' form.</summary>
    public int OpeningListBytes { get; init; } = 1024 * 1024;
}
