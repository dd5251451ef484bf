using System.Text;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;

namespace Trading.Cli.Files;

/// <summary>A test CA kept in a directory, and files written whole.</summary>
internal static class TestCaFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Takes up the CA of a directory, or makes one where there is nothing.</summary>
    public static async Task<TestCa> OpenOrMakeAsync(ToolHost host, string folder, CancellationToken cancellation)
    {
        string[] names = ["root.crt", "root.key", "issuing.crt", "issuing.key"];
        var paths = names.Select(name => Path.Combine(folder, name)).ToArray();
        var found = paths.Count(File.Exists);
        if (found == 0)
        {
            Make(folder);
            return await MakeCaAsync(host, paths, cancellation);
        }

        if (found < paths.Length)
        {
            throw new ToolException(
                $"{folder} holds only a part of a test CA ({string.Join(", ", names)}); name another directory.");
        }

        var none = await Passphrases.ReadAsync(host, [], cancellation);
        try
        {
            return TestCa.Load(
                await Keys.ReadCertificateAsync(paths[0], cancellation),
                await Keys.ReadKeyAsync(host, paths[1], none, cancellation),
                await Keys.ReadCertificateAsync(paths[2], cancellation),
                await Keys.ReadKeyAsync(host, paths[3], none, cancellation),
                host.Entropy);
        }
        catch (ArgumentException)
        {
            throw new ToolException($"The keys in {folder} do not belong to its certificates; name another directory.");
        }
    }

    /// <summary>Makes a directory where there is none.</summary>
    public static void Make(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder, OwnerOnly);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ToolException($"The directory {folder} cannot be made; choose another place.");
        }
    }

    /// <summary>Writes a text that is not there yet.</summary>
    public static async Task WriteAsync(
        ToolHost host, string path, string text, bool isSecret, CancellationToken cancellation)
    {
        await using var file = NewFile.Create(host, path, replaces: false, isSecret);
        await file.Stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
        await file.CommitAsync(cancellation);
    }

    private static async Task<TestCa> MakeCaAsync(ToolHost host, string[] paths, CancellationToken cancellation)
    {
        var ca = TestCa.Create(host.Entropy, host.Time.GetUtcNow());
        await WriteAsync(host, paths[1], KeyFile.Write((Sm2PrivateKey)ca.RootKey), isSecret: true, cancellation);
        await WriteAsync(host, paths[3], KeyFile.Write((Sm2PrivateKey)ca.IssuingKey), isSecret: true, cancellation);
        await WriteAsync(host, paths[2], ca.Issuing.ToPem(), isSecret: false, cancellation);
        await WriteAsync(host, paths[0], ca.Root.ToPem(), isSecret: false, cancellation);
        return ca;
    }
}
