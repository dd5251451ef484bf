using System.Globalization;

namespace Trading.Grains.Records;

/// <summary>What a check demands, and the sentence it fails with.</summary>
internal static class Expect
{
    public static void That(bool holds, Func<string> fault)
    {
        if (!holds)
        {
            throw new CheckFailedException(fault());
        }
    }

    public static void Same<T>(T expected, T found, string what) =>
        That(EqualityComparer<T>.Default.Equals(expected, found), () => string.Create(
            CultureInfo.InvariantCulture, $"{what}: expected {expected}, found {found}"));
}
