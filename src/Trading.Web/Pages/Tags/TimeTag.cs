using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trading.Web.Pages.Tags;

/// <summary>A moment in Beijing time: <c>&lt;moment at="..." /&gt;</c>, to the second, millisecond or short.</summary>
[HtmlTargetElement("moment", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TimeTag : TagHelper
{
    public required DateTimeOffset At { get; set; }

    public Precision To { get; set; } = Precision.Second;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", BeijingTime.Machine(At));
        output.Content.SetContent(To switch
        {
            Precision.Short => BeijingTime.Short(At),
            Precision.Millisecond => BeijingTime.Millisecond(At),
            _ => BeijingTime.Second(At),
        });
    }

    public enum Precision
    {
        Short,
        Second,
        Millisecond,
    }
}
