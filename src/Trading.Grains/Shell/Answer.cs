using System.Collections.Immutable;
using Trading.Proofs.Primitives;

namespace Trading.Grains.Shell;

/// <summary>
/// What a grain answers to a command, and answers again when the command is repeated.
/// </summary>
/// <param name="Refusal">Null where the command was done.</param>
/// <param name="Events">What was recorded, in order; empty where refused.</param>
public sealed record Answer(Refusal? Refusal, ImmutableArray<RecordedAct> Events)
{
    public bool IsAccepted => Refusal is null;

    public static Answer Of(Refusal refusal) => new(refusal, []);
}

/// <summary>One event as its actor may know it: enough for a receipt, nothing about anybody else.</summary>
/// <param name="Type">The event's discriminator.</param>
/// <param name="Digest">SM3 of the event line, which the log holds blinded.</param>
/// <param name="LeafSalt">The 32 bytes that unblind this one leaf.</param>
/// <param name="RecordedAt">The legal time of the act.</param>
public sealed record RecordedAct(string Type, Digest Digest, Digest LeafSalt, DateTimeOffset RecordedAt);
