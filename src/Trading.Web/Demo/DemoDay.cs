namespace Trading.Web.Demo;

/// <summary>The days of the play, in Beijing time. Every wait between them is the law's, unshortened.</summary>
internal static class DemoDay
{
    public static readonly DateTimeOffset Start = At(3, 2, 9, 0);

    public static readonly DateTimeOffset SaleFrom = At(3, 2, 10, 0);

    public static readonly DateTimeOffset FirstBid = At(3, 4, 14, 0);

    public static readonly DateTimeOffset Amendment = At(3, 5, 10, 0);

    public static readonly DateTimeOffset SaleTo = At(3, 12, 17, 0);

    public static readonly DateTimeOffset LastBids = At(3, 23, 15, 0);

    public static readonly DateTimeOffset Deadline = At(3, 24, 9, 30);

    public static readonly DateTimeOffset Evaluation = At(3, 24, 14, 0);

    public static readonly DateTimeOffset Publicity = At(3, 25, 9, 0);

    public static readonly DateTimeOffset PublicityEnds = At(3, 29, 0, 0);

    public static readonly DateTimeOffset Award = At(3, 30, 10, 0);

    private static DateTimeOffset At(int month, int day, int hour, int minute) =>
        new DateTimeOffset(2026, month, day, hour, minute, 0, TimeSpan.FromHours(8)).ToUniversalTime();
}
