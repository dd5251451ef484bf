namespace Trading.Web.Demo;

/// <summary>Tells in plain words what is happening, in both languages, and counts what held.</summary>
internal sealed class DemoStory(TextWriter output, TimeProvider clock, TimeSpan pause)
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    /// <summary>Steps that held so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Begins a chapter.</summary>
    public void Chapter(string chinese, string english) => output.WriteLine($"\n== {chinese}  {english}");

    /// <summary>One step that was done and held.</summary>
    public async Task Step(string chinese, string english)
    {
        Steps++;
        output.WriteLine($"{clock.GetUtcNow().ToOffset(Beijing):yyyy-MM-dd HH:mm:ss}  {chinese}\n                     {english}");
        await Pause();
    }

    /// <summary>A line beside the steps, such as a link.</summary>
    public void Say(string text) => output.WriteLine($"                     {text}");

    /// <summary>Time to look; none where the demo is played for its exit code.</summary>
    public Task Pause(double times = 1) => pause == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(pause * times);
}
