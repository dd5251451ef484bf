using System.Collections.Immutable;
using System.Globalization;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>How a bid stands when the bidders' window is shut.</summary>
public enum ReleaseState
{
    /// <summary>All parts of this stage were validly released.</summary>
    Released,

    /// <summary>Fetched, and no valid release by the end: the bidder's cause (视为撤销).</summary>
    Missing,

    /// <summary>Never fetched, or the room was down for that bidder: not decided here.</summary>
    Undecided,
}

/// <summary>H(m_B) of one part that was released.</summary>
public sealed record PartRelease(string Part, Digest ReleaseSm3);

/// <summary>One live bid at the end of the window; releases only if <see cref="ReleaseState.Released"/>.</summary>
public sealed record WindowBid(string Bidder, long Version, ReleaseState State, ImmutableArray<PartRelease> Releases);

/// <summary>
/// 解密时限截止书 <c>window-shut/1</c>: which bidders released, remedies included. From here on no bidder's key is accepted,
/// and custodians release for exactly these bids.
/// </summary>
public sealed record WindowShutRecord(
    string Tender,
    string Lot,
    Digest LiveSet,
    Digest Session,
    DateTimeOffset Closed,
    ImmutableArray<WindowBid> Bids) : LineRecord
{
    /// <summary>The shape of <c>window-shut/1</c>.</summary>
    public static RecordShape Layout { get; } = new("window-shut/1", "解密时限截止书", "任意 k 名保管人",
    [
        Fields.Tender,
        Fields.Lot,
        Fields.LiveSet,
        Fields.Session,
        Fields.TimeOf("closed", "截止时间"),
        new("bid", "投标及其解密情况", [RecordForm.Code, RecordForm.Version, RecordForm.OneOf<ReleaseState>()])
        {
            Min = 0,
            Max = RecordLimits.Bids,
            Inner =
            [
                new("release", "已放行部分及摘要", [RecordForm.Part, RecordForm.Digest32])
                {
                    Min = 0,
                    Max = RecordLimits.Parts,
                },
            ],
        },
    ]) { MaxBytes = 4 * RecordLimits.RecordBytes };

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads the statement strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static WindowShutRecord Parse(string text) => Read(text, Layout, g => new WindowShutRecord(
        g.Text("tender"),
        g.Text("lot"),
        g.Digest("live-set"),
        g.Digest("session"),
        g.Time("closed"),
        g.Many("bid", b => new WindowBid(
            b[0],
            long.Parse(b[1], CultureInfo.InvariantCulture),
            RecordWord.To<ReleaseState>(b[2]),
            b.Many("release", r => new PartRelease(r[0], Digest.FromBase64(r[1])))))));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("tender", Tender)
        .Line("lot", Lot)
        .Line("live-set", LiveSet)
        .Line("session", Session)
        .Line("closed", Closed)
        .Each(Bids, (w, bid) => w
            .Line("bid", bid.Bidder, bid.Version.ToString(CultureInfo.InvariantCulture), RecordWord.Of(bid.State))
            .Each(bid.Releases, (v, r) => v.Line("release", r.Part, r.ReleaseSm3.ToBase64())));

    /// <inheritdoc/>
    protected override string? Contradiction()
    {
        if (!AreAscending(Bids.Select(b => b.Bidder)))
        {
            return "the bids are sorted by bidder, each once";
        }

        if (Bids.Any(b => !AreDistinct(b.Releases.Select(r => r.Part))))
        {
            return "a part of one bid stands twice";
        }

        return Bids.All(b => b.State == ReleaseState.Released != b.Releases.IsEmpty)
            ? null
            : "a bid lists releases exactly if it was released";
    }
}
