using System.Security.Cryptography;
using Trading.Silo.Storage;

namespace Trading.Silo.AtRest;

/// <summary>The data key in a file of its own that only the platform's user may read; made at the first start.</summary>
public static class DataKeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads the key, or makes it where nothing is stored yet.</summary>
    /// <exception cref="InvalidDataException">The file is no data key, or others may read it.</exception>
    public static SoftwareAtRestKey OpenOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            Create(path);
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != 0)
        {
            throw new InvalidDataException($"The data key {path} may be read by its owner only: chmod 600 it.");
        }

        var bytes = File.ReadAllBytes(path);
        return bytes.Length == SoftwareAtRestKey.KeySize
            ? new SoftwareAtRestKey(bytes)
            : throw new InvalidDataException(
                $"The data key {path} has {bytes.Length} bytes, expected {SoftwareAtRestKey.KeySize}.");
    }

    /// <summary>Compares the key with the blinded word it left at its first start, so that another key is refused and not used.</summary>
    /// <exception cref="InvalidDataException">The data belong to another key.</exception>
    public static void Check(SoftwareAtRestKey key, string path)
    {
        var word = key.Blind("trading data key check"u8).ToString();
        if (!File.Exists(path))
        {
            File.WriteAllText(path + ".new", word);
            File.Move(path + ".new", path);
            Folders.Flush(Path.GetDirectoryName(path)!);
        }
        else if (File.ReadAllText(path).Trim() != word)
        {
            throw new InvalidDataException($"The data key is not the one these data were kept with ({path}): restore it from its backup.");
        }
    }

    private static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        // Written aside and renamed: a crash leaves no key or a whole one.
        var aside = path + ".new";
        using (var file = new FileStream(aside, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(SoftwareAtRestKey.KeySize));
            file.Flush(flushToDisk: true);
        }

        File.Move(aside, path);
        Folders.Flush(Path.GetDirectoryName(path)!);
    }
}
