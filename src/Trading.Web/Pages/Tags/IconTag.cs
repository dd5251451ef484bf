using Microsoft.AspNetCore.Razor.TagHelpers;
using Trading.Web.Pages.Assets;

namespace Trading.Web.Pages.Tags;

/// <summary>One picture of the sprite, decorative: <c>&lt;icon name="shield" /&gt;</c>; the word stands beside it.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTag(ClientAssets assets) : TagHelper
{
    public required string Name { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "icon");
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Content.AppendHtml($"<use href=\"{assets["icons.svg"].Path}#{Name}\"/>");
    }
}
