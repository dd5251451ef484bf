using Trading.Proofs.Records;

namespace Trading.Grains.Tenders;

/// <summary>Times in the facts of a refusal, as everywhere else: UTC with milliseconds.</summary>
internal static class UtcText
{
    public static string Of(DateTimeOffset time) => UtcTime.Format(time);
}
