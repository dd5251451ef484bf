using System.Collections.Immutable;
using Trading.Grains.Law;
using Trading.Grains.Shell;

namespace Trading.Grains.Tenders;

/// <summary>
/// The clocks of law as a tender meets them. The pack was named at registration and judges the tender to its end;
/// every computed time keeps the pack's and the calendar's version, so that it can be recomputed when both have moved
/// on.
/// </summary>
internal static class TenderLaw
{
    /// <summary>The calendars that come with this release: data, the same on every machine.</summary>
    public static WorkingCalendar Calendar { get; } = WorkingCalendar.Load();

    /// <summary>The pack of that name in force on the day, or null.</summary>
    public static RulePack? Pack(string name, DateTimeOffset at) =>
        RulePacks.All.FirstOrDefault(pack => pack.Name == name && pack.IsInForceOn(BeijingDay.Of(at)));

    /// <summary>The pack this tender was registered under.</summary>
    public static RulePack Pack(Tender tender) => RulePack.Load(tender.Registration!.RulePack);

    /// <summary>
    /// The refusal of a clock that is not kept, with its article and the times that would keep it; else null.
    /// </summary>
    public static Refusal? Refuse(ClockCheck check, Refusal refusal) => check.Outcome switch
    {
        ClockOutcome.Kept => null,
        ClockOutcome.BeyondCalendar => TenderRefusal.BeyondCalendar.With("clock", check.Clock.Id).With("calendar", check.Calendar),
        ClockOutcome.NotInForce => TenderRefusal.PackUnknown.With("clock", check.Clock.Id).With("pack", check.Pack),
        _ => (refusal with { Article = check.Article })
            .With("clock", check.Clock.Id)
            .With("pack", check.Pack)
            .With("calendar", check.Calendar)
            .With(check.NotBefore is null ? "before" : "not_before", (check.NotBefore ?? check.Before)?.ToUniversalTime().ToString("O")),
    };

    /// <summary>The times the law computes from a notice's schedule.</summary>
    public static ImmutableArray<ComputedDeadline> Deadlines(Tender tender, DateTimeOffset offered, DateTimeOffset deadline)
    {
        var pack = Pack(tender);
        return
        [
            Of(pack.Check(WorksLaw.Preparation, offered, deadline, Calendar)),
            Of(pack.Check(WorksLaw.DocumentSale, offered, deadline, Calendar)),
            LastDay(pack.Check(WorksLaw.DocumentObjection, offered, deadline, Calendar)),
            LastDay(pack.Check(WorksLaw.Clarification, offered, deadline, Calendar)),
        ];
    }

    /// <summary>The publicity of the candidates, begun at that time: its earliest end.</summary>
    public static ClockCheck Publicity(Tender tender, DateTimeOffset from, DateTimeOffset until) =>
        Pack(tender).Check(WorksLaw.Publicity, from, until, Calendar);

    /// <summary>
    /// When a clock that runs from this start is due, for people's tasks; null where it cannot be counted.
    /// </summary>
    public static (DateTimeOffset At, string Article)? Due(Tender tender, string clock, DateTimeOffset start)
    {
        var check = Pack(tender).Due(clock, start, Calendar);
        return check.IsKept && (check.Before ?? check.NotBefore) is { } at ? (at.ToUniversalTime(), check.Article) : null;
    }

    private static ComputedDeadline Of(ClockCheck check) =>
        new(check.Clock.Id, check.Article, check.Pack, check.Calendar, (check.NotBefore ?? check.Before)!.Value.ToUniversalTime());

    /// <summary>For a minimum before the deadline: the end of the last day on which the act is still in time.</summary>
    private static ComputedDeadline LastDay(ClockCheck check) =>
        new(check.Clock.Id, check.Article, check.Pack, check.Calendar, BeijingDay.Ends(check.LatestStart!.Value).ToUniversalTime());
}
