using System.Globalization;
using Spectre.Console;

namespace Trading.Cli.Files;

/// <summary>
/// Shows how far long work has come: a bar where a person watches, else a line now and then; nothing for short work.
/// </summary>
internal static class LongWork
{
    private const long ShortBytes = 8 * 1024 * 1024;

    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    public static async Task<T> RunAsync<T>(
        ToolHost host, string what, long bytes, Func<IProgress<long>?, Task<T>> work)
    {
        if (bytes < ShortBytes)
        {
            return await work(null);
        }

        if (!host.IsTerminal)
        {
            return await work(new Lines(host, what, bytes));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(host.Error) });
        return await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(),
                new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(what), maxValue: bytes);
                return await work(new Bar(task));
            });
    }

    private sealed class Bar(ProgressTask task) : IProgress<long>
    {
        public void Report(long value) => task.Value = value;
    }

    private sealed class Lines(ToolHost host, string what, long bytes) : IProgress<long>
    {
        private long _last = host.Time.GetTimestamp();

        public void Report(long value)
        {
            if (host.Time.GetElapsedTime(_last) < BetweenLines)
            {
                return;
            }

            _last = host.Time.GetTimestamp();
            host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {value * 100 / bytes} %"));
        }
    }
}
