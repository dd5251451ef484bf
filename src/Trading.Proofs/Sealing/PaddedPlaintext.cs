using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>
/// P = salt(32) ‖ uint64be(L) ‖ file(L) ‖ zeros to the smallest multiple of 65,536, which hides the exact size.
/// </summary>
public static class PaddedPlaintext
{
    /// <summary>Bytes before the file.</summary>
    public const int Prefix = SealLimits.Secret + sizeof(ulong);

    private const int BufferSize = 256 * 1024;

    /// <summary>Bytes of P for a file of so many bytes.</summary>
    public static long LengthFor(long fileLength) =>
        (Prefix + fileLength + SealLimits.Padding - 1) / SealLimits.Padding * SealLimits.Padding;

    /// <summary>SM3 of P, the header's <c>digest</c>; the file is read once, from its beginning.</summary>
    /// <exception cref="IOException">The file's length changed meanwhile.</exception>
    public static async Task<Digest> DigestAsync(
        ReadOnlyMemory<byte> salt,
        Stream file,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        var hasher = new Sm3Hasher();
        var reader = new PaddedReader(salt, file);
        var buffer = new byte[BufferSize];
        long done = 0;
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            hasher.Append(buffer.AsSpan(0, read));
            done += read;
            progress?.Report(done);
        }

        return hasher.Finish();
    }

    /// <summary>Writes P: the copy a bidder keeps, which can stand in for both keys.</summary>
    /// <exception cref="IOException">The file's length changed meanwhile.</exception>
    public static async Task WriteAsync(
        ReadOnlyMemory<byte> salt, Stream file, Stream output, CancellationToken cancellation = default)
    {
        var reader = new PaddedReader(salt, file);
        var buffer = new byte[BufferSize];
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            await output.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Checks a copy of P against a sealed file's <c>digest</c> and, when an output is given, takes the file out.
    /// What is in the output counts only if the answer is a length; null means that it is another plaintext.
    /// </summary>
    public static async Task<long?> CheckAsync(
        Stream copy, Digest digest, Stream? output = null, CancellationToken cancellation = default)
    {
        var writer = new PaddedWriter(output ?? Stream.Null);
        var buffer = new byte[BufferSize];
        int read;
        while ((read = await copy.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            await writer.AppendAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
        }

        return writer.Finish() == digest && writer.Fault is null ? writer.FileLength : null;
    }
}
