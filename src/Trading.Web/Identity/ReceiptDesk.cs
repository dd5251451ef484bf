using Trading.Grains.Shell;
using Trading.Proofs.Records;

namespace Trading.Web.Identity;

/// <summary>
/// Signs receipts with the centre's key (sealing.md F): at once, and the same text and signature whenever the same act is answered.
/// </summary>
internal sealed class ReceiptDesk(CentreKeys keys)
{
    // The stamp is the machine's clock; its offset from a reference is not measured by this process, and the receipt says so.
    private const string ClockSource = "system-clock, offset not measured here";

    public string Issue(SubmitRecord statement, SignedText signed, RecordedAct recorded)
    {
        var receipt = new ReceiptRecord(
            statement.Tender, statement.Lot, statement.Bidder, statement.Version,
            [.. statement.Parts.Select(part => new ReceivedPart(part.Part, part.FileSm3, part.FileSize))],
            recorded.Digest, signed.Sm3(), recorded.RecordedAt, ClockSource, recorded.LeafSalt);
        return Receipt.Sign(receipt, keys.Centre.SigningKey).ToText();
    }
}
