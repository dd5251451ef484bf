using System.Collections.Frozen;

namespace Trading.Web.Api;

/// <summary>
/// Which HTTP status a refusal has. A refusal of the rules is about the state of things (409) unless it stands here;
/// a refusal of the interface always stands here.
/// </summary>
internal static class RefusalStatus
{
    /// <summary>Refusals of the grains that are about the person: 403.</summary>
    private static readonly string[] AboutThePerson =
    [
        "RoleNotAllowed", "PartyNotAllowed", "ActedInOtherDepartment", "CertificateNotActors", "CertificateOfAnother", "BidderBarred",
        "NotCustodian", "DrawNotParty", "NotCommitteeMember", "NotThisActor", "CertificateOfOther", "SelfGrant", "TestCaOff",
        "CodeNotYours",
    ];

    /// <summary>Refusals about something that is not there: 404.</summary>
    private static readonly string[] AboutNothing =
        ["NotRegistered", "LotUnknown", "ObjectionUnknown", "UploadUnknown", "DocumentUnknown", "CertificateUnknown", "NoSession"];

    /// <summary>Refusals about what the command says, whatever the state: 422.</summary>
    private static readonly string[] AboutTheContent =
    [
        "CertificateMalformed", "CertificateUsage", "CertificateNotValid", "SignatureMissing", "SignatureInvalid",
        "StatementMalformed", "StatementDiffers", "StatementUnreadable", "StatementOfOther", "NameMissing", "PackUnknown",
        "LotsMalformed", "EstimateMissing", "TermsMalformed", "BondTooHigh", "CeilingMissing", "PolicyMalformed",
        "ScheduleMalformed", "OpeningNotAtDeadline", "BeyondCalendar", "PreparationTooShort", "SaleTooShort", "PartsIncomplete",
        "FileSize", "HeaderMalformed", "HeaderDiffers", "HeaderCustodians", "HeaderBidderKeys", "FileNotUploaded",
        "SessionMalformed", "PartialRelease", "SecretWrong", "ReasonMissing", "DrawRevealWrong", "DrawShareWrong", "CommitteeMalformed",
        "CommitteeSize", "CommitteeExperts", "MarksMalformed", "PublicityTooShort", "CreditCodeInvalid", "CertificateRefused",
        "CertificatesDiffer", "ContactDiffers", "TooManyCertificates", "ReasonTooLong", "RoleNotGrantable", "NotAPerson",
        "RoleDoesNotFit", "KeeperUnfit", "HalfWrong", "EnvelopeUnreadable", "CopyMissing", "DigestDiffers", "CertifyMalformed",
        "CertifySignatureInvalid",
    ];

    private static readonly string[] AboutSize = ["DocumentTooLarge", "ChunkTooLarge", "QuotaExceeded", "BeyondSize"];

    private static readonly string[] AboutTheLogin =
    [
        "ChallengeUnknown", "OriginDiffers", "ChallengeDiffers", "LoginCertificateMalformed", "LoginCertificateRefused",
        "LoginSignatureInvalid", "NotRegisteredHere",
    ];

    private static readonly FrozenDictionary<string, int> Table = Make();

    public static int Of(string code) => Table.GetValueOrDefault(code, StatusCodes.Status409Conflict);

    private static FrozenDictionary<string, int> Make()
    {
        var table = new Dictionary<string, int>
        {
            [nameof(Problems.Malformed)] = StatusCodes.Status400BadRequest,
            [nameof(Problems.RoleUnclear)] = StatusCodes.Status400BadRequest,
            [nameof(Problems.BodyNotRead)] = StatusCodes.Status400BadRequest,
            [nameof(Problems.LoginNeeded)] = StatusCodes.Status401Unauthorized,
            [nameof(Problems.ForeignOrigin)] = StatusCodes.Status403Forbidden,
            [nameof(Problems.RoleNotYours)] = StatusCodes.Status403Forbidden,
            [nameof(Problems.NotFound)] = StatusCodes.Status404NotFound,
            [nameof(Problems.NotYetPublished)] = StatusCodes.Status404NotFound,
            [nameof(Problems.TooLarge)] = StatusCodes.Status413PayloadTooLarge,
            [nameof(Problems.MediaType)] = StatusCodes.Status415UnsupportedMediaType,
            [nameof(Problems.TooManyRequests)] = StatusCodes.Status429TooManyRequests,
            [nameof(Problems.TryAgain)] = StatusCodes.Status503ServiceUnavailable,
            [nameof(Problems.StoreFailed)] = StatusCodes.Status503ServiceUnavailable,
            ["LoginMalformed"] = StatusCodes.Status400BadRequest,
            ["TooManyChallenges"] = StatusCodes.Status429TooManyRequests,
            ["TooManyFailedLogins"] = StatusCodes.Status429TooManyRequests,
            ["TooManyUploads"] = StatusCodes.Status429TooManyRequests,
        };
        Add(AboutThePerson, StatusCodes.Status403Forbidden);
        Add(AboutNothing, StatusCodes.Status404NotFound);
        Add(AboutTheContent, StatusCodes.Status422UnprocessableEntity);
        Add(AboutSize, StatusCodes.Status413PayloadTooLarge);
        Add(AboutTheLogin, StatusCodes.Status401Unauthorized);
        return table.ToFrozenDictionary();

        void Add(string[] codes, int status)
        {
            foreach (var code in codes)
            {
                table.Add(code, status);
            }
        }
    }
}
