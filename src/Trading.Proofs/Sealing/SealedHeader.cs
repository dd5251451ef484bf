using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>A header that has passed every check of form. What it claims is not yet proved.</summary>
public sealed class SealedHeader
{
    private readonly byte[] _bytes;

    internal SealedHeader(byte[] bytes, int metaLength, SealedMeta meta, ImmutableArray<Stanza> stanzas, byte[] mac)
    {
        _bytes = bytes;
        Meta = meta;
        MetaDigest = Digest.Of(bytes.AsSpan(0, metaLength));
        HeaderDigest = Digest.Of(bytes);
        Bidders = [.. stanzas.Where(s => s.Role == StanzaRole.Bidder)];
        Custodians = [.. stanzas.Where(s => s.Role == StanzaRole.Custodian)];
        Escrow = [.. stanzas.Where(s => s.Role == StanzaRole.Escrow)];
        Mac = [.. mac];
    }

    /// <summary>The meta lines.</summary>
    public SealedMeta Meta { get; }

    /// <summary>hm: SM3 of the meta lines, the salt of everything derived.</summary>
    public Digest MetaDigest { get; }

    /// <summary>SM3 of the whole header, its last LF included.</summary>
    public Digest HeaderDigest { get; }

    /// <summary>One to four.</summary>
    public ImmutableArray<Stanza> Bidders { get; }

    /// <summary>Custodians 1 to n, in order.</summary>
    public ImmutableArray<Stanza> Custodians { get; }

    /// <summary>Escrow 1 to n in order, or none.</summary>
    public ImmutableArray<Stanza> Escrow { get; }

    /// <summary>Bidders, custodians, escrow: the order of the file.</summary>
    public IEnumerable<Stanza> Stanzas => [.. Bidders, .. Custodians, .. Escrow];

    /// <summary>The value in the last line.</summary>
    public ImmutableArray<byte> Mac { get; }

    /// <summary>Bytes of the header: the payload begins there.</summary>
    public int Length => _bytes.Length;

    /// <summary>The header as it is in the file.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>What the MAC covers: everything up to and including the last line's three hyphens.</summary>
    internal ReadOnlySpan<byte> Authenticated => _bytes.AsSpan(0, _bytes.Length - HeaderParser.MacTail);

    /// <summary>
    /// Reads the header at the beginning of a file. <paramref name="start"/> holds the file's first 65,536 bytes,
    /// or all of it when it is shorter.
    /// </summary>
    public static bool TryParse(
        ReadOnlySpan<byte> start,
        [NotNullWhen(true)] out SealedHeader? header,
        [NotNullWhen(false)] out HeaderFault? fault)
    {
        var parser = new HeaderParser(start.ToArray());
        header = parser.Parse();
        fault = parser.Fault;
        return header is not null;
    }

    /// <summary>The same from a stream at its beginning, which is afterwards somewhere behind the header.</summary>
    public static async Task<(SealedHeader? Header, HeaderFault? Fault)> ReadAsync(
        Stream stream, CancellationToken cancellation = default)
    {
        var start = new byte[SealLimits.Header];
        var read = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation)
            .ConfigureAwait(false);
        return TryParse(start.AsSpan(0, read), out var header, out var fault) ? (header, null) : (null, fault);
    }

    /// <summary>Puts a header together; the MAC is keyed by the header key.</summary>
    internal static SealedHeader Build(SealedMeta meta, IEnumerable<Stanza> stanzas, ReadOnlySpan<byte> headerKey)
    {
        var list = stanzas.ToImmutableArray();
        var metaText = meta.ToText();
        var text = metaText + string.Concat(list.Select(s => s.ToText())) + "---";
        var mac = Sm3.Hmac(headerKey, Encoding.ASCII.GetBytes(text));
        var bytes = Encoding.ASCII.GetBytes($"{text} {Convert.ToBase64String(mac)}\n");
        return new SealedHeader(bytes, metaText.Length, meta, list, mac);
    }
}
