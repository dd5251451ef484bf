namespace Trading.Web.Pages;

/// <summary>What the pages say of the centre itself; they read section <c>Centre</c> of the configuration.</summary>
public sealed class PagesOptions
{
    public const string Section = "Centre";

    /// <summary>The centre's name as it stands in the head of every page and print.</summary>
    public string Name { get; set; } = "测试公共资源交易中心";

    /// <summary>True where the box's own test CA counts: every page then says TEST ONLY.</summary>
    public bool TestCa { get; set; }
}
