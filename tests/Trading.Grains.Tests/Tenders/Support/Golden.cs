using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Primitives;

namespace Trading.Grains.Tests.Tenders.Support;

/// <summary>
/// One event of every type and one command of every type. Events are those of the main job where it has them; the few it
/// does not meet are made here.
/// </summary>
internal static class Golden
{
    private static readonly DateTimeOffset _at = Terms.Deadline.AddMinutes(5);
    private static readonly Actor _host = new(Cast.Centre, Digest.OfUtf8("host"), Role.Organisation);
    private static readonly PartyId _bidder = Cast.Bidders[0].Party;

    public static ImmutableSortedDictionary<string, TenderEvent> Events { get; } = new TenderEvent[]
    {
        new DocumentsAmended(
            Terms.Documents, Notice.DigestOf(Terms.Documents), Signed("schedule"), "澄清一", ["certificate"],
            [new ComputedDeadline("clarification", "招标投标法 第二十三条", "works/2026@1", "2026@1", _at)]) { At = _at, By = _host },
        new AmendmentConfirmed(Terms.Lot, _bidder, Signed("confirm"), "certificate") { At = _at, By = _host },
        new LotFailed(Terms.Lot, "招标投标法 第二十八条") { At = _at, By = _host },
        new ReleaseFailed(Terms.Lot, _bidder, [new ReleaseCheck("all", Digest.OfUtf8("m"), "BIDDER_RELEASE_BAD")]) { At = _at, By = _host },
        new CopyHandedIn(Terms.Lot, _bidder, [new HandedInCopy("all", Digest.OfUtf8("p"))]) { At = _at, By = _host },
        new WindowExtended(Terms.Lot, _at.AddMinutes(10), "网络故障") { At = _at, By = _host },
        new FailureProposed(Terms.Lot, _bidder, Attribution.Platform, "平台原因") { At = _at, By = _host },
        new FailureDecided(Terms.Lot, _bidder, Attribution.Reset, "重置", _at.AddMinutes(30)) { At = _at, By = _host },
        new SecretHandedIn(
            Terms.Lot, _bidder, Signed("secret"), "certificate", [new ReleaseCheck("all", Digest.OfUtf8("m"), null)])
            {
                At = _at, By = _host,
            },
        new SharesClosed(Terms.Lot) { At = _at, By = _host },
        new SessionReopened(Terms.Lot, Role.Supervisor) { At = _at, By = _host },
        new DrawShareOpened(Terms.Lot, 3, 1, "AAAA") { At = _at, By = _host },
        new DrawVoided(Terms.Lot, 3, "ENVELOPE_MALFORMED") { At = _at, By = _host },
    }.Concat(Stages.Recorded.Events).GroupBy(NameOf).ToImmutableSortedDictionary(group => group.Key, group => group.First());

    /// <summary>One command of every type; most are refused in most states, which is what totality asks for.</summary>
    public static ImmutableArray<TenderCommand> Commands { get; } =
    [
        Terms.Registration,
        Stages.HandOver(Cast.Host, Proofs.Records.Department.Organisation, Proofs.Records.Department.Attestation),
        Terms.Publish(),
        new AmendDocuments(Terms.Documents, Signed("x"), "澄清", ["x"]),
        new ConfirmAmendment(Terms.Lot, Signed("x"), "x"),
        Bids.Submit(Cast.Bidders[0]),
        Bids.Withdraw(Cast.Bidders[0]),
        new CloseBidding(Terms.Lot),
        new SignLiveSet(Terms.Lot, Signed("x"), "x"),
        new BeginOpening(Terms.Lot, Stages.Session()),
        new FetchForRelease(Terms.Lot),
        new ReleaseBid(Terms.Lot, Signed("x"), "x", []),
        new HandInCopy(Terms.Lot, [], []),
        new ExtendWindow(Terms.Lot, 5, "理由"),
        new DecideFailure(Terms.Lot, _bidder, Attribution.Bidder, "理由"),
        new CloseWindow(Terms.Lot),
        new SignWindowShut(Terms.Lot, Signed("x"), "x"),
        new ReleaseShares(Terms.Lot, Signed("x"), "x", []),
        new HandInSecret(Terms.Lot, Signed("x"), "x", []),
        new CloseShares(Terms.Lot),
        new RecordVerdicts(Terms.Lot, [], []),
        new ReopenSession(Terms.Lot),
        new CommitDraw(Terms.Lot, Signed("x"), "x", "x"),
        new HandInDrawEnvelope(Terms.Lot, Signed("x")),
        new RevealDraw(Terms.Lot, default),
        new RecoverDrawReveal(Terms.Lot, 1, "none"),
        new RaiseObjection(Terms.Lot, "异议"),
        new AnswerObjection(Terms.Lot, 1, "答复"),
        new ConfirmOpening(Terms.Lot, Signed("x"), "x"),
        new NameCommittee(Terms.Lot, Stages.Members),
        new EnterMarks(Terms.Lot, Signed("x"), "x"),
        new CompleteEvaluation(Terms.Lot),
        new PublishCandidates(Terms.Lot, Terms.Beijing(2026, 3, 27, 0, 0)),
        new AwardLot(Terms.Lot, Signed("x"), "x"),
        new CloseRecord(Terms.Lot),
    ];

    public static string NameOf(TenderEvent one) => typeof(TenderEvent)
        .GetCustomAttributes(typeof(JsonDerivedTypeAttribute), false).Cast<JsonDerivedTypeAttribute>()
        .Single(derived => derived.DerivedType == one.GetType()).TypeDiscriminator!.ToString()!;

    public static TenderEvent Decode(EventCodec<TenderEvent> codec, EncodedEvent encoded) => codec.Decode(new RecordedEvent(
        StreamId.Of("tender", Terms.Id.Value), 1, encoded.Type, _at, default, encoded.Visibility, encoded.BeginsOpening, encoded.Body,
        encoded.Private, null, default));

    /// <summary>An event as a golden file holds it: the JSON of the journal, indented for people.</summary>
    public static string Pretty(string json) =>
        JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement, _indented).ReplaceLineEndings("\n") + "\n";

    private static readonly JsonSerializerOptions _indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static Proofs.Records.SignedText Signed(string text) =>
        new($"{text}\n", [new Proofs.Records.RecordSignature(Digest.OfUtf8("signer"), [1, 2, 3])]);
}
