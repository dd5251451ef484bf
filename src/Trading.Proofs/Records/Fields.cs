namespace Trading.Proofs.Records;

/// <summary>Lines that many records share, so that one word means one thing everywhere.</summary>
internal static class Fields
{
    public static RecordField Tender { get; } = new("tender", "招标项目编号", RecordForm.Tender);

    public static RecordField Lot { get; } = new("lot", "标段编号", RecordForm.Short);

    public static RecordField Bidder { get; } = new("bidder", "投标人统一社会信用代码", RecordForm.Code);

    public static RecordField Version { get; } = new("version", "投标文件版本", RecordForm.Version);

    public static RecordField Documents { get; } = new("documents", "招标文件摘要", RecordForm.Digest32);

    public static RecordField Time { get; } = new("time", "时间", RecordForm.Time);

    public static RecordField LiveSet { get; } = new("live-set", "有效投标文件清单摘要", RecordForm.Digest32);

    public static RecordField Session { get; } = new("session", "开标会话公钥摘要", RecordForm.Digest32);

    public static RecordField Draw { get; } = new("draw", "抽取编号", RecordForm.Tender);

    public static RecordField Party { get; } = new("party", "抽取参与方序号", RecordForm.Index);

    public static RecordField Digest(string name, string label) => new(name, label, RecordForm.Digest32);

    public static RecordField Text(string name, string label) => new(name, label, RecordForm.FreeText);

    public static RecordField OptionalText(string name, string label) => Text(name, label) with { Min = 0 };

    public static RecordField TimeOf(string name, string label) => new(name, label, RecordForm.Time);
}
