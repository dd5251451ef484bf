using System.Collections.Frozen;

namespace Trading.Web.Api;

/// <summary>
/// Which HTTP status a refusal has. A refusal of the rules is about the state of things (409) unless it stands here;
/// a refusal of the interface always stands here.
/// </summary>
internal static class RefusalStatus
{
    private static readonly FrozenDictionary<string, int> Table = new Dictionary<string, int>
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
    }.ToFrozenDictionary();

    public static int Of(string code) => Table.GetValueOrDefault(code, StatusCodes.Status409Conflict);
}
