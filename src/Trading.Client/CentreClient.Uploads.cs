using System.Globalization;
using System.Net.Http.Headers;
using Trading.Client.Messages;
using Trading.Grains.Documents;
using Trading.Proofs.Primitives;

namespace Trading.Client;

public sealed partial class CentreClient
{
    /// <summary>Bytes of one chunk; a broken connection loses at most this much.</summary>
    public const int ChunkBytes = 4 * 1024 * 1024;

    /// <summary>
    /// Uploads a file, or goes on with the unfinished upload of the same file. After a broken chunk it asks how many bytes are
    /// durable and goes on there.
    /// </summary>
    /// <param name="file">Seekable; read from its beginning.</param>
    /// <param name="kind">Public, sealed or restricted.</param>
    /// <param name="progress">Bytes that are durable at the centre.</param>
    /// <param name="cancellation">Stops between two chunks; the upload can be resumed later.</param>
    /// <returns>SM3 of the file, by which it is named from now on.</returns>
    public async Task<Digest> Upload(
        Stream file, DocumentClass kind, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        file.Position = 0;
        var digest = await Sm3.HashAsync(file, cancellation);
        var begin = new BeginUpload(digest, file.Length, kind);
        var state = await Send<UploadState>(HttpMethod.Post, "api/uploads", Json(begin), cancellation);
        var failures = 0;
        while (!state.IsWhole)
        {
            progress?.Report(state.Received);
            try
            {
                state = await SendChunk(file, state, cancellation);
                failures = 0;
            }
            catch (Exception e) when (IsUnknown(e) && ++failures < AttemptLimit)
            {
                await Task.Delay(Pause * failures, cancellation);
                state = await Send<UploadState>(HttpMethod.Get, $"api/uploads/{state.Id}", null, cancellation);
            }
        }

        progress?.Report(state.Received);
        var kept = await Send<DocumentState>(HttpMethod.Post, $"api/uploads/{state.Id}/complete", null, cancellation);
        return kept.Digest == digest
            ? digest
            : throw new CentreNotTrustedException($"The centre kept {kept.Digest} where {digest} was sent.");
    }

    private async Task<UploadState> SendChunk(Stream file, UploadState state, CancellationToken cancellation)
    {
        var chunk = new byte[Math.Min(ChunkBytes, state.Size - state.Received)];
        file.Position = state.Received;
        await file.ReadExactlyAsync(chunk, cancellation);
        return await Send<UploadState>(
            HttpMethod.Patch, $"api/uploads/{state.Id}",
            () => new ByteArrayContent(chunk) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } },
            cancellation,
            request => request.Headers.Add("Upload-Offset", state.Received.ToString(CultureInfo.InvariantCulture)));
    }
}
