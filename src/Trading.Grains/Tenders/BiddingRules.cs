using System.Collections.Immutable;
using System.Globalization;
using Trading.Evaluation;
using Trading.Grains.Law;
using Trading.Grains.Shell;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Tenders;

/// <summary>
/// 投标: confirmation of changes, submission, replacement, withdrawal, the deadline and the frozen live set.
/// </summary>
internal static class BiddingRules
{
    public static Decision<TenderEvent> Confirm(LotAct<ConfirmAmendment> act)
    {
        var notice = act.Notice;
        var read = Statements.Read(act.Act, act.Command.Statement, act.Command.Certificate, ConfirmRecord.Parse);
        var refusal = read.Refusal
            ?? Statements.Differs(
                ("tender", read.Record.Tender == act.Tender.Id.Value),
                ("bidder", read.Record.Bidder == act.Actor.Party.Value),
                ("schedule", read.Record.Schedule == notice.Schedule.Number),
                ("documents", read.Record.Documents == notice.DocumentsSm3))
            ?? (notice.Schedule.Number == 1 || act.Lot.Confirmed.GetValueOrDefault(act.Actor.Party) == notice.DocumentsSm3
                ? TenderRefusal.NothingToConfirm
                : null);
        return refusal is not null ? refusal : new AmendmentConfirmed(
            act.Id, act.Actor.Party, act.Command.Statement, act.Command.Certificate) { At = act.At, By = act.Actor };
    }

    public static Decision<TenderEvent> Submit(LotAct<SubmitBid> act)
    {
        if (IsBarred(act.Tender, act.Actor.Party))
        {
            return TenderRefusal.BidderBarred;
        }

        var c = act.Command;
        var last = act.Lot.Bids.GetValueOrDefault(act.Actor.Party);
        var isLive = last is { IsWithdrawn: false };
        var read = Statements.Read(act.Act, c.Statement, c.Certificate, SubmitRecord.Parse);
        var refusal = read.Refusal
            ?? CheckStatement(act, read.Record, isLive)
            ?? CheckEncryptionCertificates(act)
            ?? CheckParts(act.Notice, c, read.Record)
            ?? SealedHeaders.Check(act, read.Record)
            ?? (last is not null && read.Record.Version <= last.Version
                ? TenderRefusal.VersionNotHigher.With("last", last.Version)
                : null);
        if (refusal is not null)
        {
            return refusal;
        }

        var version = read.Record.Version;
        return isLive
            ? new BidReplaced(act.Id, act.Actor.Party, version, c.Statement, c.Parts, c.Certificate, c.EncryptionCertificates)
            {
                At = act.At,
                By = act.Actor,
            }
            : new BidSubmitted(act.Id, act.Actor.Party, version, c.Statement, c.Parts, c.Certificate, c.EncryptionCertificates)
            {
                At = act.At,
                By = act.Actor,
            };
    }

    public static Decision<TenderEvent> Withdraw(LotAct<WithdrawBid> act)
    {
        if (act.Lot.LiveBidOf(act.Actor.Party) is not { } bid)
        {
            return TenderRefusal.NoLiveBid;
        }

        var read = Statements.Read(act.Act, act.Command.Statement, act.Command.Certificate, WithdrawRecord.Parse);
        var refusal = read.Refusal ?? Statements.Differs(
            ("tender", read.Record.Tender == act.Tender.Id.Value),
            ("lot", read.Record.Lot == act.Id.Value),
            ("bidder", read.Record.Bidder == act.Actor.Party.Value),
            ("version", read.Record.Version == bid.Version));
        return refusal is not null ? refusal : new BidWithdrawn(
            act.Id, act.Actor.Party, bid.Version, act.Command.Statement, act.Command.Certificate)
            {
                At = act.At,
                By = act.Actor,
            };
    }

    /// <summary>
    /// The deadline, compared and not fired. What three counts is the accepted uploads at the cut-off (递交投标文件的投标人):
    /// neither who signed in nor who decrypts later.
    /// </summary>
    public static Decision<TenderEvent> Close(LotAct<CloseBidding> act)
    {
        if (act.At < act.Notice.Schedule.Deadline)
        {
            return TenderRefusal.DeadlineNotReached.With("deadline", UtcText.Of(act.Notice.Schedule.Deadline));
        }

        var bids = act.Lot.LiveBids.ToImmutableArray();
        var minimum = TenderLaw.Pack(act.Tender).Check(WorksLaw.MinimumBidders, new Rational(bids.Length, 1));
        return minimum.IsKept
            ? new BiddingClosed(act.Id, bids.Length, LiveSetText(act.Tender, act.Lot)) { At = act.At, By = act.Actor }
            : new LotFailed(act.Id, minimum.Article) { At = act.At, By = act.Actor };
    }

    public static Decision<TenderEvent> SignLiveSet(LotAct<SignLiveSet> act)
    {
        if (act.Notice.CustodianOf(act.Actor.Certificate) is not { } custodian || custodian.Code != act.Actor.Party.Value)
        {
            return TenderRefusal.NotCustodian;
        }

        var read = Statements.Read(act.Act, act.Command.Statement, act.Command.Certificate, LiveSetRecord.Parse);
        var refusal = read.Refusal
            ?? Statements.Differs(("text", act.Command.Statement.Text == act.Lot.Closed!.LiveSet))
            ?? (act.Lot.LiveSetSignatures.ContainsKey(custodian.Number) ? TenderRefusal.AlreadySigned : null);
        return refusal is not null ? refusal : new LiveSetSigned(
            act.Id, custodian.Number, act.Command.Statement.Signatures[0]) { At = act.At, By = act.Actor };
    }

    /// <summary>The files that count, as live-set/1 and every bidder's path name them.</summary>
    public static LiveSet LiveSetOf(Lot lot) => new(
        from bid in lot.LiveBids
        from part in bid.Parts
        select new LiveFile(bid.Bidder.Value, bid.Version, part.Part, part.File));

    private static string LiveSetText(Tender tender, Lot lot)
    {
        var notice = tender.Notice!;
        var set = LiveSetOf(lot);
        return new LiveSetRecord(
            tender.Id.Value, lot.Id.Value, notice.PolicySm3, notice.ScheduleSm3, notice.Schedule.Deadline, set.Files.Length,
            set.Root).ToText();
    }

    /// <summary>Who runs the tender or keeps a key of it does not bid in it.</summary>
    private static bool IsBarred(Tender tender, PartyId party) =>
        party == tender.Registration!.Tenderee
        || party == tender.Registration.Agency
        || party == tender.Registration.By.Party
        || tender.Notice!.Policy.Custodians.Any(custodian => custodian.Code == party.Value);

    private static Refusal? CheckStatement(LotAct<SubmitBid> act, SubmitRecord record, bool isLive) => Statements.Differs(
        ("type", record.Replaces == isLive),
        ("tender", record.Tender == act.Tender.Id.Value),
        ("lot", record.Lot == act.Id.Value),
        ("bidder", record.Bidder == act.Actor.Party.Value),
        ("opening", record.Opening == act.Notice.PolicySm3),
        ("documents", record.Documents == act.Notice.DocumentsSm3));

    private static Refusal? CheckEncryptionCertificates(LotAct<SubmitBid> act)
    {
        var pems = act.Command.EncryptionCertificates;
        if (pems.IsDefaultOrEmpty || pems.Length > RecordLimits.BidderKeys)
        {
            return TenderRefusal.HeaderBidderKeys;
        }

        foreach (var pem in pems)
        {
            var refusal = Statements.ReadCertificate(pem) is not { } certificate
                ? TenderRefusal.CertificateMalformed
                : Statements.CheckHolder(certificate, act.Actor.Party, CertificateUsage.Encrypt, act.At);
            if (refusal is not null)
            {
                return refusal.With("certificate", "encryption");
            }
        }

        return null;
    }

    private static Refusal? CheckParts(Notice notice, SubmitBid command, SubmitRecord record)
    {
        if (command.Parts.IsDefault || !command.Parts.Select(part => part.Part).SequenceEqual(notice.Policy.Parts))
        {
            return TenderRefusal.PartsIncomplete.With("parts", string.Join(' ', notice.Policy.Parts));
        }

        if (command.Parts.FirstOrDefault(part => part.Size is < 1 or > RecordLimits.FileBytes) is { } big)
        {
            return TenderRefusal.FileSize.With("part", big.Part)
                .With("maximum", RecordLimits.FileBytes.ToString(CultureInfo.InvariantCulture));
        }

        var stated = record.Parts.Select(part => (part.Part, part.FileSm3, part.FileSize, part.HeaderSm3));
        var given = command.Parts.Select(part => (part.Part, part.File, part.Size, Digest.OfUtf8(part.Header ?? "")));
        return Statements.Differs(
            ("part", stated.SequenceEqual(given)),
            ("bidder-key", record.BidderKeys.SequenceEqual(command.EncryptionCertificates.Select(Statements.IdOf))));
    }
}
