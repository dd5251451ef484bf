using System.Collections.Immutable;

namespace Trading.Grains.Records;

/// <summary>
/// Checks a published record, offline, with nothing but the record: <c>trading verify</c>, the demo and the tests run this. The
/// numbers are for ever; docs/specification.md lists what each check proves.
/// </summary>
public static class RecordVerifier
{
    /// <summary>All checks of a record in their order.</summary>
    public static ImmutableArray<RecordCheck> Checks { get; } =
    [
        new(1, "files-listed", "清单列明全部文件，不多不少", "the manifest lists every file, and no other", ContainerChecks.ManifestListsTheFiles),
        new(2, "files-digests", "每个文件的大小与摘要与清单一致", "each file has the size and SM3 the manifest says", ContainerChecks.FilesAreAsListed),
        new(3, "manifest-signed", "清单由交易中心签名", "the centre signed the manifest", ContainerChecks.ManifestIsSignedByTheCentre),
        new(4, "certificates", "行为与封标所用证书可追溯至签发机构", "every certificate acted or sealed with leads to an issuer", CertificateChecks.CertificatesChain),
        new(5, "versions", "事件版本连续", "the events are numbered without gap", ChainChecks.VersionsHaveNoGap),
        new(6, "chain", "每个事件记有前一事件的摘要", "each event holds the digest of the one before", ChainChecks.EachFollowsTheOneBefore),
        new(7, "bodies", "公开的内容与事件摘要一致", "each shown body is the one its event covers", ChainChecks.BodiesAreTheirs),
        new(8, "withheld", "仅依法保密的内容未公开", "only what the law keeps secret is withheld", ChainChecks.OnlySecretsAreWithheld),
        new(9, "last-event", "清单记有最后一个事件", "the manifest names the last event", ChainChecks.LastEventIsTheManifests),
        new(10, "log-leaves", "每个事件都在透明日志中", "every event's leaf is in the log", ChainChecks.LeavesAreInTheLog),
        new(11, "log-checkpoint", "检查点由中心的日志密钥签名", "the log's key, which is the centre's, signed the checkpoint", ChainChecks.CheckpointIsSigned),
        new(12, "times", "时间不倒流", "recorded times never run backwards", ChainChecks.TimesNeverRunBackwards),
        Again(13, "registration", "登记符合规则", "the registration follows the rules", "tender_registered"),
        Again(14, "hand-overs", "三部门移交有签名，无人兼任", "hand-overs are signed, and nobody acted for two departments", "handed_over"),
        Again(15, "notice", "公告：签名、开标规则、法定期限", "the notice: signatures, policy, schedule, every legal clock", "tender_published", "documents_amended"),
        new(16, "documents", "招标文件与公告摘要一致", "the tender documents are those the notice names", BidChecks.DocumentsAreTheNotices),
        Again(17, "submissions", "递交：签名、密封文件头、开标规则一致", "submissions: signature, sealed header, policy, version", "bid_submitted", "bid_replaced", "amendment_confirmed"),
        Again(18, "withdrawals", "撤回由投标人签名，在截止前", "withdrawals are the bidder's, before the deadline", "bid_withdrawn"),
        new(19, "deadline", "截止后无递交、替换或撤回", "nothing was submitted or withdrawn at or after the deadline", BidChecks.NoneAfterTheDeadline),
        new(20, "versions-rise", "开启的是每个投标人的最后版本", "each bidder's last version was opened, and no other", BidChecks.VersionsRise),
        Again(21, "live-set", "有效投标清单可重算", "the live set is what the submissions make", "bidding_closed", "lot_failed"),
        Again(22, "live-set-signed", "保管人签署有效投标清单", "custodians signed the live set", "live_set_signed"),
        new(23, "three-bids", "开标时不少于三个投标人", "at least three bids at the opening", BidChecks.EnoughBids),
        Again(24, "opening-began", "达到法定人数后按时开标，会话密钥已公布", "the opening began on time, with the quorum's signatures and an announced session key", "opening_began", "session_reopened"),
        Again(25, "releases", "投标人解密：本人签名，在时限内", "bidders released by signature, inside the window", "release_fetched", "bid_released", "release_failed", "copy_handed_in"),
        Again(26, "window", "延长与归责依规则", "extensions and attributions follow the rules", "window_extended", "failure_proposed", "failure_decided"),
        Again(27, "window-closed", "解密截止书可重算", "the shut window's text is what the releases make", "window_closed"),
        Again(28, "window-shut", "法定人数签署解密截止", "a quorum of custodians signed the shut window", "window_shut_signed", "window_shut"),
        Again(29, "shares", "保管人在解密截止后解封", "custodians released after the window was shut", "shares_released", "secret_handed_in",
            "shares_closed"),
        Again(30, "verdicts", "开标结论与归责依规则", "verdicts and attributions follow from the evidence", "bids_opened", "secrets_kept"),
        new(31, "verdicts-complete", "每个有效投标都有结论，摘要一致", "every live bid has its verdict, with equal digests", SealedChecks.EveryBidHasItsVerdict),
        new(32, "sealed-files", "密封文件即所递交的文件", "the sealed files are the submitted ones", SealedChecks.FilesAreTheSubmitted),
        new(33, "opened-again", "密封文件重新开启，内容与公布一致", "the sealed files open again to what was shown", SealedChecks.FilesOpenToWhatWasShown),
        new(34, "releases-match", "解密内容与所签摘要一致", "what was released is what was signed", SealedChecks.ReleasesAreOfTheseSecrets),
        Again(35, "draw-acts", "抽取：承诺、信封、揭示", "the draw's commitments, envelopes and reveals", "draw_committed", "draw_record_closed", "draw_envelope_handed_in", "draw_share_opened", "draw_revealed", "draw_voided", "coefficient_drawn"),
        new(36, "coefficient", "系数可重算", "the coefficient follows from the reveals", DrawChecks.CoefficientFollows),
        Again(37, "objections", "开标异议均已答复", "objections were raised and answered by the rules", "objection_raised", "objection_answered"),
        Again(38, "opening-confirmed", "开标记录经主持人与见证确认", "host and attestation signed the opening record", "opening_confirmed"),
        Again(39, "committee", "评标委员会组成合法", "the committee is of lawful size and kind", "committee_named"),
        Again(40, "marks", "评分表有签名，未改动", "every sheet is signed by its member", "marks_entered"),
        Again(41, "evaluation", "评标结果依规则", "the evaluation follows from sheets and prices", "evaluation_completed"),
        new(42, "price-scores", "价格得分可重算", "the price scores follow from prices, method and coefficient", AwardChecks.PriceScoresFollow),
        new(43, "ranking", "排名可重算", "points and ranking follow from the marks", AwardChecks.RankingFollows),
        Also(44, "candidates", "候选人与公示期合法", "the candidates are the first ranked, and were published in time and long enough", AwardChecks.CandidatesFollow, "candidates_published"),
        Again(45, "award-signed", "中标由招标人签名", "the tenderee signed the award", "lot_awarded"),
        new(46, "award", "中标人、价格与公示一致", "winner and price are those of ranking and opening list", AwardChecks.AwardFollows),
        Again(47, "closed", "见证部门归档", "the attestation department closed the record", "record_closed"),
        new(48, "replay", "重放事件得到归档状态", "replaying the events ends with a closed record", ChainChecks.ReplayEndsClosed),
        new(49, "failures-proved", "因文件自身问题未开启的，可重新验证", "a bid that failed by its own file fails again", SealedChecks.FailuresAreProved),
        new(50, "sheets-counted", "评分表份数与公布的评分一致", "as many sheets were signed as marks are published of", AwardChecks.SheetsAreCounted),
        new(51, "places", "档案中没有来历不明的文件", "every file has its place in the record, and none stands beside", ContainerChecks.EveryFileHasItsPlace),
    ];

    /// <summary>Runs all checks; each result is told as soon as it is known.</summary>
    public static async IAsyncEnumerable<CheckResult> VerifyAsync(OpenedRecord record)
    {
        foreach (var check in Checks)
        {
            yield return await check.ResultOn(record);
        }
    }

    /// <summary>A check that sends the acts behind events of these types through the rules again.</summary>
    private static RecordCheck Again(int number, string id, string chinese, string english, params string[] types) =>
        new(number, id, chinese, english, (OpenedRecord record) => Redecision.Check(record, types)) { Types = [.. types] };

    /// <summary>The same, and another check of what the acts say.</summary>
    private static RecordCheck Also(
        int number, string id, string chinese, string english, Func<OpenedRecord, string> run, params string[] types) =>
        new(number, id, chinese, english, (OpenedRecord record) =>
        {
            // What does not apply there does not apply here either, and a fault there comes first.
            Redecision.Check(record, types);
            return run(record);
        })
        {
            Types = [.. types],
        };
}
