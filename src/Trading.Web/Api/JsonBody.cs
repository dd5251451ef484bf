using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Trading.Proofs.Records;

namespace Trading.Web.Api;

/// <summary>
/// Reads a JSON body whole and strictly: nothing unknown, nothing twice, nothing deeper or longer than the limits.
/// What is wrong is said by place and cause; what was sent is not repeated.
/// </summary>
internal static class JsonBody
{
    public static async Task<T> Read<T>(HttpRequest request, long limit, CancellationToken cancellation)
    {
        if (!request.HasJsonContentType())
        {
            throw new RefusedException(Problems.MediaType("application/json"));
        }

        var bytes = await ReadBytes(request.BodyReader, limit, cancellation);
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, CanonicalJson.Options)
                ?? throw new RefusedException(Problems.Malformed("$", "expected an object, found null"));
        }
        catch (JsonException e)
        {
            throw new RefusedException(Problems.Malformed(Place(e), Cause(e)));
        }
        catch (NotSupportedException)
        {
            throw new RefusedException(Problems.Malformed("$", "a type discriminator is missing or not known"));
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException or OverflowException)
        {
            throw new RefusedException(Problems.Malformed("$", "a value is not of the form asked"));
        }
    }

    private static async Task<byte[]> ReadBytes(PipeReader body, long limit, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellation);
            if (read.Buffer.Length > limit)
            {
                throw new RefusedException(Problems.TooLarge("body", limit));
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                body.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static string Place(JsonException e)
    {
        var path = e.Path ?? "$";
        return path.Length <= 128 ? path : string.Concat(path.AsSpan(0, 128), "…");
    }

    /// <summary>The serializer's own sentences name our types; only those of our own readers are passed on.</summary>
    private static string Cause(JsonException e) => e switch
    {
        { InnerException: FormatException form } when e.Message.StartsWith(form.Message, StringComparison.Ordinal) => form.Message,
        { Message: var said } when said.Contains("configured depth", StringComparison.Ordinal) =>
            $"deeper than {CanonicalJson.MaxDepth} levels",
        { Message: var said } when said.Contains("could not be mapped", StringComparison.Ordinal) => "a member that is not known",
        { Message: var said } when said.Contains("missing required", StringComparison.Ordinal) => "a required member is missing",
        { Message: var said } when said.Contains("uplicate", StringComparison.Ordinal) => "a member that stands twice",
        { Message: var said } when said.StartsWith("expected ", StringComparison.Ordinal) => said,
        { LineNumber: not null, InnerException: JsonException } => "not JSON",
        _ => "not JSON, or a value of another kind than asked",
    };
}
