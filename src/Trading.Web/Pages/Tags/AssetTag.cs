using Microsoft.AspNetCore.Razor.TagHelpers;
using Trading.Web.Pages.Assets;

namespace Trading.Web.Pages.Tags;

/// <summary>A bundled script or style with its integrity value: <c>&lt;asset name="site.css" /&gt;</c>.</summary>
[HtmlTargetElement("asset", TagStructure = TagStructure.WithoutEndTag)]
public sealed class AssetTag(ClientAssets assets) : TagHelper
{
    public required string Name { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var asset = assets[Name];
        if (asset.Type == "text/css")
        {
            output.TagName = "link";
            output.TagMode = TagMode.StartTagOnly;
            output.Attributes.SetAttribute("rel", "stylesheet");
            output.Attributes.SetAttribute("href", asset.Path);
        }
        else
        {
            output.TagName = "script";
            output.TagMode = TagMode.StartTagAndEndTag;
            output.Attributes.SetAttribute("type", "module");
            output.Attributes.SetAttribute("src", asset.Path);
        }

        output.Attributes.SetAttribute("integrity", asset.Integrity);
    }
}
