using System.Security.Cryptography;
using Trading.Cli;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;

namespace Trading.Web.Tests.Tool;

/// <summary>Somebody with the tool on a machine of its own: a folder, kept logins, and what the tool said last.</summary>
internal sealed class ToolUser(string centre, TimeProvider clock) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("trading-tool-");

    public string Out { get; private set; } = "";

    public string Error { get; private set; } = "";

    /// <summary>Who acts, as each command of the centre asks it.</summary>
    public string[] Identity => ["--server", centre, "--key", At("keys/sign.key"), "--cert", At("keys/sign.crt")];

    public string At(string name) => Path.Combine(_folder.FullName, name);

    public async Task<string> Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        await File.WriteAllTextAsync(At(name), text);
        return At(name);
    }

    /// <summary>The keys of somebody who came in another way, as files.</summary>
    public async Task Take(Sm2PrivateKey sign, Certificate signing, Sm2PrivateKey encrypt, Certificate encryption)
    {
        await Write("keys/sign.key", KeyFile.Write(sign));
        await Write("keys/sign.crt", signing.ToPem());
        await Write("keys/encrypt.key", KeyFile.Write(encrypt));
        await Write("keys/encrypt.crt", encryption.ToPem());
    }

    public async Task Does(params string[] arguments)
    {
        var code = await Run(arguments);
        Assert.True(code == 0, $"trading {arguments[0]}: exit code {code}: {Error}");
    }

    /// <summary>The tool refuses, in one sentence.</summary>
    public async Task<string> Fails(params string[] arguments)
    {
        var code = await Run(arguments);
        Assert.True(code == 1, $"trading {arguments[0]}: exit code {code}: {Error}");
        return Assert.Single(Error.TrimEnd('\n').Split('\n'), line => line.StartsWith("trading: ", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<int> Run(string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await Cli.Tool.RunAsync(arguments, new ToolHost
        {
            Out = output,
            Error = error,
            IsTerminal = false,
            Entropy = RandomNumberGenerator.Fill,
            Time = clock,
            Variable = _ => null,
            SettingsFolder = At("settings"),
        });
        (Out, Error) = (output.ToString(), error.ToString());
        return code;
    }
}
