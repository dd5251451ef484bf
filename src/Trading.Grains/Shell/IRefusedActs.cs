using Trading.Grains.Journal;

namespace Trading.Grains.Shell;

/// <summary>A refused attempt: an act too, kept for the supervisor.</summary>
/// <param name="Stream">The grain that refused.</param>
/// <param name="Command">The client's name of the command.</param>
/// <param name="Actor">Who tried.</param>
/// <param name="ReceivedAt">When.</param>
/// <param name="CommandType">The discriminator of what was asked; never its content.</param>
/// <param name="Refusal">The code of the refusal.</param>
public sealed record RefusedAct(
    StreamId Stream, CommandId Command, Actor Actor, DateTimeOffset ReceivedAt, string CommandType, string Refusal);

/// <summary>Keeps refused attempts beside the grain's own stream, where they cannot disturb its versions.</summary>
public interface IRefusedActs
{
    /// <summary>Records one attempt durably, or counts it where they come too fast.</summary>
    ValueTask Record(RefusedAct act, CancellationToken cancellation = default);

    /// <summary>Writes what was only counted: the grain is leaving.</summary>
    ValueTask Flush(StreamId stream, CancellationToken cancellation = default);
}
