using Trading.Proofs.Sealing;

namespace Trading.Web.Tests.Faults;

/// <summary>The header of a sealed file, wrong in each way that sealing.md B.3 names.</summary>
internal static class MalformedHeaders
{
    public static IEnumerable<(HeaderCause Cause, string Header)> Of(string good)
    {
        var lines = good.Split('\n');
        var stanza = lines.Skip(10).TakeWhile((line, i) => i == 0 || !line.StartsWith("->", StringComparison.Ordinal)).ToArray();
        var custodian = Array.FindIndex(lines, line => line.StartsWith("-> custodian 1 ", StringComparison.Ordinal));
        yield return (HeaderCause.Truncated, good[..^50]);
        yield return (HeaderCause.HeaderTooLong, Joined(
            [.. lines[..11], .. Enumerable.Repeat(lines[11], 1 + (SealLimits.Header / 65)), .. lines[11..]]));
        yield return (HeaderCause.LineTooLong, With(1, "tender " + new string('1', SealLimits.Line)));
        yield return (HeaderCause.ForbiddenCharacter, With(2, "lot 1\r"));
        yield return (HeaderCause.UnknownFormat, With(0, "bidseal/2 SM"));
        yield return (HeaderCause.UnknownSuite, With(0, "bidseal/1 INTL"));
        yield return (HeaderCause.MetaOrder, Joined([lines[0], lines[2], lines[1], .. lines[3..]]));
        yield return (HeaderCause.BadTender, With(1, "tender " + new string('1', SealLimits.Tender + 1)));
        yield return (HeaderCause.BadLot, With(2, "lot " + new string('1', SealLimits.Lot + 1)));
        yield return (HeaderCause.BadPart, With(3, "part everything"));
        yield return (HeaderCause.BadBidder, With(4, lines[4].ToLowerInvariant()));
        yield return (HeaderCause.BadVersion, With(5, "version 01"));
        yield return (HeaderCause.BadOpening, With(6, lines[6][..^1]));
        yield return (HeaderCause.BadRelease, With(7, "release nobody"));
        yield return (HeaderCause.BadThreshold, With(8, "threshold 1/3"));
        yield return (HeaderCause.BadDigest, With(9, "digest AAAA"));
        yield return (HeaderCause.BadStanza, With(10, lines[10][..^1]));
        yield return (HeaderCause.StanzaOrder, With(custodian, lines[custodian].Replace(" 1 ", " 2 ", StringComparison.Ordinal)));
        yield return (HeaderCause.TooManyBidders, Joined(
            [.. lines[..10], .. Enumerable.Range(0, SealLimits.Bidders).SelectMany(i => Renamed(stanza, i)), .. lines[10..]]));
        yield return (HeaderCause.KeyRepeated, Joined([.. lines[..10], .. stanza, .. lines[10..]]));
        yield return (HeaderCause.BadBody, With(11, lines[11] + "A"));
        yield return (HeaderCause.BadEnvelope, With(11, (lines[11][0] == 'M' ? 'N' : 'M') + lines[11][1..]));
        yield return (HeaderCause.BadMac, good[..^2] + "\n");

        string With(int line, string text) => Joined([.. lines[..line], text, .. lines[(line + 1)..]]);

        static string Joined(string[] lines) => string.Join('\n', lines);
    }

    /// <summary>The same stanza to another key.</summary>
    private static IEnumerable<string> Renamed(string[] stanza, int number)
    {
        var key = Convert.ToBase64String([.. Enumerable.Repeat((byte)number, 32)]);
        return [$"-> bidder {key}", .. stanza.Skip(1)];
    }
}
