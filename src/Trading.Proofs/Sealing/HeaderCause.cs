namespace Trading.Proofs.Sealing;

/// <summary>Why a header is refused. The parser reads line by line and stops at the first.</summary>
public enum HeaderCause
{
    /// <summary>The file ends before the header does.</summary>
    Truncated,

    /// <summary>Over 65,536 bytes without a last line.</summary>
    HeaderTooLong,

    /// <summary>Over 1,024 bytes in one line.</summary>
    LineTooLong,

    /// <summary>A byte order mark, CR, TAB, control or non-ASCII byte, or a space at the end of a line.</summary>
    ForbiddenCharacter,

    /// <summary>The first line is not <c>bidseal/1 …</c>: another kind of file, or a later version.</summary>
    UnknownFormat,

    /// <summary>A suite other than SM; INTL and INTL-P are reserved names.</summary>
    UnknownSuite,

    /// <summary>A meta line is missing, doubled or out of order.</summary>
    MetaOrder,

    /// <summary>The tender's number is empty, too long or has other characters.</summary>
    BadTender,

    /// <summary>The lot's number is empty, too long or has other characters.</summary>
    BadLot,

    /// <summary>No such part.</summary>
    BadPart,

    /// <summary>Not 18 digits and upper-case letters.</summary>
    BadBidder,

    /// <summary>Not 1 to 10 digits without leading zero.</summary>
    BadVersion,

    /// <summary>Not canonical base64 of 32 bytes.</summary>
    BadOpening,

    /// <summary>Neither bidder nor escrow.</summary>
    BadRelease,

    /// <summary>Not k/n with 2 ≤ k ≤ n ≤ 16.</summary>
    BadThreshold,

    /// <summary>Not canonical base64 of 32 bytes.</summary>
    BadDigest,

    /// <summary>A stanza's first line is not one of the three forms.</summary>
    BadStanza,

    /// <summary>Stanzas are missing, too many, or not bidders, custodians 1 to n, escrow 1 to n.</summary>
    StanzaOrder,

    /// <summary>More than four bidder stanzas.</summary>
    TooManyBidders,

    /// <summary>A key appears twice, or an escrow stanza is not to the custodian of its number.</summary>
    KeyRepeated,

    /// <summary>A body is not canonical base64 wrapped at 64 columns.</summary>
    BadBody,

    /// <summary>A body is not the one DER form of a GM/T 0010 envelope.</summary>
    BadEnvelope,

    /// <summary>The last line is not <c>--- </c> with canonical base64 of 32 bytes.</summary>
    BadMac,
}
