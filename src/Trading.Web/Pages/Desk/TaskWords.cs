namespace Trading.Web.Pages.Desk;

/// <summary>What each task is called, what its button says, and what cannot be taken back: Chinese, looked up in the texts.</summary>
internal static class TaskWords
{
    public static readonly (string Command, string Title, string Button, string Sentence)[] All =
    [
        ("register_tender", "登记招标项目", "", "受理部门登记项目：名称、招标人、标段与估算价。"),
        ("hand_over", "移交下一科室", "签署移交书", "移交之后，本科室不能再改动这个项目。"),
        ("publish_tender", "发布公告与招标文件", "", "公告一经发布即公开，只能按法定程序澄清修改。"),
        ("submit_bid", "封标并递交", "去封标", "截止前可以替换或撤回，次数不限，任何人不会知道。"),
        ("confirm_amendment", "确认招标文件的修改", "签署确认书", "确认您已收到修改后的招标文件。"),
        ("release_bid", "解密我的投标", "去解密", "窗口关闭之前不解密，视为撤销投标文件。"),
        ("sign_live_set", "签署在册投标清单", "签署清单", "签名之后清单不可更改：截止之后再没有投标文件能加入或离开。"),
        ("begin_opening", "开始开标", "开始开标", "开标一经开始，投标人名称立即公开，解密窗口开始计时。"),
        ("close_window", "截止投标人解密", "截止解密", "此后不再接受任何投标人的解密。"),
        ("sign_window_shut", "签署解密截止书", "签署截止书", "签名确认哪些投标人已经解密；之后才释放份额。"),
        ("release_shares", "释放保管份额（解封）", "释放份额", "份额一经释放，报价即将公开，不能收回。"),
        ("close_shares", "不再等候保管人份额", "截止份额", "份额不足的投标文件不再等候，其余照常开启，不能收回。"),
        ("decide_failure", "认定解密失败的责任", "", "主持人与监督人员各自认定，一致才生效。"),
        ("answer_objection", "当场答复异议", "", "答复写入开标记录。"),
        ("commit_draw", "抽取系数：作出承诺", "", "先承诺、后揭示，任何一方都不能左右结果。"),
        ("hand_in_draw_envelope", "抽取系数：递交信封", "", "任何一方不揭示时，其余各方可以恢复。"),
        ("reveal_draw", "抽取系数：揭示", "", "揭示之后抽取结果立即可算。"),
        ("recover_draw_reveal", "抽取系数：恢复揭示", "", "打开另一方信封中交给您的份额。"),
        ("confirm_opening", "确认开标记录", "签字确认", "您确认开标记录与您所见一致。"),
        ("name_committee", "组建评标委员会", "", "成员名单在中标结果确定前保密。"),
        ("enter_marks", "提交评分", "", "提交后不可更改。"),
        ("complete_evaluation", "完成评标", "完成评标", "评分全部齐备，系统按规则计算排名；之后评分不能再改。"),
        ("publish_candidates", "公示中标候选人", "", "公示不少于三日。"),
        ("award_lot", "定标", "", "中标通知书发出即生效。"),
        ("close_record", "归档", "归档并公开档案", "档案一经关闭即公开，任何人都可以下载核验。"),
    ];

    public static string Title(string command) => Find(command)?.Title ?? command;

    public static string Button(string command) => Find(command)?.Button ?? "";

    public static string Sentence(string command) => Find(command)?.Sentence ?? "";

    private static (string Command, string Title, string Button, string Sentence)? Find(string command) =>
        All.FirstOrDefault(row => row.Command == command) is { Command: not null } row ? row : null;
}
