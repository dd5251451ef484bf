namespace Trading.Evaluation.Bills;

/// <summary>The words of the form; the writer prints them and the reader looks for them.</summary>
internal static class BillForm
{
    public const string Title = "分部分项工程和单价措施项目清单与计价表";
    public const string Sheet = "清单与计价表";
    public const string Number = "序号";
    public const string Code = "项目编码";
    public const string Name = "项目名称";
    public const string Feature = "项目特征描述";
    public const string Unit = "计量单位";
    public const string Quantity = "工程量";
    public const string Money = "金额（元）";
    public const string UnitPrice = "综合单价";
    public const string Amount = "合价";
    public const string Provisional = "其中：暂估价";
    public const string Total = "合计";
}
