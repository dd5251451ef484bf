using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Trading.Proofs.Primitives;
using Trading.Web.Pages.Assets;
using Trading.Web.Resources;

namespace Trading.Web.Pages.Tags;

/// <summary>
/// A digest as 8 + 8 characters; opened, the whole of it, a copy button, a QR picture and the way to check it.
/// It works without script: it is a <c>details</c> element.
/// </summary>
[HtmlTargetElement("digest", TagStructure = TagStructure.WithoutEndTag)]
public sealed class DigestTag(ClientAssets assets, Texts texts, HtmlEncoder encoder) : TagHelper
{
    public required Digest Value { get; set; }

    /// <summary>What the digest is of, read out before it: 招标文件, 封存文件 …</summary>
    public string? Of { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var whole = Value.ToString();
        var icons = assets["icons.svg"].Path;
        var label = encoder.Encode(
            $"{(Of is null ? "" : Of + " ")}{texts["SM3 摘要"]} {whole[..8]}…{whole[^8..]}");

        output.TagName = "details";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "digest");
        output.Content.AppendHtml(
            $"""
             <summary aria-label="{label}"><svg class="icon" aria-hidden="true"><use href="{icons}#shield"/></svg>
             <code data-whole="{whole}"><span>{whole[..8]}…{whole[^8..]}</span></code></summary>
             <div class="slip"><div><b>{Encode("SM3 摘要")}</b><br><code class="whole">{whole}</code></div>
             <img src="/qr/{whole}.svg" width="116" height="116" loading="lazy" alt="{Encode("摘要的二维码")}">
             <div class="acts"><button type="button" class="act quiet needs-script" data-copy="{whole}" data-done="{Encode("已复制")}">{Encode("复制")}</button>
             <a class="act quiet" href="/check?digest={whole}">{Encode("自行核验")}</a></div></div>
             """);
    }

    private string Encode(string chinese) => encoder.Encode(texts[chinese]);
}
