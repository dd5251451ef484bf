using System.Collections.Immutable;
using Trading.Client.Messages;
using Trading.Grains.Parties;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Web.Identity;

namespace Trading.Web.Api;

/// <summary>Every endpoint of the centre, in one table: what it is called, who may call it, what it takes and gives.</summary>
internal static class Acts
{
    public const string TenderActs = "/api/tenders/{tender}/acts/";

    public const string PartyActs = "/api/parties/{party}/acts/";

    private static readonly Access Draw = Access.Of(Role.Organisation, Role.Tenderee, Role.Agency, Role.Supervisor);

    private static readonly Access Readers = Access.Of(Role.Supervisor, Role.Auditor);

    public static ImmutableArray<ApiEndpoint> All { get; } =
    [
        // ---- 登录
        Post("login_challenge", "/api/login/challenge", Access.Anybody, "取得登录挑战", "Gives a one-time login/1 text to sign.",
            LoginApi.Challenge) with { Answer = typeof(ChallengeAnswer), Rate = RateClass.Door },
        Post("login", "/api/login", Access.Anybody, "证书登录", "Logs in with the signed login/1 text: a token, or a cookie for pages.",
            LoginApi.Login) with { Content = typeof(LoginRequest), Answer = typeof(LoginAnswer), Rate = RateClass.Door },
        Post("logout", "/api/logout", Access.Anybody, "退出登录", "Forgets the cookie.", LoginApi.Logout),
        Get("me", "/api/me", Access.LoggedIn, "当前登录人", "Who is logged in, and in which roles.", LoginApi.Me)
            with { Answer = typeof(WhoAmI) },

        // ---- 主体
        PartyAct<RegisterPartyRequest, PartyCommand.RegisterParty>(Access.Anybody, "主体登记",
            "Registers a party by a signed register/1 statement.", PartyApi.Register) with { Rate = RateClass.Door },
        PartyAct<AddCertificateRequest, PartyCommand.AddCertificate>(Access.LoggedIn, "添加证书",
            "Adds a person's or another key's certificate to the caller's own party.", PartyApi.Add),
        PartyAct<PartyCommand.RevokeCertificate, PartyCommand.RevokeCertificate>(Access.LoggedIn, "注销证书",
            "Revokes a certificate of the own party; the security administrator of any."),
        PartyAct<PartyCommand.GrantRole, PartyCommand.GrantRole>(Access.Of(Role.SecurityAdministrator), "授予角色",
            "Grants a role to a person of a party."),
        PartyAct<PartyCommand.RevokeRole, PartyCommand.RevokeRole>(Access.Of(Role.SecurityAdministrator), "撤销角色",
            "Revokes a role of a person of a party."),
        Get("party", "/api/parties/{party}", Access.Anybody, "主体信息", "What is public of a party.", PartyApi.View)
            with { Answer = typeof(PublicParty) },
        Get("registration", "/api/parties/{party}/registration", Access.LoggedIn, "登记信息",
            "Certificates and roles, for the party itself and the security administrator.", PartyApi.Registration)
            with { Answer = typeof(PartyView) },

        // ---- 测试 CA
        Get("issuers", "/api/issuers", Access.Anybody, "受信任的证书颁发机构", "The CA certificates that are trusted here, PEM.",
            TestCaApi.Issuers) with { MediaType = "application/x-pem-file" },
        Get("centre_certificate", "/api/centre", Access.Anybody, "交易中心证书",
            "The centre's signing and encryption certificates, PEM.", TestCaApi.Centre) with { MediaType = "application/x-pem-file" },
        Post("issue_test_certificate", "/api/test-ca/certificates", Access.Anybody, "签发测试证书（仅供测试）",
            "Issues a TEST ONLY certificate for a key whose holder signed certify/1; only where the test CA is on.", TestCaApi.Issue)
            with { Content = typeof(CertifyRequest), Answer = typeof(CertifyAnswer), Rate = RateClass.Door },

        // ---- 文件
        Post("begin_upload", "/api/uploads", Access.LoggedIn, "开始上传", "Begins an upload, or finds the unfinished one of the same file.",
            UploadApi.Begin) with { Content = typeof(BeginUpload), Answer = typeof(UploadState) },
        Get("upload", "/api/uploads/{upload}", Access.LoggedIn, "上传进度", "How many bytes of an own upload are durable.", UploadApi.State)
            with { Answer = typeof(UploadState) },
        new("upload_offset", "HEAD", "/api/uploads/{upload}", Access.LoggedIn, "上传进度", "The same in the header Upload-Offset.",
            UploadApi.State),
        new("append_upload", "PATCH", "/api/uploads/{upload}", Access.LoggedIn, "上传分块",
            "Appends a chunk at the offset named in the header Upload-Offset.", UploadApi.Append)
            {
                Answer = typeof(UploadState), MediaType = "application/octet-stream", BodyLimit = ApiLimits.ChunkBytes,
            },
        Post("complete_upload", "/api/uploads/{upload}/complete", Access.LoggedIn, "完成上传",
            "Checks the whole against its digest and keeps it.", UploadApi.Complete) with { Answer = typeof(DocumentState) },
        Get("document", "/api/documents/{digest}", Access.Anybody, "下载文件",
            "A published document by its digest; others only to those they are granted to.", DocumentApi.Download)
            with { MediaType = "application/octet-stream" },

        // ---- 项目
        Get("notices", "/api/notices", Access.Anybody, "公告公示列表", "Notices of all lots, newest first.", TenderApi.List)
            with
            {
                Answer = typeof(NoticePage),
                Query = [("words", "words that occur in names or numbers"), ("before", "the last number of the page before")],
            },
        Get("tender", "/api/tenders/{tender}", Access.Anybody, "招标项目", "What anybody may see of a tender.", TenderApi.View)
            with { Answer = typeof(TenderView) },
        Get("opening", "/api/tenders/{tender}/lots/{lot}/opening", Access.Anybody, "开标室", "The opening room, once the opening began.",
            TenderApi.Opening) with { Answer = typeof(OpeningView) },
        Get("mine", "/api/tenders/{tender}/mine", Access.LoggedIn, "我的投标与待办",
            "The caller's own bids, and what it can do next with the text to sign.", TenderApi.Mine)
            with { Answer = typeof(TenderViewForActor) },
        Get("own_file", "/api/tenders/{tender}/lots/{lot}/own-files/{part}", Access.Of(Role.Bidder), "取回本人密封文件",
            "The sealed file of the caller's own live bid, as it is stored.", DocumentApi.OwnSealed)
            with { MediaType = "application/vnd.bidseal" },
        Get("bid_content", "/api/tenders/{tender}/lots/{lot}/contents/{digest}", Access.Of(Role.Expert, Role.Tenderee), "评委查阅投标内容",
            "The opened content of a bid, for a member of the lot's committee while its marks are open.", DocumentApi.BidContent)
            with { MediaType = "application/octet-stream" },
        Get("release_kit", "/api/tenders/{tender}/lots/{lot}/release-kit", Access.Of(Role.Bidder), "解密所需数据",
            "After the act fetch_for_release, and while shares are awaited: own headers, own paths in the live set, the session.", OpeningApi.ReleaseKit)
            with { Answer = typeof(ReleaseKit) },
        Get("custody_kit", "/api/tenders/{tender}/lots/{lot}/custody-kit", Access.Of(Role.Custodian), "解封所需数据",
            "The headers of the released live bids, and the session.", OpeningApi.CustodyKit) with { Answer = typeof(CustodyKit) },
        Get("keeper_kit", "/api/tenders/{tender}/lots/{lot}/keeper-kit", Access.Of(Role.Attestation, Role.Supervisor), "会话密钥保管份",
            "After a restart: the caller's half of the session key, and the key to envelope it to.", OpeningApi.KeeperKit)
            with { Answer = typeof(KeeperKit) },

        .. TenderCommands(),

        // ---- 公开日志
        Get("log_key", "/api/log/key", Access.Anybody, "日志公钥", "The log's public key.", LogApi.Key) with { MediaType = "text/plain" },
        Get("checkpoint", "/api/log/checkpoint", Access.Anybody, "日志检查点", "The newest signed checkpoint.", LogApi.Checkpoint)
            with { MediaType = "text/plain" },
        Get("tile", "/api/log/tile/{**path}", Access.Anybody, "日志分片", "A tile of the log (c2sp.org/tlog-tiles).", LogApi.Tile)
            with { MediaType = "application/octet-stream" },
        Get("log_proof", "/api/log/proofs/{leaf}", Access.Anybody, "存在性证明",
            "The tlog-proof of a blinded leaf; whoever holds a receipt can compute the leaf.", LogApi.Proof)
            with { MediaType = "text/plain" },

        // ---- 档案
        Get("record", "/api/tenders/{tender}/record", Access.Anybody, "公开档案", "The closed public record, record/1.", RecordApi.Public)
            with { MediaType = "application/zip" },
        Get("restricted_record", "/api/tenders/{tender}/restricted-record", Readers, "受限档案",
            "The restricted record, for supervisor and auditor.", RecordApi.Restricted) with { MediaType = "application/zip" },

        // ---- 运行
        Get("health", "/api/health", Access.Anybody, "运行状态", "Whether the centre serves; nothing else.", HealthApi.Health)
            with { Answer = typeof(Health) },
    ];

    private static IEnumerable<ApiEndpoint> TenderCommands() =>
    [
        Act<RegisterTender>(Access.Of(Role.Reception), "项目登记", "Registers a tender."),
        Act<HandOver>(Access.Of(Role.Reception, Role.Organisation), "科室移交", "Hands the tender over to the next department."),
        Act<PublishTender, PublishTender>(Access.Of(Role.Organisation), "发布公告",
            "Publishes notice, documents, policy and schedule; the centre's signature is added.", NoticeActs.Publish),
        Act<AmendDocuments, AmendDocuments>(Access.Of(Role.Organisation), "澄清修改",
            "Changes the documents before the deadline; the centre's signature is added.", NoticeActs.Amend),
        Act<ConfirmAmendment>(Access.Of(Role.Bidder), "确认修改", "A bidder confirms changed documents."),
        Act<SubmitBidRequest, SubmitBid>(Access.Of(Role.Bidder), "递交投标文件", "Hands in or replaces a bid: receipts at once.",
            BiddingActs.Submit, BiddingActs.Receipts, BiddingActs.NameHeaderFault),
        Act<WithdrawBid>(Access.Of(Role.Bidder), "撤回投标文件", "Withdraws a bid before the deadline."),
        Act<SignLiveSet>(Access.Of(Role.Custodian), "签署有效投标清单", "A custodian signs the frozen live set."),
        Act<BeginOpeningRequest, BeginOpening>(Access.Of(Role.Organisation), "开始开标", "Begins the opening; the session key is made.",
            OpeningActs.Begin),
        Act<FetchForRelease>(Access.Of(Role.Bidder), "取得解密数据", "A bidder's client takes what it needs to release."),
        Act<ReleaseBidRequest, ReleaseBid>(Access.Of(Role.Bidder), "投标人解密", "A bidder releases its keys of all parts.",
            OpeningActs.Release),
        Act<HandInCopyRequest, HandInCopy>(Access.Of(Role.Bidder), "提交明文副本", "A remedy: plaintext copies that match the seal.",
            OpeningActs.HandInCopy),
        Act<ExtendWindow>(Access.Of(Role.Organisation), "延长解密时限", "Extends the bidders' window, once."),
        Act<DecideFailure>(Access.Of(Role.Organisation, Role.Supervisor), "认定解密失败责任", "Decides whose failure a missing release is."),
        Act<CloseWindow>(Access.Of(Role.Organisation), "截止解密", "Ends the bidders' window."),
        Act<SignWindowShut, SignWindowShut>(Access.Of(Role.Custodian), "签署解密截止", "A custodian signs which bidders released.",
            (_, _, command) => Task.FromResult(command), OpeningActs.AfterShutting),
        Act<ReleaseSharesRequest, ReleaseShares>(Access.Of(Role.Custodian), "保管人解封", "A custodian releases its shares.",
            OpeningActs.ReleaseShares, OpeningActs.AfterShares),
        Act<HandInSecretRequest, HandInSecret>(Access.Of(Role.Bidder), "补交保管密钥",
            "A bidder whose custodians' shares failed proves T by its seal record.", OpeningActs.HandInSecret, OpeningActs.AfterSecret),
        Act<CloseShares, CloseShares>(Access.Of(Role.Organisation), "不再等待保管人",
            "Ends the waiting for shares: what has its quorum is opened, what has not fails as another's.",
            (_, _, command) => Task.FromResult(command), OpeningActs.AfterClosingShares),
        Act<ReopenSessionRequest, ReopenSession>(Access.Of(Role.Attestation, Role.Supervisor), "恢复开标会话",
            "After a restart: a keeper hands in its half of the session key.", OpeningActs.Reopen, OpeningActs.AfterReopening),
        Act<CommitDraw>(Draw, "抽取承诺", "Commits to a secret for the draw of the coefficient."),
        Act<HandInDrawEnvelope>(Draw, "递交抽取信封", "Hands in the envelope of the committed secret."),
        Act<RevealDraw>(Draw, "抽取揭示", "Reveals the committed secret."),
        Act<RecoverDrawReveal>(Draw, "恢复抽取揭示", "Opens a share of a secret that another party withholds."),
        Act<RaiseObjection>(Access.Of(Role.Bidder), "提出异议", "Objects at the opening."),
        Act<AnswerObjection>(Access.Of(Role.Tenderee, Role.Agency, Role.Organisation), "答复异议", "Answers an objection on the spot."),
        Act<ConfirmOpening>(Access.Of(Role.Organisation, Role.Attestation, Role.Bidder), "确认开标记录", "Confirms the opening record."),
        Act<NameCommittee>(Access.Of(Role.Organisation), "组建评标委员会", "Names the committee."),
        Act<EnterMarks>(Access.Of(Role.Expert, Role.Tenderee), "提交评分", "A member's signed marks."),
        Act<CompleteEvaluation>(Access.Of(Role.Organisation), "完成评标", "Closes the evaluation; the ranking is computed."),
        Act<PublishCandidates>(Access.Of(Role.Tenderee, Role.Agency, Role.Organisation), "公示中标候选人", "Publishes the candidates."),
        Act<AwardLot>(Access.Of(Role.Tenderee), "定标", "Awards the lot."),
        Act<CloseRecord>(Access.Of(Role.Attestation), "归档", "Closes the record."),
    ];

    private static ApiEndpoint Act<TCommand>(Access access, string chinese, string english) where TCommand : TenderCommand =>
        Act<TCommand, TCommand>(access, chinese, english, (_, _, command) => Task.FromResult(command));

    private static ApiEndpoint Act<TContent, TCommand>(
        Access access, string chinese, string english,
        Func<ApiCall, ActRequest<TContent>, TContent, Task<TCommand>> prepare,
        Func<ApiCall, TCommand, Answer, Task<ImmutableArray<string>>>? after = null,
        Func<ApiCall, Refusal, Refusal>? explain = null)
        where TCommand : TenderCommand
    {
        var name = GrainJson.NameOf(typeof(TCommand));
        return Post(name, TenderActs + name, access, chinese, english, call => ActDesk.Serve(call, prepare, after, explain))
            with { Content = typeof(ActRequest<TContent>), Answer = typeof(ActAnswer) };
    }

    private static ApiEndpoint PartyAct<TContent, TCommand>(
        Access access, string chinese, string english, Func<ApiCall, TContent, TCommand>? prepare = null)
        where TCommand : PartyCommand
    {
        var name = GrainJson.NameOf(typeof(TCommand));
        return Post(name, PartyActs + name, access, chinese, english, call => PartyApi.Serve(call, prepare))
            with { Content = typeof(ActRequest<TContent>), Answer = typeof(ActAnswer) };
    }

    private static ApiEndpoint Get(
        string name, string path, Access access, string chinese, string english, Func<ApiCall, Task<IResult>> handle) =>
        new(name, "GET", path, access, chinese, english, handle);

    private static ApiEndpoint Post(
        string name, string path, Access access, string chinese, string english, Func<ApiCall, Task<IResult>> handle) =>
        new(name, "POST", path, access, chinese, english, handle);
}
