using System.Globalization;

namespace Trading.Proofs.Records;

/// <summary>k of n: how many of the custodians must take part. 2 ≤ k ≤ n ≤ 16; <c>default</c> is none.</summary>
public readonly record struct Threshold
{
    /// <summary>Needs 2 ≤ k ≤ n ≤ 16.</summary>
    public Threshold(int needed, int total)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(needed, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(needed, total);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(total, RecordLimits.Custodians);
        (Needed, Total) = (needed, total);
    }

    /// <summary>k: how many must take part.</summary>
    public int Needed { get; }

    /// <summary>n: how many there are.</summary>
    public int Total { get; }

    /// <summary>Reads k/n exactly as <see cref="ToString"/> writes it.</summary>
    public static bool TryParse(string text, out Threshold threshold)
    {
        threshold = default;
        var parts = text.Split('/');
        if (parts.Length != 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var needed)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var total)
            || needed < 2 || needed > total || total > RecordLimits.Custodians)
        {
            return false;
        }

        threshold = new Threshold(needed, total);
        return threshold.ToString() == text;
    }

    /// <summary>k/n.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Needed}/{Total}");
}
