using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tenders;

/// <summary>One lot as its events left it.</summary>
public sealed record Lot
{
    public required LotPlan Plan { get; init; }

    /// <summary>Null until the notice is published.</summary>
    public LotTerms? Terms { get; init; }

    public LotStage Stage { get; init; }

    /// <summary>The last version of every bidder's bid, withdrawn ones included.</summary>
    public ImmutableDictionary<PartyId, Bid> Bids { get; init; } = ImmutableDictionary<PartyId, Bid>.Empty;

    /// <summary>Digest of the documents that each bidder confirmed last, whether or not it has a bid.</summary>
    public ImmutableDictionary<PartyId, Digest> Confirmed { get; init; } = ImmutableDictionary<PartyId, Digest>.Empty;

    /// <summary>The frozen live set; null until the deadline.</summary>
    public BiddingClosed? Closed { get; init; }

    public ImmutableSortedDictionary<int, LiveSetSigned> LiveSetSignatures { get; init; } =
        ImmutableSortedDictionary<int, LiveSetSigned>.Empty;

    /// <summary>Why there is no award; null unless the lot failed.</summary>
    public LotFailed? Failed { get; init; }

    /// <summary>Null until the opening began.</summary>
    public Opening? Opening { get; init; }

    public Award Award { get; init; } = new();

    public LotId Id => Plan.Id;

    /// <summary>The bids that count, in the order in which their last version was received.</summary>
    public IEnumerable<Bid> LiveBids =>
        Bids.Values.Where(bid => !bid.IsWithdrawn).OrderBy(bid => bid.ReceivedAt).ThenBy(bid => bid.Bidder.Value, StringComparer.Ordinal);

    /// <summary>The party's bid that counts, or null.</summary>
    public Bid? LiveBidOf(PartyId bidder) => Bids.TryGetValue(bidder, out var bid) && !bid.IsWithdrawn ? bid : null;

    public Lot Publish(TenderDocuments documents) => this with
    {
        Terms = documents.Lots.FirstOrDefault(terms => terms.Lot == Id) ?? Terms,
        Stage = Stage == LotStage.Registered ? LotStage.Bidding : Stage,
    };

    public static Lot Evolve(Lot lot, LotEvent @event) => @event switch
    {
        AmendmentConfirmed e => lot with { Confirmed = Confirmation.Of(e) is { } sm3 ? lot.Confirmed.SetItem(e.Bidder, sm3) : lot.Confirmed },
        BidSubmitted e => lot.Take(Bid.Of(e)),
        BidReplaced e => lot.Take(Bid.Of(e)),
        BidWithdrawn e => lot.Withdraw(e),
        BiddingClosed e => lot with { Stage = LotStage.Closed, Closed = e },
        LotFailed e => lot with { Stage = LotStage.Failed, Failed = e },
        LiveSetSigned e => lot with { LiveSetSignatures = lot.LiveSetSignatures.SetItem(e.Custodian, e) },
        OpeningBegan e => lot with { Stage = LotStage.BidderRelease, Opening = OpeningFeed.Append(new Opening(e), e) },
        WindowClosed e => lot.OfOpening(e) with { Stage = LotStage.WindowShutting },
        WindowShut e => lot.OfOpening(e) with { Stage = LotStage.CustodianRelease },
        BidsOpened e => lot.OfOpening(e) with { Stage = LotStage.Opened },
        OpeningConfirmed e => lot.OfOpening(e) with { Stage = e.IsComplete ? LotStage.Evaluating : lot.Stage },
        CommitteeNamed or MarksEntered => lot.OfAward(@event),
        EvaluationCompleted => lot.OfAward(@event) with { Stage = LotStage.Evaluated },
        CandidatesPublished => lot.OfAward(@event) with { Stage = LotStage.CandidatesPublished },
        LotAwarded => lot.OfAward(@event) with { Stage = LotStage.Awarded },
        RecordClosed => lot with { Stage = LotStage.RecordClosed },
        _ => lot.OfOpening(@event),
    };

    private Lot OfOpening(LotEvent e) => Opening is null ? this : this with { Opening = OpeningFeed.Append(Opening.Evolve(Opening, e), e) };

    private Lot OfAward(LotEvent e) => this with { Award = Award.Evolve(Award, e) };

    private Lot Take(Bid bid) => this with { Bids = Bids.SetItem(bid.Bidder, bid) };

    private Lot Withdraw(BidWithdrawn e) =>
        Bids.TryGetValue(e.Bidder, out var bid)
            ? this with { Bids = Bids.SetItem(e.Bidder, bid with { IsWithdrawn = true }) }
            : this;
}

/// <summary>The last version of one bidder's bid.</summary>
public sealed record Bid(
    PartyId Bidder, long Version, SignedText Statement, ImmutableArray<SealedPart> Parts, string Certificate,
    ImmutableArray<string> EncryptionCertificates, DateTimeOffset ReceivedAt, bool IsWithdrawn)
{
    public static Bid Of(BidSubmitted e) =>
        new(e.Bidder, e.Version, e.Statement, e.Parts, e.Certificate, e.EncryptionCertificates, e.At, IsWithdrawn: false);

    public static Bid Of(BidReplaced e) =>
        new(e.Bidder, e.Version, e.Statement, e.Parts, e.Certificate, e.EncryptionCertificates, e.At, IsWithdrawn: false);
}
