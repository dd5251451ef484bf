namespace Trading.Web.Identity;

/// <summary>Settings of a centre, section <c>Centre</c> of the configuration.</summary>
public sealed record CentreOptions
{
    public const string Section = "Centre";

    /// <summary>Folder of database, documents, log and keys; also <c>--data</c>.</summary>
    public string Data { get; init; } = "./data";

    /// <summary>The origin people log in to, such as https://bid.example.gov.cn. Null: as requested.</summary>
    public string? Origin { get; init; }

    /// <summary>The centre's name, in its certificate and on its pages.</summary>
    public string Name { get; init; } = "测试公共资源交易中心";

    /// <summary>Where the centre can be reached; stands in its registration.</summary>
    public string Phone { get; init; } = "000-00000000";

    /// <summary>Whether the test CA is made at first start and its certificates count. A centre in service sets false.</summary>
    public bool TestCa { get; init; }

    /// <summary>Folder of the trusted CAs' certificates (*.crt, PEM); null for none but the test CA.</summary>
    public string? Issuers { get; init; }

    public string KeyFolder => Path.Combine(Data, "keys");
}
