using Trading.Silo.Documents;
using Trading.Silo.Journal;
using Trading.Silo.Leases;
using Trading.Silo.Log;
using Trading.Silo.Schedules;

namespace Trading.Silo;

/// <summary>Everything a node's stores are told from outside.</summary>
public sealed record SiloOptions
{
    /// <summary>The data directory: everything a node keeps is below it.</summary>
    public required string Data { get; init; }

    public JournalOptions Journal { get; init; } = new();

    public DocumentOptions Documents { get; init; } = new();

    public LogOptions Log { get; init; } = new();

    public LeaseOptions Lease { get; init; } = new();

    public NudgeOptions Nudges { get; init; } = new();

    /// <summary>
    /// The clock by which the machine works: heartbeats, batches of the log, sweeps. Acts take their time from the injected
    /// <see cref="TimeProvider"/>, which a demonstration may let jump.
    /// </summary>
    public TimeProvider MachineTime { get; init; } = TimeProvider.System;
}
