using System.Collections.Immutable;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Draws;

/// <summary>Places in the pool, in the order in which they were drawn.</summary>
/// <param name="Indices">The drawn.</param>
/// <param name="Reserves">Who takes the place of one who declines, strictly in this order.</param>
public sealed record DrawOutcome(ImmutableArray<int> Indices, ImmutableArray<int> Reserves)
{
    /// <summary>Equal if both lists are.</summary>
    public bool Equals(DrawOutcome? other) =>
        other is not null && Indices.SequenceEqual(other.Indices) && Reserves.SequenceEqual(other.Reserves);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Indices.Length, Reserves.Length);
}

/// <summary>Why a draw has no outcome, in this order.</summary>
public enum DrawFault
{
    /// <summary>There are not as many reveals as parties.</summary>
    RevealMissing,

    /// <summary>A reveal is not what its party committed to.</summary>
    RevealNotCommitted,

    /// <summary>A share is not what its envelope holds: the fault of who handed it over.</summary>
    ShareBad,

    /// <summary>Fewer right shares than needed.</summary>
    TooFewShares,

    /// <summary>The envelopes do not hold what was committed to: the draw is void, and its sender is named.</summary>
    EnvelopeMalformed,
}

/// <summary>A draw without outcome: the named cause and the party it is due to, 0 if to none alone.</summary>
public sealed class DrawException(DrawFault fault, int party, string message)
    : FormatException(party > 0 ? $"{fault}, party {party}: {message}" : $"{fault}: {message}")
{
    /// <summary>The named cause.</summary>
    public DrawFault Fault { get; } = fault;

    /// <summary>The party's number, or 0.</summary>
    public int Party { get; } = party;
}

/// <summary>Steps 4 to 7 of a draw: seed, stream, sampler and shuffle. Anybody can repeat them from the public record.</summary>
public static class DrawCore
{
    /// <summary>The outcome that a record and the reveals of all its parties, in their order, lead to.</summary>
    /// <exception cref="DrawException">A reveal is missing or was not committed to.</exception>
    public static DrawOutcome Draw(DrawRecord record, IReadOnlyList<Digest> reveals) =>
        Draw(Seed(record, reveals), record.PoolSize, record.Take, record.Reserve);

    /// <summary>The seed HMAC-SM3(H(record), r_1 ‖ … ‖ r_m), after checking every reveal against its commitment.</summary>
    /// <exception cref="DrawException">A reveal is missing or was not committed to.</exception>
    public static Digest Seed(DrawRecord record, IReadOnlyList<Digest> reveals)
    {
        if (reveals.Count != record.Parties.Length)
        {
            throw new DrawException(
                DrawFault.RevealMissing, 0, $"{reveals.Count} reveals of {record.Parties.Length} parties");
        }

        foreach (var (party, reveal) in record.Parties.Zip(reveals))
        {
            if (DrawCommitment.Of(reveal, record.Draw) != party.Commitment)
            {
                throw new DrawException(DrawFault.RevealNotCommitted, party.Number, "not what was committed to");
            }
        }

        return new Digest(Sm3.Hmac(record.Sm3().AsSpan(), reveals.SelectMany(r => r.ToArray()).ToArray()));
    }

    /// <summary>
    /// Partial Fisher-Yates: the first <paramref name="take"/> and then <paramref name="reserve"/> places of a fair
    /// shuffle of <paramref name="pool"/> places.
    /// </summary>
    /// <param name="seed">From <see cref="Seed"/>.</param>
    /// <param name="pool">1 to <see cref="DrawLimits.Pool"/>.</param>
    /// <param name="take">1 or more.</param>
    /// <param name="reserve">0 or more; together with take not more than the pool.</param>
    public static DrawOutcome Draw(Digest seed, int pool, int take, int reserve)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pool, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pool, DrawLimits.Pool);
        ArgumentOutOfRangeException.ThrowIfLessThan(take, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(reserve);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)take + reserve, pool, nameof(take));

        var places = Enumerable.Range(0, pool).ToArray();
        var stream = new DrawStream(seed);
        for (var i = 0; i < take + reserve; i++)
        {
            var j = i + (int)stream.Uniform((uint)(pool - i));
            (places[i], places[j]) = (places[j], places[i]);
        }

        return new DrawOutcome([.. places[..take]], [.. places[take..(take + reserve)]]);
    }
}
