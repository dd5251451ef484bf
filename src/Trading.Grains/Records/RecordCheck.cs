using System.Collections.Immutable;

namespace Trading.Grains.Records;

/// <summary>
/// One numbered check. <see cref="Run"/> returns what it found where the check held, and throws
/// <see cref="CheckFailedException"/> at the first fault, <see cref="CheckNotApplicableException"/> where the record lawfully lacks
/// what it needs.
/// </summary>
/// <param name="Number">For ever.</param>
/// <param name="Id">For ever.</param>
/// <param name="Chinese">What holds when the check holds.</param>
/// <param name="English">The same in English.</param>
public sealed record RecordCheck(int Number, string Id, string Chinese, string English, Func<OpenedRecord, Task<string>> Run)
{
    /// <summary>The types of event whose acts it sends through the rules again; every type of event has such a check.</summary>
    public ImmutableArray<string> Types { get; init; } = [];

    public RecordCheck(int number, string id, string chinese, string english, Func<OpenedRecord, string> run)
        : this(number, id, chinese, english, record => Task.FromResult(run(record)))
    {
    }

    /// <summary>Runs the check; whatever a hostile record throws becomes a failed check with its reason.</summary>
    public async Task<CheckResult> ResultOn(OpenedRecord record)
    {
        try
        {
            return Result(CheckOutcome.Held, await Run(record));
        }
        catch (CheckNotApplicableException e)
        {
            return Result(CheckOutcome.NotApplicable, e.Message);
        }
        catch (Exception e) when (IsOfTheRecord(e))
        {
            return Result(CheckOutcome.Failed, e.Message);
        }
    }

    /// <summary>
    /// Whether a failure is the record's. A hostile record may make any code throw anything; only what ends the process or the
    /// reader's patience is not its fault, and no record is let pass because reading it failed in a way nobody thought of.
    /// </summary>
    internal static bool IsOfTheRecord(Exception e) => e is not (OutOfMemoryException or OperationCanceledException);

    private CheckResult Result(CheckOutcome outcome, string detail) => new(Number, Id, Chinese, English, outcome, detail);
}

/// <summary>A check found a fault; the message names it, with ids and no secrets.</summary>
public sealed class CheckFailedException(string message) : Exception(message);

/// <summary>The record lawfully lacks what a check needs.</summary>
public sealed class CheckNotApplicableException(string message) : Exception(message);
