using Microsoft.AspNetCore.Mvc.RazorPages;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Records;
using Trading.Web.Rooms;

namespace Trading.Web.Pages;

/// <summary>What the pages of one tender share: its public view, the lot looked at, names, and the published policy.</summary>
internal abstract class TenderPage(IGrainFactory grains, IPartyNames names, TimeProvider clock) : PageModel
{
    private readonly Dictionary<PartyId, string> known = [];

    public TenderView Tender { get; private set; } = null!;

    public LotView Lot { get; private set; } = null!;

    public LotTerms? Terms { get; private set; }

    public PolicyRecord? Policy { get; private set; }

    public DateTimeOffset Now { get; private set; }

    public string NameOf(PartyId party) => known.GetValueOrDefault(party, party.Value);

    /// <summary>
    /// The stage as of now. That bidding was closed stays masked until the opening; that the deadline is over, anybody can
    /// tell by comparing it.
    /// </summary>
    public LotStage StageOf(LotView lot) =>
        lot.Stage == LotStage.Bidding && Tender.Schedule is { } schedule && Now >= schedule.Deadline ? LotStage.Closed : lot.Stage;

    public string Address => $"/tenders/{Tender.Id}";

    public string LotAddress => $"{Address}/lots/{Lot.Id}";

    /// <summary>Loads the tender; without a lot, the one that is least far on is looked at.</summary>
    /// <returns>False where there is no such tender or lot.</returns>
    protected async Task<bool> Load(string tender, string? lot, CancellationToken cancellation)
    {
        if (!IsId(tender, out TenderId id) || await grains.GetGrain<ITenderGrain>(id.Value).View() is not { } view)
        {
            return false;
        }

        var looked = lot is null
            ? view.Lots.OrderBy(one => one.Stage).FirstOrDefault()
            : view.Lots.FirstOrDefault(one => one.Id.Value == lot);
        if (looked is null)
        {
            return false;
        }

        (Tender, Lot, Now) = (view, looked, clock.GetUtcNow());
        Terms = view.Documents?.Lots.FirstOrDefault(terms => terms.Lot == looked.Id);
        Policy = view.Policy is null ? null : PolicyRecord.Parse(view.Policy);
        await Learn([view.Tenderee, .. view.Agency is { } agency ? [agency] : Array.Empty<PartyId>()], cancellation);
        return true;
    }

    /// <summary>Looks names up, each once.</summary>
    protected async Task Learn(IEnumerable<PartyId> parties, CancellationToken cancellation)
    {
        foreach (var party in parties.Where(party => !known.ContainsKey(party)).Distinct().ToArray())
        {
            known[party] = await names.NameOf(party, cancellation);
        }
    }

    private static bool IsId<T>(string text, out T id) where T : struct, ITextId<T>
    {
        try
        {
            id = T.Create(text);
            return true;
        }
        catch (FormatException)
        {
            id = default;
            return false;
        }
    }
}
