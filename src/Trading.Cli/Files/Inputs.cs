using System.Globalization;
using System.Text;

namespace Trading.Cli.Files;

/// <summary>Reads what a person named, and says in one sentence why it cannot be read.</summary>
internal static class Inputs
{
    /// <summary>Bytes of a text file: keys, certificates, records of one tender.</summary>
    public const int TextBytes = 16 * 1024 * 1024;

    /// <summary>A plain file, from its beginning.</summary>
    public static FileStream Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new ToolException($"{path} is a directory; name a file.");
        }

        try
        {
            var file = new FileStream(path, new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.Read,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
                BufferSize = 0,
            });
            if (file.CanSeek)
            {
                return file;
            }

            file.Dispose();
            throw new ToolException($"{path} is not a plain file; save it to one first.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ToolException($"There is no file {path}; check the path.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new ToolException($"{path} may not be read; check its permissions.");
        }
        catch (Exception e) when (e is ArgumentException or IOException or NotSupportedException)
        {
            throw new ToolException(
                $"{(path.Length == 0 ? "An empty file name" : path)} cannot be read; check the path.");
        }
    }

    /// <summary>A small file as strict UTF-8.</summary>
    public static async Task<string> ReadTextAsync(string path, CancellationToken cancellation, int limit = TextBytes)
    {
        await using var file = Open(path);
        if (file.Length > limit)
        {
            throw new ToolException(string.Create(
                CultureInfo.InvariantCulture, $"{path} has more than {limit} bytes; it is not what is read here."));
        }

        var bytes = new byte[file.Length];
        var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, read);
        }
        catch (DecoderFallbackException)
        {
            throw new ToolException($"{path} is not a text in UTF-8; check that it is the right file.");
        }
    }

    /// <summary>Reads a text file by a parser whose faults become sentences that name the file.</summary>
    public static async Task<T> ReadAsync<T>(
        string path, string what, Func<string, T> parse, CancellationToken cancellation)
    {
        var text = await ReadTextAsync(path, cancellation);
        try
        {
            return parse(text);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new ToolException($"{path} is not {what}: {e.Message}");
        }
    }
}
