using System.Collections.Immutable;
using Trading.Grains.Records;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Log;
using Trading.Proofs.Records;

namespace Trading.Cli.Commands;

/// <summary>
/// Whether a bidder's receipt and the published record tell the same story: that no bid was left out or changed.
/// </summary>
internal static class ReceiptInRecord
{
    /// <summary>Null where they agree, else the first difference in words.</summary>
    public static string? Fault(OpenedRecord record, Receipt receipt)
    {
        try
        {
            return Compare(record, receipt);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or ArgumentException
            or System.Text.Json.JsonException or KeyNotFoundException)
        {
            return $"the record cannot be read so far: {e.Message}";
        }
    }

    private static string? Compare(OpenedRecord record, Receipt receipt)
    {
        var stated = receipt.Record;
        if (stated.Tender != record.Manifest.Tender)
        {
            return $"it is of tender {stated.Tender}, the record of {record.Manifest.Tender}";
        }

        var centre = record.Tender.Registration?.By.Party.Value;
        var signers = record.Certificates.Values
            .Where(c => c.CreditCode is { } code && code == centre && c.Usage.HasFlag(CertificateUsage.Sign));
        if (!signers.Any(c => receipt.Note.Check(new NoteKey(Receipt.KeyName, c.PublicKey)) is null))
        {
            return "no key of this record's centre signed it";
        }

        var act = record.Acts.FirstOrDefault(a => a.Shown.Digest == stated.EventSm3);
        if (act is null)
        {
            return $"its event {stated.EventSm3} does not stand in the record";
        }

        if (act.Shown.LeafSalt != stated.LeafSalt)
        {
            return "its leaf salt is not the record's";
        }

        if (receipt.Proof is { } proof && proof.Check(stated.LeafEntry.AsSpan(), record.LogKey) is { } fault)
        {
            return $"its proof does not hold under the record's log key ({fault})";
        }

        return act.Event switch
        {
            BidSubmitted e => Differs(stated, e.Bidder.Value, e.Version, e.Statement, e.Parts),
            BidReplaced e => Differs(stated, e.Bidder.Value, e.Version, e.Statement, e.Parts),
            // A withdrawn bid's submission is not shown; its digest in the chain is what the receipt names.
            null => null,
            _ => "its event is not a submission",
        };
    }

    private static string? Differs(
        ReceiptRecord stated, string bidder, long version, SignedText statement, ImmutableArray<SealedPart> parts)
    {
        var files = parts.Select(p => (p.Part, p.File, p.Size));
        return stated.Bidder == bidder && stated.Version == version && stated.SubmissionSm3 == statement.Sm3()
            && stated.Parts.Select(p => (p.Part, p.FileSm3, p.FileSize)).SequenceEqual(files)
                ? null
                : "bidder, version, statement or files are not those of the submission in the record";
    }
}
