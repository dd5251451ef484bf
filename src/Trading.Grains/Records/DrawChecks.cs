using System.Globalization;
using Trading.Evaluation;
using Trading.Proofs.Draws;
using Trading.Proofs.Primitives;

namespace Trading.Grains.Records;

/// <summary>The draw of the coefficient, computed anew from its record and reveals (sealing.md D.2, steps 4 to 7).</summary>
internal static class DrawChecks
{
    public static string CoefficientFollows(OpenedRecord record)
    {
        var drawn = 0;
        foreach (var lot in record.Tender.LotsInOrder.Where(lot => lot.Opening?.Draw.Result is not null))
        {
            var draw = lot.Opening!.Draw;
            var text = DrawRecord.Parse(draw.Record!.Record);
            Digest[] reveals = [.. draw.Reveals.Values.Select(reveal => reveal.Reveal)];
            Expect.Same(DrawCore.Seed(text, reveals), draw.Result!.Seed, $"lot {lot.Id}: seed");
            Expect.Same(DrawCore.Draw(text, reveals).Indices[0], draw.Result.Index, $"lot {lot.Id}: index");
            var pool = PublicPool.Of(lot.Terms!.Method.Coefficients.Select(coefficient => coefficient.ToString()));
            Expect.Same(pool.Root, text.PoolRoot, $"lot {lot.Id}: pool of coefficients");
            Expect.Same(Rational.Parse(pool.Entries[draw.Result.Index].Entry), draw.Result.Coefficient, $"lot {lot.Id}: coefficient");
            drawn++;
        }

        return drawn > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{drawn} draws")
            : throw new CheckNotApplicableException("nothing was drawn");
    }
}
