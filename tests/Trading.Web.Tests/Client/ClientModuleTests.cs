using System.Globalization;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Trading.Web.Tests.ClientModules;

/// <summary>The TypeScript modules' own tests, run by node: shared vectors, records, log, sealing and what pages do with them.</summary>
public sealed partial class ClientModuleTests(ITestOutputHelper output)
{
    [NodeFact]
    public async Task The_TypeScript_tests_pass()
    {
        var (code, text) = await NodeProcess.RunAsync("run.mjs");
        output.WriteLine(text);
        Assert.True(code == 0, string.Join('\n', text.Split('\n').Where(l => l.Contains("not ok") || l.Contains("error"))));
        Assert.True(int.Parse(Passed().Match(text).Groups[1].Value, CultureInfo.InvariantCulture) > 100);
    }

    [GeneratedRegex("^# pass ([0-9]+)", RegexOptions.Multiline)]
    private static partial Regex Passed();
}
