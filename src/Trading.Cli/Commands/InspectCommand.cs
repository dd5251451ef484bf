using System.CommandLine;
using System.Globalization;
using Trading.Cli.Files;
using Trading.Cli.Help;
using Trading.Proofs.Primitives;
using Trading.Proofs.Sealing;

namespace Trading.Cli.Commands;

/// <summary>Says what a sealed file claims, without any key; what it claims is proved only by opening it.</summary>
internal sealed class InspectCommand : ToolCommand
{
    private readonly Argument<string> _file = Symbols.File("FILE.bidseal", "the sealed file");

    public InspectCommand(ToolHost host)
        : base(
            host,
            "inspect",
            "Shows what stands in a sealed file's header, and the file's SM3.",
            "trading inspect bid.bidseal") =>
        Takes(_file);

    protected override async Task RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var path = arguments.GetRequiredValue(_file);
        await using var file = Inputs.Open(path);
        var (header, fault) = await SealedHeader.ReadAsync(file, cancellation);
        if (header is null)
        {
            throw new ToolException(
                $"{path} is not a sealed file that can be read: {fault}; check that it was copied whole.");
        }

        file.Position = 0;
        var digest = await Sm3.HashAsync(file, cancellation);
        var meta = header.Meta;
        Line("format", "bidseal/1 SM");
        Line("tender", meta.Tender);
        Line("lot", meta.Lot);
        Line("part", SealWords.Of(meta.Part));
        Line("bidder", meta.Bidder);
        Line("version", meta.Version.ToString(CultureInfo.InvariantCulture));
        Line("opening", $"{meta.Opening.ToBase64()} (SM3 of the policy)");
        Line("release", SealWords.Of(meta.Release));
        Line("threshold", string.Create(CultureInfo.InvariantCulture,
            $"{meta.Threshold} of {meta.Custodians} custodians"));
        Line("digest", $"{meta.PlaintextDigest.ToBase64()} (SM3 of the padded plaintext)");
        foreach (var stanza in header.Stanzas)
        {
            var number = stanza.Role == StanzaRole.Bidder
                ? ""
                : stanza.Index.ToString(CultureInfo.InvariantCulture);
            Line($"{SealWords.Of(stanza.Role)} {number}".TrimEnd(), $"key {stanza.KeyId}");
        }

        Line("header", string.Create(CultureInfo.InvariantCulture,
            $"{header.Length} bytes, SM3 {header.HeaderDigest}"));
        Line("file", string.Create(CultureInfo.InvariantCulture, $"{file.Length} bytes, SM3 {digest}"));
        Line("proved", "nothing yet: whether this holds is seen by opening it");

        void Line(string name, string value) => Host.Out.WriteLine($"{name,-12} {value}");
    }
}
