using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Records;
using Trading.Web.Identity;
using Trading.Web.Pages.Login;

namespace Trading.Web.Pages.Desk;

/// <summary>Everything one person can do now, in every role it holds, what is due first on top.</summary>
internal sealed class DeskModel(
    Visitors visitors, RunningTenders running, IGrainFactory grains, People people, CentreKeys keys, TimeProvider clock) : PageModel
{
    public Visitor Visitor { get; private set; } = null!;

    public ImmutableArray<DeskTask> Tasks { get; private set; } = [];

    public DateTimeOffset Now { get; private set; }

    /// <summary>Whether anything here is signed.</summary>
    public bool NeedsKey => Tasks.Any(task => task.Form is TaskForm.Sign or TaskForm.Shares);

    public bool NeedsEncryptionKey => Tasks.Any(task => task.Form == TaskForm.Shares);

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        Visitor = (await visitors.Find())!;
        Now = clock.GetUtcNow();
        var found = ImmutableArray.CreateBuilder<DeskTask>();
        foreach (var tender in running.All)
        {
            await Look(tender.Id, tender.Name, found, cancellation);
        }

        Tasks = [.. found.OrderBy(task => task.Task.Due ?? DateTimeOffset.MaxValue).ThenBy(task => task.Key, StringComparer.Ordinal)];
    }

    private async Task Look(
        TenderId tender, string name, ImmutableArray<DeskTask>.Builder found, CancellationToken cancellation)
    {
        var grain = grains.GetGrain<ITenderGrain>(tender.Value);
        TenderView? view = null;
        foreach (var role in Visitor.Roles)
        {
            var mine = await grain.ViewFor(Visitor.As(role));
            foreach (var task in mine?.Tasks ?? [])
            {
                view ??= await grain.View();
                var lot = task.Lot is { } id ? view?.Lots.FirstOrDefault(one => one.Id == id)?.Name : null;
                var entry = new DeskTask(tender, name, lot, role, task);
                found.Add(entry.Form == TaskForm.Keepers && view is not null ? await WithKeepers(entry, view, cancellation) : entry);
            }
        }
    }

    /// <summary>
    /// Attestation officers are the centre's own; supervisors are those whose office keeps a share of this tender.
    /// </summary>
    private async Task<DeskTask> WithKeepers(DeskTask task, TenderView tender, CancellationToken cancellation)
    {
        var offices = tender.Policy is null ? [] : PolicyRecord.Parse(tender.Policy).Custodians
            .Where(custodian => custodian.Role == CustodianRole.Supervisor)
            .Select(custodian => PartyId.Create(custodian.Code))
            .Distinct();
        var supervisors = ImmutableArray.CreateBuilder<Keeper>();
        foreach (var office in offices)
        {
            supervisors.AddRange(await Keepers(office, Role.Supervisor, cancellation));
        }

        return task with
        {
            AttestationKeepers = await Keepers(keys.Party, Role.Attestation, cancellation),
            SupervisorKeepers = supervisors.ToImmutable(),
        };
    }

    private async Task<ImmutableArray<Keeper>> Keepers(PartyId party, Role role, CancellationToken cancellation)
    {
        if (await people.View(party, cancellation) is not { } view)
        {
            return [];
        }

        var found = ImmutableArray.CreateBuilder<Keeper>();
        foreach (var taken in view.Certificates.Where(c => c.RevokedAt is null && c.Usage.HasFlag(CertificateUsage.Encrypt)))
        {
            var certificate = Certificate.FromPem(taken.Pem);
            if (await people.IsKeeper(certificate, role, cancellation))
            {
                found.Add(new Keeper(taken.Name, view.Name, certificate));
            }
        }

        // People of the same name as one who holds the role come first: each person has a pair under one name.
        var holders = view.Certificates.Where(c => c.Roles.Contains(role)).Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        return [.. found.OrderBy(keeper => holders.Contains(keeper.Name) ? 0 : 1)];
    }
}
