using System.Collections.Immutable;
using Trading.Proofs.Certificates;
using Trading.Proofs.Records;

namespace Trading.Cli.Tests;

/// <summary>A tender T-1 with one lot, three custodians and a bidder, made with the tool itself.</summary>
internal static class TestTender
{
    /// <summary>A credit code of nobody with a right check character.</summary>
    public static string Code(int number)
    {
        var first = $"9144030000000000{number}";
        return first + CreditCode.CheckCharacter(first);
    }

    /// <summary>Keys of the custodians in c1, c2, c3, of the bidder in bidder; the policy in policy.txt.</summary>
    public static async Task<PolicyRecord> MakeAsync(Bench bench)
    {
        var custodians = new List<Custodian>();
        CustodianRole[] roles = [CustodianRole.Tenderee, CustodianRole.Centre, CustodianRole.Supervisor];
        for (var i = 1; i <= roles.Length; i++)
        {
            await MakeKeysAsync(bench, $"c{i}", $"测试保管人{i}", Code(i));
            custodians.Add(new Custodian(
                i, roles[i - 1], Code(i), $"测试保管人{i}", Der(bench, $"c{i}/encrypt.crt"), Der(bench, $"c{i}/sign.crt")));
        }

        await MakeKeysAsync(bench, "bidder", "测试投标人一公司", Code(9));
        var policy = new PolicyRecord(
            "T-1", ["1"], ["summary", "all"], new Threshold(2, 3), [.. custodians], Escrow: false,
            [Remedy.SealRecord], "公开");
        bench.Write("policy.txt", policy.ToText());
        return policy;
    }

    /// <summary>Seals a file for the bidder.</summary>
    public static Task SealAsync(Bench bench, string file, string part, int version,
        string output) => bench.SucceedsAsync(
        "seal", file, "--tender", "T-1", "--lot", "1", "--part", part, "--bidder", Code(9), "--version", $"{version}",
        "--policy", bench.At("policy.txt"), "--bidder-cert", bench.At("bidder/encrypt.crt"), "-o", bench.At(output));

    private static Task MakeKeysAsync(Bench bench, string folder, string name, string code) => bench.SucceedsAsync(
        "keys", "new", "--subject", name, "--code", code, "--out", bench.At(folder), "--ca", bench.At("ca"));

    private static ImmutableArray<byte> Der(Bench bench, string name) =>
        [.. Certificate.FromPem(File.ReadAllText(bench.At(name))).Der];
}
