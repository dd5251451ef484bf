namespace Trading.Web.Tests.Support;

/// <summary>Waits for what another thread of the centre does: looks until it is there, and says what was missing.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<T> Is<T>(string what, Func<Task<T?>> look) where T : class
    {
        using var end = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await look() is { } found)
            {
                return found;
            }

            try
            {
                await Task.Delay(50, end.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"It did not happen within {Patience}: {what}.");
            }
        }
    }
}
