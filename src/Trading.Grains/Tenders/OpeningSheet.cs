using System.Collections.Immutable;
using Trading.Evaluation;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tenders;

/// <summary>
/// 开标记录表: what those present confirm. Its canonical JSON is what opening-record/1 names by digest, so everybody can
/// recompute it from the public record.
/// </summary>
public sealed record OpeningSheet(
    string Tender,
    string Lot,
    string Place,
    DateTimeOffset Began,
    Digest LiveSet,
    Digest WindowShut,
    ImmutableArray<OpeningSheetRow> Rows,
    Rational? Coefficient,
    ImmutableArray<OpeningSheetObjection> Objections)
{
    /// <summary>The sheet as it stands; an objection or the coefficient changes it.</summary>
    public static OpeningSheet Of(Tender tender, Lot lot)
    {
        var opening = lot.Opening ?? throw new ArgumentException("The lot's opening has not begun.", nameof(lot));
        var verdicts = opening.Verdicts?.Verdicts ?? [];
        return new(
            tender.Id.Value,
            lot.Id.Value,
            tender.Notice!.Schedule.Place,
            opening.Begun.At,
            Digest.OfUtf8(lot.Closed?.LiveSet ?? ""),
            opening.Shut?.TextSm3 ?? default,
            [.. verdicts.Select((verdict, index) => RowOf(lot, verdict, index + 1))],
            opening.Draw.Result?.Coefficient,
            [.. opening.Objections.Select(OpeningSheetObjection.Of)]);
    }

    public Digest ToDigest() => CanonicalJson.DigestOf(this);

    private static OpeningSheetRow RowOf(Lot lot, BidVerdict verdict, int order)
    {
        var bid = lot.Bids.GetValueOrDefault(verdict.Bidder);
        return new(
            order,
            verdict.Bidder,
            verdict.Version,
            bid?.ReceivedAt,
            bid is null ? [] : [.. bid.Parts.Select(part => part.File)],
            verdict.Cause,
            verdict.Attribution,
            verdict.OpeningList is { } list && lot.Terms is { } terms ? OpeningListForm.ReadOut(terms.OpeningList, list) : []);
    }
}

/// <summary>One bid of the sheet, in the order of its last version's receipt.</summary>
public sealed record OpeningSheetRow(
    int Order, PartyId Bidder, long Version, DateTimeOffset? ReceivedAt, ImmutableArray<Digest> Files, string? Cause,
    Attribution? Attribution, ImmutableArray<RowField> Fields);

public sealed record OpeningSheetObjection(int Number, PartyId Bidder, string Text, string? Answer)
{
    public static OpeningSheetObjection Of(Objection objection) =>
        new(objection.Raised.Number, objection.Raised.Bidder, objection.Raised.Text, objection.Answered?.Text);
}
