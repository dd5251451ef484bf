using System.Globalization;

namespace Trading.Silo.Tests;

/// <summary>The process that the crash tests start and kill; the test runner never comes here.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [Faults.CrashChild.Word, var folder, var killAt])
        {
            await Console.Error.WriteLineAsync("These are tests: run them with dotnet test.");
            return 2;
        }

        await Faults.CrashChild.Run(folder, int.Parse(killAt, CultureInfo.InvariantCulture));
        return 0;
    }
}
