using Trading.Proofs.Log;

namespace Trading.Silo.Log;

/// <summary>When and in what portions the log is published.</summary>
public sealed record LogOptions
{
    /// <summary>The log's name in its checkpoints, such as <c>log.example.cn/sm3</c>.</summary>
    public string Origin { get; init; } = "trading.localhost/sm3";

    /// <summary>Leaves of every batch, never more and never fewer.</summary>
    public int BatchSize { get; init; } = LeafBatch.DefaultSize;

    /// <summary>Batches are published at the whole multiples of this interval of UTC, also when nothing happened.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);
}
