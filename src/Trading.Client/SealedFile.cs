using Trading.Proofs.Primitives;
using Trading.Proofs.Sealing;

namespace Trading.Client;

/// <summary>A sealed file on the bidder's own machine, as far as a submission names it.</summary>
/// <param name="Part">Such as <c>summary</c> or <c>all</c>.</param>
/// <param name="Content">Seekable.</param>
/// <param name="Digest">SM3 of the whole file.</param>
/// <param name="Header">Its header.</param>
public sealed record SealedFile(string Part, Stream Content, Digest Digest, SealedHeader Header)
{
    /// <summary>Reads a file that was sealed before.</summary>
    /// <exception cref="FormatException">It is not a bidseal/1 file.</exception>
    public static async Task<SealedFile> Read(Stream content, CancellationToken cancellation = default)
    {
        content.Position = 0;
        var digest = await Sm3.HashAsync(content, cancellation);
        content.Position = 0;
        var (header, fault) = await SealedHeader.ReadAsync(content, cancellation);
        return header is null
            ? throw new FormatException($"This is not a sealed file: {fault}.")
            : new SealedFile(SealWords.Of(header.Meta.Part), content, digest, header);
    }
}
