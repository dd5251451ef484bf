namespace Trading.Web.Tests.Support;

/// <summary>The browser of Debian's package; the tests that need it are skipped, and say so, where it is missing.</summary>
internal static class InChromium
{
    public const string Path = "/usr/bin/chromium";

    public static string? Reason => File.Exists(Path) ? null : $"{Path} is missing.";
}

/// <summary>A fact that needs a browser.</summary>
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = InChromium.Reason;
}

/// <summary>A theory that needs a browser.</summary>
internal sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute() => Skip = InChromium.Reason;
}
