using System.Collections.Immutable;
using System.Text;
using Trading.Client.Messages;
using Trading.Grains.Documents;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;
using Trading.Web.Identity;

namespace Trading.Web.Api;

/// <summary>递交 and 替换: the platform reads the headers from the files it stored, and answers with signed receipts.</summary>
internal static class BiddingActs
{
    private static readonly Refusal StatementUnreadable = new(
        nameof(StatementUnreadable), "The statement is no submit/1 or replace/1 record.", "声明不是 submit/1 或 replace/1 记录。",
        "docs/sealing.md submit/1");

    private static readonly Refusal FileNotUploaded = new(
        nameof(FileNotUploaded), "A file the statement names was not uploaded whole by you.", "声明所列文件未由您完整上传。",
        "电子招标投标办法 第二十七条");

    public static async Task<SubmitBid> Submit(ApiCall call, ActRequest<SubmitBidRequest> request, SubmitBidRequest bid)
    {
        var recorded = await call.Get<RecordedCommands>().Find(call.Tender, request.CommandId, call.Aborted);
        var parts = recorded.Count > 0 ? PartsOf(recorded) : await ReadParts(call, bid.Statement);
        return new SubmitBid(bid.Lot, bid.Statement, parts, bid.Certificate, bid.EncryptionCertificates);
    }

    public static Task<ImmutableArray<string>> Receipts(ApiCall call, SubmitBid command, Answer answer)
    {
        var receipt = call.Get<ReceiptDesk>().Issue(Parse(command.Statement), command.Statement, answer.Events.Single());
        return Task.FromResult<ImmutableArray<string>>([receipt]);
    }

    /// <summary>
    /// The rules see an unreadable header as no header, which is another than the statement's: the answer says what is wrong with
    /// it and where, and which limit it passes.
    /// </summary>
    public static Refusal NameHeaderFault(ApiCall call, Refusal refusal) =>
        refusal.Code is nameof(TenderRefusal.StatementDiffers) or nameof(TenderRefusal.HeaderMalformed)
        && call.Http.Items.TryGetValue(typeof(HeaderFault), out var found) && found is (string part, HeaderFault fault)
            ? NameLimit(TenderRefusal.HeaderMalformed.With("part", part).With("cause", fault), fault.Cause)
            : refusal;

    private static ImmutableArray<SealedPart> PartsOf(IReadOnlyList<TenderEvent> recorded) => recorded switch
    {
        [BidSubmitted e] => e.Parts,
        [BidReplaced e] => e.Parts,

        // The id was used for another kind of command: the shell says so, whatever stands here.
        _ => [],
    };

    private static async Task<ImmutableArray<SealedPart>> ReadParts(ApiCall call, SignedText signed)
    {
        var store = call.Get<IDocumentStore>();
        var parts = ImmutableArray.CreateBuilder<SealedPart>();
        foreach (var part in Parse(signed).Parts)
        {
            var document = await store.Describe(part.FileSm3, call.Aborted);
            if (document is not { Class: DocumentClass.Sealed } || document.Owner != call.Actor.Party)
            {
                throw new RefusedException(FileNotUploaded.With("part", part.Part).With("file_sm3", part.FileSm3));
            }

            // It stays while the act is decided. The recorded act claims it (SealedFileCare); after a refusal it expires.
            await store.Hold(part.FileSm3, call.Aborted);
            parts.Add(new SealedPart(part.Part, part.FileSm3, document.Size, await ReadHeader(call, part)));
        }

        return parts.ToImmutable();
    }

    /// <summary>
    /// The header's text, cut at the limit of a header; where it is not of its form the rules say so, by their order of precedence.
    /// </summary>
    private static async Task<string> ReadHeader(ApiCall call, SubmittedPart part)
    {
        await using var stream = await call.Get<IDocumentStore>().Open(part.FileSm3, call.Aborted)
            ?? throw new RefusedException(FileNotUploaded);
        var start = new byte[SealLimits.Header];
        var read = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, call.Aborted);
        if (SealedHeader.TryParse(start.AsSpan(0, read), out var header, out var fault))
        {
            return Encoding.ASCII.GetString(header.Bytes);
        }

        call.Http.Items.TryAdd(typeof(HeaderFault), (part.Part, fault));
        return "";
    }

    private static Refusal NameLimit(Refusal refusal, HeaderCause cause) => cause switch
    {
        HeaderCause.HeaderTooLong => refusal.With("limit_bytes", SealLimits.Header),
        HeaderCause.LineTooLong => refusal.With("limit_bytes", SealLimits.Line),
        HeaderCause.BadTender => refusal.With("limit_characters", SealLimits.Tender),
        HeaderCause.BadLot => refusal.With("limit_characters", SealLimits.Lot),
        HeaderCause.BadVersion => refusal.With("limit", SealLimits.Version),
        HeaderCause.BadThreshold => refusal.With("limit", SealLimits.Custodians),
        HeaderCause.TooManyBidders => refusal.With("limit", SealLimits.Bidders),
        _ => refusal,
    };

    private static SubmitRecord Parse(SignedText signed)
    {
        try
        {
            return SubmitRecord.Parse(signed.Text);
        }
        catch (RecordException e)
        {
            throw new RefusedException(StatementUnreadable.With("cause", e.Message));
        }
    }
}
