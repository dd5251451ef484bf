using System.Text.Json;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Web.Resources;

namespace Trading.Web.Pages;

/// <summary>The phases of the room and every word its script may have to say.</summary>
internal static class RoomWords
{
    /// <summary>The bar: name in the address of the script, word for people.</summary>
    public static readonly (string Id, string Name)[] Phases =
    [
        ("sign_in", "签到"),
        ("bidder_release", "投标人解密"),
        ("custodian_release", "保管人解封"),
        ("price_reading", "唱标"),
        ("objections", "异议"),
        ("confirmed", "确认"),
    ];

    /// <summary>Which phase of the bar an opening is in.</summary>
    public static int PhaseOf(OpeningView? opening) => opening?.Phase switch
    {
        null => 0,
        OpeningPhase.BidderRelease => 1,
        OpeningPhase.WindowShutting or OpeningPhase.CustodianRelease => 2,
        OpeningPhase.PriceReading => 3,
        OpeningPhase.Objections => 4,
        _ => 5,
    };

    public static string LockOf(CustodianLock custodian) => custodian switch
    {
        { Released: true } => "已解封",
        { SignedWindowShut: true } => "已签署窗口关闭",
        { SignedLiveSet: true } => "已签署在册清单",
        _ => "尚未到场",
    };

    public static SortedDictionary<string, string> All(Texts texts)
    {
        var words = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["day"] = texts["天"],
            ["left"] = texts["剩余"],
            ["link:connecting"] = texts["正在连接"],
            ["link:live"] = texts["实时"],
            ["link:retrying"] = texts["连接中断，正在重连"],
            ["drift:none"] = texts["本机时钟与服务器一致（{1}）"],
            ["drift:ahead"] = texts["本机时钟快 {0}（{1}），倒计时以服务器为准"],
            ["drift:behind"] = texts["本机时钟慢 {0}（{1}），倒计时以服务器为准"],
            ["drift:other"] = texts["服务器时钟与本机相差一小时以上，倒计时以服务器为准"],
            ["lock:released"] = texts["已解封"],
            ["lock:window_shut"] = texts["已签署窗口关闭"],
            ["lock:live_set"] = texts["已签署在册清单"],
            ["lock:none"] = texts["尚未到场"],
            ["objection:open"] = texts["待答复"],
        };
        foreach (var (id, name) in Phases)
        {
            words[$"phase:{id}"] = texts[name];
        }

        foreach (var state in Enum.GetValues<RowState>())
        {
            words[$"row:{Snake(state)}"] = texts[Words.Of(state)];
            words[$"class:{Snake(state)}"] = Words.ClassOf(state);
        }

        foreach (var attribution in Enum.GetValues<Attribution>())
        {
            words[$"attribution:{Snake(attribution)}"] = texts[Words.Of(attribution)];
        }

        foreach (var (cause, word) in Words.Causes)
        {
            words[$"cause:{cause}"] = texts[word];
        }

        foreach (var role in Enum.GetValues<Role>())
        {
            words[$"actor:{Words.Of(role)}"] = texts[Words.Of(role)];
        }

        return words;
    }

    private static string Snake<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
