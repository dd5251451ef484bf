namespace Trading.Silo.Leases;

/// <summary>How long a lease lasts, and by what name a machine holds it.</summary>
public sealed record LeaseOptions
{
    /// <summary>A lease that was not renewed for so long may be taken over by another machine.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often it is renewed: several times within its duration.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The machine's name.</summary>
    public string Machine { get; init; } = Environment.MachineName;
}
