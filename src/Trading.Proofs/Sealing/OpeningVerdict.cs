using System.Collections.Immutable;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>How an opening ended. The output counts only when it is opened.</summary>
public sealed record OpeningVerdict
{
    /// <summary>Null when the file is open.</summary>
    public OpeningCause? Cause { get; init; }

    /// <summary>The step that ended it: 0 to 9; 9 also when it is open.</summary>
    public required int Step { get; init; }

    /// <summary>One sentence that says what was compared with what; no secrets.</summary>
    public required string Evidence { get; init; }

    /// <summary>Why the header was refused, when it was.</summary>
    public HeaderFault? HeaderFault { get; init; }

    /// <summary>Custodians whose release was not the one in their stanza, also when enough others were good.</summary>
    public ImmutableArray<int> BadCustodians { get; init; } = [];

    /// <summary>
    /// The k custodians whose shares gave T, in ascending order; none when T came from a seal record.
    /// </summary>
    public ImmutableArray<int> UsedCustodians { get; init; } = [];

    /// <summary>What could not be checked for want of certificates, receipt or policy.</summary>
    public ImmutableArray<string> NotChecked { get; init; } = [];

    /// <summary>The header, once it was read.</summary>
    public SealedHeader? Header { get; init; }

    /// <summary>Bytes of the file inside, when it is open.</summary>
    public long? Length { get; init; }

    /// <summary>H(P), when it is open: the header's digest.</summary>
    public Digest? PlaintextDigest { get; init; }

    /// <summary>Whether the file is open.</summary>
    public bool IsOpen => Cause is null;
}
