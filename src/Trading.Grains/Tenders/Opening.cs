using System.Collections.Immutable;
using Trading.Grains.Shell;

namespace Trading.Grains.Tenders;

/// <summary>The opening of one lot: window, releases, shares, verdicts, draw, objections, confirmation.</summary>
public sealed record Opening(OpeningBegan Begun)
{
    /// <summary>End of the bidders' window, exclusive; a reset bidder has its own.</summary>
    public DateTimeOffset WindowEnds { get; init; } = Begun.WindowEnds;

    public bool IsExtended { get; init; }

    public ImmutableDictionary<PartyId, BidRelease> Releases { get; init; } = ImmutableDictionary<PartyId, BidRelease>.Empty;

    /// <summary>The window-shut/1 text that custodians sign; null until the window is closed.</summary>
    public WindowClosed? Closed { get; init; }

    public ImmutableSortedDictionary<int, WindowShutSigned> ShutSignatures { get; init; } =
        ImmutableSortedDictionary<int, WindowShutSigned>.Empty;

    public WindowShut? Shut { get; init; }

    /// <summary>The last shares of each custodian.</summary>
    public ImmutableSortedDictionary<int, SharesReleased> Shares { get; init; } =
        ImmutableSortedDictionary<int, SharesReleased>.Empty;

    /// <summary>Null while shares may still come.</summary>
    public SharesClosed? SharesClosed { get; init; }

    public BidsOpened? Verdicts { get; init; }

    public bool AreSecretsKept { get; init; }

    /// <summary>Who handed in its half of the session key after a restart, in order.</summary>
    public ImmutableArray<SessionReopened> Reopened { get; init; } = [];

    public CoefficientDraw Draw { get; init; } = new();

    public ImmutableArray<Objection> Objections { get; init; } = [];

    public ImmutableArray<OpeningConfirmed> Confirmations { get; init; } = [];

    public ImmutableArray<FeedEntry> Feed { get; init; } = [];

    public BidRelease ReleaseOf(PartyId bidder) => Releases.GetValueOrDefault(bidder, BidRelease.None);

    /// <summary>End of this bidder's window: the lot's, or its own after a reset.</summary>
    public DateTimeOffset WindowEndsFor(PartyId bidder) =>
        ReleaseOf(bidder).WindowEnds is { } own && own > WindowEnds ? own : WindowEnds;

    public static Opening Evolve(Opening opening, LotEvent @event) => @event switch
    {
        ReleaseFetched e => opening.Of(e.Bidder, release => release with { IsFetched = true }),
        BidReleased e => opening.Of(e.Bidder, release => release with { Released = e, IsFetched = true }),
        ReleaseFailed e => opening.Of(e.Bidder, release => release with { LastFailure = e, IsFetched = true }),
        CopyHandedIn e => opening.Of(e.Bidder, release => release with { Copy = e, IsFetched = true }),
        FailureProposed e => opening.Of(e.Bidder, release => release with { Proposals = release.Proposals.SetItem(e.By.Role, e) }),
        FailureDecided e => opening.Of(e.Bidder, release => release.Decide(e)),
        WindowExtended e => opening with { WindowEnds = e.WindowEnds, IsExtended = true },
        WindowClosed e => opening with { Closed = e },
        WindowShutSigned e => opening with { ShutSignatures = opening.ShutSignatures.SetItem(e.Custodian, e) },
        WindowShut e => opening with { Shut = e },
        SharesReleased e => opening with { Shares = opening.Shares.SetItem(e.Custodian, e) },
        SecretHandedIn e => opening.Of(e.Bidder, release => release with { Secret = e }),
        SharesClosed e => opening with { SharesClosed = e },
        BidsOpened e => opening with { Verdicts = e },
        SecretsKept => opening with { AreSecretsKept = true },
        SessionReopened e => opening with { Reopened = opening.Reopened.Add(e) },
        ObjectionRaised e => opening with { Objections = opening.Objections.Add(new Objection(e, null)) },
        ObjectionAnswered e => opening with
        {
            Objections = [.. opening.Objections.Select(o => o.Raised.Number == e.Number ? o with { Answered = e } : o)],
        },
        OpeningConfirmed e => opening with { Confirmations = opening.Confirmations.Add(e) },
        _ => opening with { Draw = CoefficientDraw.Evolve(opening.Draw, @event) },
    };

    private Opening Of(PartyId bidder, Func<BidRelease, BidRelease> change) =>
        this with { Releases = Releases.SetItem(bidder, change(ReleaseOf(bidder))) };
}

/// <summary>What a bidder did in its window.</summary>
public sealed record BidRelease
{
    public static readonly BidRelease None = new();

    /// <summary>Whether the bidder's client took what it needs to release; a reset forgets it.</summary>
    public bool IsFetched { get; init; }

    public BidReleased? Released { get; init; }

    public ReleaseFailed? LastFailure { get; init; }

    public CopyHandedIn? Copy { get; init; }

    /// <summary>T from the bidder's seal record, where the custodians' shares failed.</summary>
    public SecretHandedIn? Secret { get; init; }

    /// <summary>The last word of host and supervisor each.</summary>
    public ImmutableDictionary<Role, FailureProposed> Proposals { get; init; } = ImmutableDictionary<Role, FailureProposed>.Empty;

    /// <summary>Host and supervisor agree: bidder's or platform's.</summary>
    public FailureDecided? Decided { get; init; }

    /// <summary>The bidder's own window after its one reset.</summary>
    public DateTimeOffset? WindowEnds { get; init; }

    /// <summary>Whether the bid can be opened as far as its bidder is concerned.</summary>
    public bool IsReleased => Released is not null || Copy is not null;

    /// <summary>Never fetched and nobody decided whose failure it is.</summary>
    public bool IsUndecided => !IsReleased && !IsFetched && Decided is null;

    public BidRelease Decide(FailureDecided e) => e.Attribution == Attribution.Reset
        ? this with { IsFetched = false, Proposals = Proposals.Clear(), WindowEnds = e.WindowEnds ?? e.At }
        : this with { Decided = e };
}

public sealed record Objection(ObjectionRaised Raised, ObjectionAnswered? Answered);
