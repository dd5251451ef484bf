using Trading.Grains.Journal;
using Trading.Grains.Openings;
using Trading.Grains.Schedules;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Records;

namespace Trading.Silo.Openings;

/// <summary>
/// Wakes a tender at its deadline and at the end of its bidders' windows. The nudge is a command of the platform; the rule
/// compares its stamp with the deadline, and an act stamped before the deadline and still on its way is waited for first.
/// </summary>
internal sealed class TenderNudges(
    IGrainFactory grains, IStampDesk stamps, IOpeningDesk desk, TimeProvider time) : INudgePlan, INudged
{
    private const string Deadline = "deadline";

    public string Kind => TenderGrain.Kind;

    public IEnumerable<PlannedNudge> Of(RecordedEvent @event)
    {
        if (!@event.Stream.Value.StartsWith($"{TenderGrain.Kind}-", StringComparison.Ordinal))
        {
            return [];
        }

        var key = @event.Stream.Value[(TenderGrain.Kind.Length + 1)..];

        // Most events set no moment and are not decoded.
        return @event.Type switch
        {
            "tender_published" or "documents_amended" or "opening_began" or "window_extended" or "failure_decided"
                or "window_closed" => Of(key, EventCodec<TenderEvent>.Instance.Decode(@event)),
            _ => [],
        };
    }

    public async Task Nudge(string key, CancellationToken cancellation = default)
    {
        var grain = grains.GetGrain<ITenderGrain>(key);
        if (await grain.View() is not { Schedule: { } schedule } view)
        {
            return;
        }

        // Nobody who was in time is made late by a queue (decision 0002).
        await stamps.Outstanding(StreamId.Of(TenderGrain.Kind, key).Value, schedule.Deadline, cancellation);
        foreach (var lot in view.Lots)
        {
            // The public view hides what the deadline may show only later, so the rules are asked in any case: they refuse
            // what is not due, and a refused nudge changes nothing.
            if (await grain.Dossier(lot.Id) is not { } dossier)
            {
                await Send(grain, key, $"close-{lot.Id}", new CloseBidding(lot.Id));
            }
            else if (dossier.Stage == LotStage.BidderRelease && lot.Opening?.WindowEnds <= time.GetUtcNow())
            {
                // Before its end the host may close a window in which all have released; the platform does not.
                await Send(grain, key, $"window-{lot.Id}", new CloseWindow(lot.Id));
            }
            else if (dossier.Stage == LotStage.CustodianRelease)
            {
                desk.OpenWhenReady(view.Id, lot.Id);
            }
        }
    }

    private static IEnumerable<PlannedNudge> Of(string key, TenderEvent @event) => @event switch
    {
        TenderPublished e => [At(key, Deadline, ScheduleRecord.Parse(e.Schedule.Text).Deadline)],
        DocumentsAmended e => [At(key, Deadline, ScheduleRecord.Parse(e.Schedule.Text).Deadline)],
        OpeningBegan e => [At(key, Window(e.Lot), e.WindowEnds)],
        WindowExtended e => [At(key, Window(e.Lot), e.WindowEnds)],
        FailureDecided { WindowEnds: { } ends } e => [At(key, Window(e.Lot), ends)],
        WindowClosed e => [At(key, Window(e.Lot), null)],
        _ => [],
    };

    private static string Window(LotId lot) => $"window-{lot}";

    private static PlannedNudge At(string key, string name, DateTimeOffset? at) => new(TenderGrain.Kind, key, name, at);

    private async Task Send(ITenderGrain grain, string key, string id, TenderCommand command)
    {
        using var ticket = stamps.Take(StreamId.Of(TenderGrain.Kind, key).Value);
        await grain.Send(new Act<TenderCommand>(CommandId.Create(id), Actor.Platform, ticket.ReceivedAt, command));
    }
}
