using Trading.Benchmarks.Kernel;

namespace Trading.Benchmarks.Scenarios;

/// <summary>Every scenario, in the order they are run.</summary>
internal static class Catalogue
{
    public static readonly IReadOnlyList<Scenario> All =
    [
        SealSpeed.Scenario,
        SealMemory.Scenario,
        DurableAppends.Scenario,
        Submissions.Scenario,
        FanOut.Scenario,
        ColdStart.Scenario,
        BidOpening.Scenario,
    ];
}
