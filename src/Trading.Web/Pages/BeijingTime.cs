using System.Globalization;

namespace Trading.Web.Pages;

/// <summary>Times as people read them: Beijing time (UTC+8, without summer time since 1992), the zone said once a page.</summary>
internal static class BeijingTime
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary><c>2026-11-20 09:30:00</c>.</summary>
    public static string Second(DateTimeOffset at) => Format(at, "yyyy-MM-dd HH:mm:ss");

    /// <summary><c>2026-11-20 09:30:00.123</c>: where the millisecond decides.</summary>
    public static string Millisecond(DateTimeOffset at) => Format(at, "yyyy-MM-dd HH:mm:ss.fff");

    /// <summary><c>11-20 09:30</c>, for the stage bar.</summary>
    public static string Short(DateTimeOffset at) => Format(at, "MM-dd HH:mm");

    /// <summary>The <c>datetime</c> attribute.</summary>
    public static string Machine(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Format(DateTimeOffset at, string format) =>
        at.ToOffset(Offset).ToString(format, CultureInfo.InvariantCulture);
}
