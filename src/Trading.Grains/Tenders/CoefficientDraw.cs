using System.Collections.Immutable;
using System.Globalization;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;

namespace Trading.Grains.Tenders;

/// <summary>
/// The draw of the coefficient in front of the bidders (sealing.md D.2): centre, tenderee and supervisor commit, hand
/// in
/// envelopes, reveal. A void draw is followed by one with a new number.
/// </summary>
public sealed record CoefficientDraw
{
    /// <summary>The roles that draw; tenderee and agency are one party.</summary>
    public static readonly ImmutableArray<Role> Roles = [Role.Organisation, Role.Tenderee, Role.Agency, Role.Supervisor];

    /// <summary>The parties' names in the record, by number from 1.</summary>
    public static readonly ImmutableArray<string> PartyNames = ["centre", "tenderee", "supervisor"];

    /// <summary>1 for the first draw of the lot; one more after each void.</summary>
    public int Number { get; init; } = 1;

    public ImmutableSortedDictionary<int, DrawCommitted> Commits { get; init; } =
        ImmutableSortedDictionary<int, DrawCommitted>.Empty;

    /// <summary>The draw/1 text, fixed when all have committed.</summary>
    public DrawRecordClosed? Record { get; init; }

    public ImmutableSortedDictionary<int, DrawEnvelopeHandedIn> Envelopes { get; init; } =
        ImmutableSortedDictionary<int, DrawEnvelopeHandedIn>.Empty;

    public ImmutableSortedDictionary<int, DrawRevealed> Reveals { get; init; } =
        ImmutableSortedDictionary<int, DrawRevealed>.Empty;

    /// <summary>Shares of a withheld reveal that others opened: whose, by whom.</summary>
    public ImmutableDictionary<(int Party, int By), string> Shares { get; init; } = ImmutableDictionary<(int, int), string>.Empty;

    public ImmutableArray<DrawVoided> Voids { get; init; } = [];

    public CoefficientDrawn? Result { get; init; }

    /// <summary>
    /// When the last step of the draw was done, from which the patience with the next one runs; null before the
    /// first.
    /// </summary>
    public DateTimeOffset? LastStep => Commits.Values.Select(one => one.At)
        .Concat(Envelopes.Values.Select(one => one.At))
        .Concat(Reveals.Values.Select(one => one.At))
        .Select(at => (DateTimeOffset?)at)
        .Max();

    /// <summary>The party's number in a draw, 0 for a role that does not draw.</summary>
    public static int NumberOf(Role role) => role switch
    {
        Role.Organisation => 1,
        Role.Tenderee or Role.Agency => 2,
        Role.Supervisor => 3,
        _ => 0,
    };

    /// <summary>
    /// The draw's id: tender, lot and a running number; where that is longer than an id may be, a digest of the two
    /// stands for them.
    /// </summary>
    public string IdOf(TenderId tender, LotId lot)
    {
        var plain = string.Create(CultureInfo.InvariantCulture, $"{tender}-{lot}-K{Number}");
        return plain.Length <= 64
            ? plain
            : string.Create(CultureInfo.InvariantCulture, $"{Digest.OfUtf8($"{tender}/{lot}").ToString()[..32]}-K{Number}");
    }

    public static CoefficientDraw Evolve(CoefficientDraw draw, LotEvent @event) => @event switch
    {
        DrawCommitted e => draw with { Commits = draw.Commits.SetItem(e.Party, e) },
        DrawRecordClosed e => draw with { Record = e },
        DrawEnvelopeHandedIn e => draw with { Envelopes = draw.Envelopes.SetItem(e.Party, e) },
        DrawShareOpened e => draw with { Shares = draw.Shares.SetItem((e.Party, e.OpenedBy), e.Share) },
        DrawRevealed e => draw with { Reveals = draw.Reveals.SetItem(e.Party, e) },
        DrawVoided e => new CoefficientDraw { Number = draw.Number + 1, Voids = draw.Voids.Add(e) },
        CoefficientDrawn e => draw with { Result = e },
        _ => draw,
    };
}
