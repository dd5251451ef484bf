using System.Globalization;
using Trading.Proofs.Certificates;

namespace Trading.Web.Demo;

/// <summary>Credit codes that pass their check and belong to nobody: region 000000, a body that counts.</summary>
internal static class DemoCode
{
    public static string Of(int number)
    {
        var first = string.Create(CultureInfo.InvariantCulture, $"91000000{number:D9}");
        return $"{first}{CreditCode.CheckCharacter(first)}";
    }

    /// <summary>The platform number of a natural person.</summary>
    public static string OfPerson(int number) => string.Create(CultureInfo.InvariantCulture, $"P{number:D17}");
}
