using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;

namespace Trading.Web.Identity;

/// <summary>
/// Keys and certificates as files: <c>name.key</c> (PKCS#8, mode 0600) beside <c>name.crt</c>. A file that exists is never written over.
/// </summary>
internal sealed class KeyFolder
{
    private readonly string _path;

    public KeyFolder(string path)
    {
        _path = path;
        MakePrivate(Path.GetDirectoryName(path)!);
        MakePrivate(path);
    }

    /// <summary>The data directory too: what lies in it is nobody's business but the platform's.</summary>
    private static void MakePrivate(string path)
    {
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The key and certificate of a name, made by <paramref name="make"/> where they are not there yet.</summary>
    public (Sm2PrivateKey Key, Certificate Certificate) LoadOrMake(string name, Func<(Sm2PrivateKey, Certificate)> make)
    {
        var keyPath = Path.Combine(_path, $"{name}.key");
        var certificatePath = Path.Combine(_path, $"{name}.crt");
        if (!File.Exists(certificatePath))
        {
            var (made, certificate) = make();

            // The key first: a certificate without its key would be taken for whole at the next start.
            Write(keyPath, KeyFile.Write(made), secret: true);
            Write(certificatePath, certificate.ToPem(), secret: false);
        }

        // No entropy is mixed in: the same text signed twice has the same signature, so a repeated answer is the same.
        var key = KeyFile.Read(File.ReadAllText(keyPath));
        var found = Certificate.FromPem(File.ReadAllText(certificatePath));
        return key.PublicKey.Id == found.Id
            ? (key, found)
            : throw new InvalidDataException($"{keyPath} is not the key of {certificatePath}.");
    }

    public bool Holds(string name) => File.Exists(Path.Combine(_path, $"{name}.crt"));

    /// <summary>Removes a pair that never came into use.</summary>
    public void Drop(string name)
    {
        File.Delete(Path.Combine(_path, $"{name}.crt"));
        File.Delete(Path.Combine(_path, $"{name}.key"));
    }

    private static void Write(string path, string text, bool secret)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (secret && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Written beside and moved, so that a process killed in between leaves no half key.
        var beside = $"{path}.new";
        File.Delete(beside);
        using (var writer = new StreamWriter(beside, options))
        {
            writer.Write(text);
            writer.Flush();
            ((FileStream)writer.BaseStream).Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }
}
