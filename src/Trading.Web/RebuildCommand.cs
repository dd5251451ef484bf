using Trading.Silo.Leases;
using Trading.Silo.Projections;

namespace Trading.Web;

/// <summary>
/// <c>--rebuild [--data DIR]</c>: makes the read models of a stopped centre anew from the journal's first event, and ends.
/// They hold nothing of their own, so nothing is lost by it.
/// </summary>
internal static class RebuildCommand
{
    private const string Name = "--rebuild";

    public static bool IsAsked(string[] args) => args.Contains(Name);

    /// <returns>0 where all read models stand again; 1, with one sentence on <paramref name="errors"/>, where not.</returns>
    public static async Task<int> Run(string[] args, TextWriter output, TextWriter errors)
    {
        await using var centre = Centre.Build([.. args.Where(arg => arg != Name)], TimeProvider.System);
        try
        {
            var views = centre.Services.GetRequiredService<ProjectionRunner>();
            await views.Rebuild();
            await output.WriteLineAsync($"Rebuilt from the journal: {string.Join(", ", views.Names)}.");
            return 0;
        }
        catch (LeaseHeldException e)
        {
            await errors.WriteLineAsync($"{e.Message} Stop the centre first, then rebuild.");
            return 1;
        }
    }
}
