using System.Collections.Immutable;
using System.Text;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>
/// Reads a header strictly: one form per content, every limit with its own cause, the first fault wins.
/// All fields have ASCII alphabets, so "UTF-8 in NFC" is kept by refusing every other byte.
/// </summary>
internal sealed class HeaderParser(byte[] start)
{
    /// <summary>" " ‖ base64 of 32 bytes ‖ LF: what follows the authenticated bytes.</summary>
    internal const int MacTail = 1 + 44 + 1;

    private readonly ImmutableArray<Stanza>.Builder _stanzas = ImmutableArray.CreateBuilder<Stanza>();
    private readonly HashSet<Digest> _keys = [];
    private int _position;
    private int _line;
    private string _current = "";

    internal HeaderFault? Fault { get; private set; }

    internal SealedHeader? Parse()
    {
        var meta = ReadMeta();
        if (meta is null)
        {
            return null;
        }

        var metaLength = _position;
        if (!NextLine() || !ReadStanzas(meta))
        {
            return null;
        }

        if (!_current.StartsWith("--- ", StringComparison.Ordinal) || !Digest.TryFromBase64(_current[4..], out var mac))
        {
            return Refuse<SealedHeader>(HeaderCause.BadMac);
        }

        return new SealedHeader(start[.._position], metaLength, meta, _stanzas.ToImmutable(), mac.ToArray());
    }

    private SealedMeta? ReadMeta()
    {
        if (!NextLine() || !ReadSuite()
            || !Field("tender", HeaderCause.BadTender, text => SealWords.IsName(text, SealLimits.Tender),
                out var tender)
            || !Field("lot", HeaderCause.BadLot, text => SealWords.IsName(text, SealLimits.Lot), out var lot)
            || !Field("part", HeaderCause.BadPart, text => SealWords.ParsePart(text) is not null, out var part)
            || !Field("bidder", HeaderCause.BadBidder, SealWords.IsBidder, out var bidder)
            || !Field("version", HeaderCause.BadVersion, text => Version(text) is not null, out var version)
            || !Field("opening", HeaderCause.BadOpening, IsDigest, out var opening)
            || !Field("release", HeaderCause.BadRelease, text => SealWords.ParseRelease(text) is not null,
                out var release)
            || !Field("threshold", HeaderCause.BadThreshold, text => Threshold(text) is not null, out var threshold)
            || !Field("digest", HeaderCause.BadDigest, IsDigest, out var digest))
        {
            return null;
        }

        var (k, n) = Threshold(threshold)!.Value;
        return new SealedMeta
        {
            Tender = tender,
            Lot = lot,
            Part = SealWords.ParsePart(part)!.Value,
            Bidder = bidder,
            Version = Version(version)!.Value,
            Opening = Digest.FromBase64(opening),
            Release = SealWords.ParseRelease(release)!.Value,
            Threshold = k,
            Custodians = n,
            PlaintextDigest = Digest.FromBase64(digest),
        };
    }

    private bool ReadSuite()
    {
        if (!_current.StartsWith("bidseal/1 ", StringComparison.Ordinal))
        {
            return Refuse(HeaderCause.UnknownFormat);
        }

        // No negotiation and no mixing: INTL and INTL-P are names for later, and refused like any other.
        return _current == "bidseal/1 SM" || Refuse(HeaderCause.UnknownSuite);
    }

    private bool Field(string name, HeaderCause cause, Func<string, bool> holds, out string value)
    {
        value = "";
        if (!NextLine())
        {
            return false;
        }

        if (!_current.StartsWith(name + " ", StringComparison.Ordinal))
        {
            return Refuse(HeaderCause.MetaOrder);
        }

        value = _current[(name.Length + 1)..];
        return holds(value) || Refuse(cause);
    }

    /// <summary>
    /// Bidders, then custodians 1 to n, then for escrow the same custodians again; stops at the last line.
    /// </summary>
    private bool ReadStanzas(SealedMeta meta)
    {
        var bidders = 0;
        while (_current.StartsWith("-> bidder ", StringComparison.Ordinal))
        {
            if (++bidders > SealLimits.Bidders)
            {
                return Refuse(HeaderCause.TooManyBidders);
            }

            if (!ReadStanza(StanzaRole.Bidder, 0, _current["-> bidder ".Length..]))
            {
                return false;
            }
        }

        if (bidders == 0)
        {
            return Refuse(HeaderCause.StanzaOrder);
        }

        return ReadNumbered(StanzaRole.Custodian, meta.Custodians)
            && (meta.Release != SealRelease.Escrow || ReadNumbered(StanzaRole.Escrow, meta.Custodians))
            && (!_current.StartsWith("-> ", StringComparison.Ordinal) || Refuse(HeaderCause.StanzaOrder));
    }

    private bool ReadNumbered(StanzaRole role, int count)
    {
        var prefix = $"-> {SealWords.Of(role)} ";
        for (var i = 1; i <= count; i++)
        {
            if (!_current.StartsWith(prefix, StringComparison.Ordinal))
            {
                return Refuse(HeaderCause.StanzaOrder);
            }

            var words = _current[prefix.Length..].Split(' ');
            if (words.Length != 2 || SealWords.Number(words[0], long.MaxValue) is not { } number)
            {
                return Refuse(HeaderCause.BadStanza);
            }

            if (number != i)
            {
                return Refuse(HeaderCause.StanzaOrder);
            }

            if (!ReadStanza(role, i, words[1]))
            {
                return false;
            }
        }

        return true;
    }

    private bool ReadStanza(StanzaRole role, int index, string key)
    {
        if (!Digest.TryFromBase64(key, out var keyId))
        {
            return Refuse(HeaderCause.BadStanza);
        }

        var fresh = role == StanzaRole.Escrow
            ? _stanzas.First(s => s.Role == StanzaRole.Custodian && s.Index == index).KeyId == keyId
            : _keys.Add(keyId);
        if (!fresh)
        {
            return Refuse(HeaderCause.KeyRepeated);
        }

        if (ReadBody() is not { } envelope)
        {
            return false;
        }

        _stanzas.Add(new Stanza(role, index, keyId, envelope));
        return true;
    }

    /// <summary>Full lines have 64 columns; the first shorter one is the last, and an empty one never occurs.</summary>
    private byte[]? ReadBody()
    {
        var text = new StringBuilder();
        while (NextLine())
        {
            if (_current.StartsWith('-'))
            {
                // Only now is it known that a line of 64 columns was the last one.
                return Decode(text.ToString());
            }

            if (_current.Length is 0 or > 64 || text.Length % 64 != 0)
            {
                return Refuse<byte[]>(HeaderCause.BadBody);
            }

            text.Append(_current);
        }

        return null;
    }

    private byte[]? Decode(string text)
    {
        if (text.Length == 0 || !StrictBase64.TryDecode(text, out var bytes))
        {
            return Refuse<byte[]>(HeaderCause.BadBody);
        }

        return Envelope.Decode(bytes) is null ? Refuse<byte[]>(HeaderCause.BadEnvelope) : bytes;
    }

    /// <summary>Moves to the next line, checked for its bytes; false with a fault when there is none.</summary>
    private bool NextLine()
    {
        _line++;
        var rest = start.AsSpan(_position);
        var end = rest[..Math.Min(rest.Length, SealLimits.Line + 1)].IndexOf((byte)'\n');
        if (end < 0)
        {
            return Refuse(
                rest.Length > SealLimits.Line ? HeaderCause.LineTooLong
                : start.Length >= SealLimits.Header ? HeaderCause.HeaderTooLong
                : HeaderCause.Truncated);
        }

        if (_position + end + 1 > SealLimits.Header)
        {
            return Refuse(HeaderCause.HeaderTooLong);
        }

        var line = rest[..end];
        if (line.ContainsAnyExceptInRange((byte)' ', (byte)'~') || line.EndsWith((byte[])[(byte)' ']))
        {
            return Refuse(HeaderCause.ForbiddenCharacter);
        }

        _current = Encoding.ASCII.GetString(line);
        _position += end + 1;
        return true;
    }

    private bool Refuse(HeaderCause cause)
    {
        Fault ??= new HeaderFault(cause, _line);
        return false;
    }

    private T? Refuse<T>(HeaderCause cause)
        where T : class
    {
        Refuse(cause);
        return null;
    }

    private static bool IsDigest(string text) => Digest.TryFromBase64(text, out _);

    private static long? Version(string text) => SealWords.Number(text, SealLimits.Version);

    private static (int K, int N)? Threshold(string text)
    {
        var words = text.Split('/');
        return words.Length == 2
            && SealWords.Number(words[1], SealLimits.Custodians) is { } n
            && SealWords.Number(words[0], n) is >= SealLimits.FewestCustodians and { } k
                ? ((int)k, (int)n)
                : null;
    }
}
