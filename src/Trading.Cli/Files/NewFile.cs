using System.Text;
using Trading.Proofs.Sealing;

namespace Trading.Cli.Files;

/// <summary>
/// A file that appears whole or not at all: written beside its place under another name, made durable, then renamed.
/// Whoever disposes of it without <see cref="CommitAsync"/> leaves nothing behind.
/// </summary>
internal sealed class NewFile : IAsyncDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _temporary;
    private readonly bool _replaces;
    private bool _isCommitted;

    private NewFile(string path, string temporary, bool replaces, FileStream stream) =>
        (Path, _temporary, _replaces, Stream) = (path, temporary, replaces, stream);

    /// <summary>Where it will be.</summary>
    public string Path { get; }

    /// <summary>What is written.</summary>
    public FileStream Stream { get; }

    /// <summary>Begins a file.</summary>
    /// <param name="host">For a name nobody else uses.</param>
    /// <param name="path">Where it will be; refused when something is there, unless <paramref
    /// name="replaces"/>.</param>
    /// <param name="replaces">Whether a file of that name may go.</param>
    /// <param name="isSecret">Readable by its owner alone (mode 0600).</param>
    public static NewFile Create(ToolHost host, string path, bool replaces, bool isSecret = false)
    {
        CheckPlace(path, replaces);
        Span<byte> random = stackalloc byte[8];
        host.Entropy(random);
        var temporary = $"{path}.{Convert.ToHexStringLower(random)}.part";
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous,
        };
        if (isSecret && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            return new NewFile(path, temporary, replaces, new FileStream(temporary, options));
        }
        catch (Exception e) when (e is DirectoryNotFoundException)
        {
            throw new ToolException($"The directory of {path} does not exist; make it first.");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new ToolException($"{path} cannot be written; check the directory's permissions and space.");
        }
    }

    /// <summary>Refuses a place before any work is done; a seal record is replaced by nothing.</summary>
    public static void CheckPlace(string path, bool replaces)
    {
        if (path.Length == 0)
        {
            throw new ToolException("An empty file name cannot be written; name a file.");
        }

        if (Directory.Exists(path))
        {
            throw new ToolException($"{path} is a directory; name a file in it.");
        }

        if (!replaces && File.Exists(path))
        {
            throw new ToolException($"{path} is there already; choose another name, or give --force to replace it.");
        }

        if (replaces && IsSealRecord(path))
        {
            throw new ToolException(
                $"{path} is the seal record of another sealed file, perhaps the only key to a submitted bid; --force "
                + "does not replace it: choose another name.");
        }
    }

    /// <summary>Refuses an output that would replace an input.</summary>
    public static void CheckApart(string output, params IEnumerable<string?> others)
    {
        var place = Resolve(output);
        if (others.OfType<string>().Any(other => Resolve(other) == place))
        {
            throw new ToolException($"{output} is named twice; an output may be neither an input nor another output.");
        }
    }

    /// <summary>Makes the bytes durable and gives the file its name.</summary>
    public async Task CommitAsync(CancellationToken cancellation)
    {
        await Stream.FlushAsync(cancellation);
        Stream.Flush(flushToDisk: true);
        await Stream.DisposeAsync();
        cancellation.ThrowIfCancellationRequested();

        // Again: what came there during long work was not checked at the beginning.
        CheckPlace(Path, _replaces);
        try
        {
            File.Move(_temporary, Path, _replaces);
            _isCommitted = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"{Path} could not be put in its place; check the directory and try again.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        if (!_isCommitted)
        {
            File.Delete(_temporary);
        }
    }

    /// <summary>
    /// Whether a seal record is there, clear, encrypted or damaged: every sealing draws new secrets, so it is never the
    /// record of what is being sealed now.
    /// </summary>
    private static bool IsSealRecord(string path)
    {
        // Only a plain file: a pipe would be waited for.
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            return false;
        }

        try
        {
            using var file = File.OpenRead(path);
            Span<byte> start = stackalloc byte[512];
            return start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]
                .IndexOf(Encoding.ASCII.GetBytes(SealRecordFile.ClearType)) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"{path} is there and cannot be read; choose another name.");
        }
    }

    private static string Resolve(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        return File.Exists(full) && File.ResolveLinkTarget(full, returnFinalTarget: true) is { } target
            ? target.FullName
            : full;
    }
}
