namespace Trading.Grains.Records;

/// <summary>How a numbered check ended.</summary>
public enum CheckOutcome
{
    Held,

    Failed,

    /// <summary>The record does not hold what the check needs; the detail says what and why that is lawful.</summary>
    NotApplicable,
}

/// <summary>
/// The result of one numbered check of a record. Numbers and ids are for ever; docs/specification.md lists what each proves.
/// </summary>
/// <param name="Number">1, 2, 3 …</param>
/// <param name="Id">A short name, such as <c>live-set</c>.</param>
/// <param name="Chinese">What holds, in one sentence.</param>
/// <param name="English">The same in English.</param>
/// <param name="Detail">What was found: numbers where it held, the first fault where it failed.</param>
public sealed record CheckResult(int Number, string Id, string Chinese, string English, CheckOutcome Outcome, string Detail)
{
    public bool IsFailed => Outcome == CheckOutcome.Failed;
}
