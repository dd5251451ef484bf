using System.Collections.Immutable;
using System.Globalization;
using Trading.Evaluation;

namespace Trading.Grains.Law;

/// <summary>The kind of transaction a pack is for; more kinds come with their packs.</summary>
public enum TransactionKind
{
    /// <summary>工程建设招标.</summary>
    Works,
}

/// <summary>
/// The law of one kind of transaction as data: clocks and limits with their articles and effective dates. A tender
/// names its pack when it is published, and is judged by that pack to its end. Immutable; equal names and revisions
/// mean equal content.
/// </summary>
public sealed record RulePack(
    string Name,
    int Revision,
    TransactionKind Kind,
    DateOnly EffectiveFrom,
    ImmutableArray<Clock> Clocks,
    ImmutableArray<Limit> Limits,
    DateOnly? EffectiveTo = null)
{
    /// <summary>Name and revision, such as <c>works/2026@1</c>; stored with every computed date.</summary>
    public string Version => string.Create(CultureInfo.InvariantCulture, $"{Name}@{Revision}");

    /// <summary>The pack of this release with that name, such as <c>works/2026</c>.</summary>
    /// <exception cref="ArgumentException">There is no such pack.</exception>
    public static RulePack Load(string name) =>
        RulePacks.All.FirstOrDefault(pack => pack.Name == name)
        ?? throw new ArgumentException($"There is no rule pack of that name; loaded: {RulePacks.Names}.", nameof(name));

    /// <summary>A pack from its JSON, as in <c>Law/packs</c>.</summary>
    /// <exception cref="FormatException">It lacks a rule its kind needs, repeats an id, or a rule is
    /// impossible.</exception>
    /// <exception cref="System.Text.Json.JsonException">The text is not of the form.</exception>
    public static RulePack Parse(string json)
    {
        var pack = LawJson.Read<RulePack>(json);
        pack.Validate();
        return pack;
    }

    public bool IsInForceOn(DateOnly day) => day >= EffectiveFrom && (EffectiveTo is not { } end || day < end);

    /// <summary>The clock with that id (<see cref="WorksLaw"/>).</summary>
    /// <exception cref="ArgumentException">The pack has no such clock.</exception>
    public Clock Clock(string id) =>
        Clocks.FirstOrDefault(clock => clock.Id == id)
        ?? throw new ArgumentException($"The pack {Version} has no clock {id}.", nameof(id));

    /// <summary>The limit with that id (<see cref="WorksLaw"/>).</summary>
    /// <exception cref="ArgumentException">The pack has no such limit.</exception>
    public Limit Limit(string id) =>
        Limits.FirstOrDefault(limit => limit.Id == id)
        ?? throw new ArgumentException($"The pack {Version} has no limit {id}.", nameof(id));

    /// <summary>Whether the end event keeps the clock that the start event started. Never throws on dates.</summary>
    public ClockCheck Check(string clock, DateTimeOffset start, DateTimeOffset end, WorkingCalendar calendar) =>
        ClockCheck.Of(Clock(clock), start, end, calendar, Version);

    /// <summary>The dates that follow from the start event alone. Never throws on dates.</summary>
    public ClockCheck Due(string clock, DateTimeOffset start, WorkingCalendar calendar) =>
        ClockCheck.Due(Clock(clock), start, calendar, Version);

    /// <summary>Whether a value keeps a limit.</summary>
    public LimitCheck Check(string limit, Rational value)
    {
        var found = Limit(limit);
        return new LimitCheck(found, value, found.Allows(value), Version);
    }

    /// <summary>Whether the opening is set for the very time of the deadline, to the millisecond (招标投标法 34).</summary>
    public LimitCheck CheckOpening(DateTimeOffset deadline, DateTimeOffset opening) =>
        Check(WorksLaw.OpeningDelay, new Rational((opening - deadline).Ticks, TimeSpan.TicksPerMillisecond));

    /// <summary>
    /// The committee's size, then its share of experts (招标投标法 37): the first limit that is not kept, or the last one.
    /// </summary>
    /// <param name="members">All members, experts included; zero or more.</param>
    /// <param name="experts">The experts among them.</param>
    public LimitCheck CheckCommittee(int members, int experts)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(experts);
        ArgumentOutOfRangeException.ThrowIfLessThan(members, experts);
        var size = Check(WorksLaw.CommitteeMembers, members);
        return size.IsKept ? Check(WorksLaw.CommitteeExpertShare, new Rational(experts, members)) : size;
    }

    /// <summary>
    /// The highest bid bond for an estimated price (实施条例 26), whole fen, never rounded up; where the pack carries a
    /// cap (<see cref="WorksLaw.BondCap"/>, the local or ministerial parameter), no more than the cap.
    /// </summary>
    public Money MaximumBond(Money estimate)
    {
        var share = Limit(WorksLaw.BondShare).AtMost!.Value * estimate.Fen;
        var fen = Limits.FirstOrDefault(limit => limit.Id == WorksLaw.BondCap)?.AtMost is { } cap
            ? Rational.Min(share, cap)
            : share;
        return new Money((long)fen.Floor());
    }

    private void Validate()
    {
        var ids = Clocks.Select(clock => clock.Id).Concat(Limits.Select(limit => limit.Id)).ToImmutableArray();
        var wrong =
            Revision < 1 ? "its revision is not positive"
            : EffectiveTo <= EffectiveFrom ? "it ends before it begins"
            : ids.Length != ids.Distinct().Count() ? "an id is there twice"
            : WorksLaw.Required.FirstOrDefault(id => !ids.Contains(id)) is { } missing ? $"{missing} is missing"
            : Clocks.FirstOrDefault(IsImpossible) is { } clock ? $"the clock {clock.Id} is impossible"
            : Limits.FirstOrDefault(IsImpossible) is { } limit ? $"the limit {limit.Id} is impossible"
            : null;
        if (wrong is not null)
        {
            throw new FormatException($"The rule pack {Name} cannot be used: {wrong}.");
        }
    }

    private static bool IsImpossible(Clock clock) =>
        clock.Length is < 1 or > Law.Clock.MaxLength || clock.Source.Length == 0 || clock.Zh.Length == 0
        || clock.En.Length == 0 || clock.EffectiveTo <= clock.EffectiveFrom;

    private static bool IsImpossible(Limit limit) =>
        (limit.AtLeast is null && limit.AtMost is null) || limit.AtLeast > limit.AtMost || limit.Source.Length == 0
        || limit.Zh.Length == 0 || limit.En.Length == 0 || limit.EffectiveTo <= limit.EffectiveFrom
        || (limit.Id == WorksLaw.BondShare && limit.AtMost is not { Sign: >= 0 });
}
