using Trading.Proofs.Primitives;

namespace Trading.Grains.Shell;

/// <summary>
/// Who acts: the party, the certificate the person logged in with, and the one role in which this act is done.
/// </summary>
public sealed record Actor(PartyId Party, Digest Certificate, Role Role)
{
    /// <summary>The platform acting by itself: a deadline compared, a first start.</summary>
    public static readonly Actor Platform = new(PartyId.Platform, default, Role.Platform);
}

/// <summary>
/// A command on its way to a grain. <paramref name="Id"/> was made by the client;
/// <paramref name="Actor"/> and <paramref name="ReceivedAt"/> are stamped by the shell and never taken from the client.
/// </summary>
/// <param name="Id">The client's name of the command; a repeat is answered from the journal.</param>
/// <param name="Actor">Who acts, from the login.</param>
/// <param name="ReceivedAt">When the whole command was durable here: UTC, whole milliseconds, monotone per node
/// (decision 0002).</param>
/// <param name="Command">What is asked.</param>
public sealed record Act<TCommand>(CommandId Id, Actor Actor, DateTimeOffset ReceivedAt, TCommand Command);
