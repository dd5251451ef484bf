using System.CommandLine;
using System.Globalization;
using Trading.Cli.Files;
using Trading.Cli.Help;
using Trading.Proofs.Draws;
using Trading.Proofs.Primitives;

namespace Trading.Cli.Commands;

/// <summary>Repeats a draw from its public record (steps 4 to 7 of draw/1).</summary>
internal sealed class DrawCommand : ToolCommand
{
    private readonly Option<string> _record = Symbols.Required("--record", "FILE", "the draw/1 record");
    private readonly Option<string[]> _reveals = Symbols.Many(
        "--reveal", "HEX", "what the parties revealed, 64 hex digits each, in the record's order");

    public DrawCommand(ToolHost host)
        : base(
            host,
            "draw",
            "Recomputes a draw from its record and the parties' reveals, and prints the outcome as JSON.",
            "trading draw --record draw-record.txt --reveal 1111… --reveal 2222… --reveal 3333…")
    {
        _reveals.AllowMultipleArgumentsPerToken = true;
        _reveals.Required = true;
        _reveals.DefaultValueFactory = null;
        Takes(_record, _reveals);
    }

    protected override async Task RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var path = arguments.GetRequiredValue(_record);
        var reveals = arguments.GetRequiredValue(_reveals).Select(Reveal).ToList();
        var record = await Inputs.ReadAsync(path, "a draw record", DrawRecord.Parse, cancellation);
        try
        {
            var seed = DrawCore.Seed(record, reveals);
            var outcome = DrawCore.Draw(seed, record.PoolSize, record.Take, record.Reserve);
            Host.Out.Write(
                $"{{\"record\":\"{record.Sm3()}\",\"seed\":\"{seed}\","
                + $"\"indices\":{List(outcome.Indices)},\"reserves\":{List(outcome.Reserves)}}}\n");
        }
        catch (DrawException e) when (e.Fault == DrawFault.RevealMissing)
        {
            throw new ToolException(string.Create(
                CultureInfo.InvariantCulture,
                $"The record has {record.Parties.Length} parties, but {reveals.Count} reveals were given; give one of "
                + $"each party."));
        }
        catch (DrawException e)
        {
            throw new ToolException(string.Create(
                CultureInfo.InvariantCulture,
                $"The reveal of party {e.Party} is not what it committed to in {path}; check its value and its "
                + $"place."));
        }
    }

    private static Digest Reveal(string text, int index) =>
        Digest.TryParse(text, out var reveal)
            ? reveal
            : throw Usage(string.Create(
                CultureInfo.InvariantCulture, $"Reveal {index + 1} is not 64 lower-case hex digits; copy it again."));

    private static string List(IEnumerable<int> places) =>
        $"[{string.Join(',', places.Select(p => p.ToString(CultureInfo.InvariantCulture)))}]";
}
