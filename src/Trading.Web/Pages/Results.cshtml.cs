using Microsoft.AspNetCore.Mvc;
using Trading.Evaluation;
using Trading.Evaluation.PriceMethods;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Web.Rooms;

namespace Trading.Web.Pages;

/// <summary>The ranking of one lot, with every step from the prices to the totals, for anyone to follow with pencil and paper.</summary>
internal sealed class ResultsModel(IGrainFactory grains, IPartyNames names, TimeProvider clock)
    : TenderPage(grains, names, clock)
{
    /// <summary>Decimals of intermediate values on the page; the record has them exactly.</summary>
    private const int ShownDecimals = 6;

    public ResultView Result { get; private set; } = null!;

    public EvaluationResult? Evaluation => Result.Evaluation;

    public async Task<IActionResult> OnGetAsync(string tender, string lot, CancellationToken cancellation)
    {
        if (!await Load(tender, lot, cancellation) || Lot.Result is not { } result)
        {
            return NotFound();
        }

        Result = result;
        await Learn(
            [
                .. result.Candidates,
                .. result.Winner is { } winner ? [winner] : Array.Empty<PartyId>(),
                .. result.Evaluation?.Prices.Scores.Select(score => new PartyId(score.Bidder)) ?? [],
            ],
            cancellation);
        return Page();
    }

    public string NameOf(string bidder) => NameOf(new PartyId(bidder));

    public bool IsWinner(string bidder) => Result.Winner?.Value == bidder;

    public int? CandidateNumber(string bidder) =>
        Result.Candidates.IndexOf(new PartyId(bidder)) is >= 0 and var i ? i + 1 : null;

    public BenchmarkScore? PriceScore(string bidder) =>
        Evaluation?.Prices.Scores.FirstOrDefault(score => score.Bidder == bidder);

    /// <summary>The experts by their numbers in the committee, in order.</summary>
    public string[] Experts() =>
        [.. (Evaluation?.Marks ?? []).Select(mark => mark.Expert).Distinct().OrderBy(e => e.Length).ThenBy(e => e, StringComparer.Ordinal)];

    public Rational? Mark(string expert, string bidder, string item) =>
        Evaluation?.Marks.FirstOrDefault(m => m.Expert == expert && m.Bidder == bidder && m.Item == item)?.Mark;

    /// <summary>A value as people read it: exact where it is short, else cut to six decimals and marked as such.</summary>
    public static string Shown(Rational? value)
    {
        if (value is not { } exact)
        {
            return "—";
        }

        var rounded = exact.HalfUp(ShownDecimals);
        return rounded == exact ? exact.ToString() : $"≈ {rounded}";
    }

    /// <summary>A value with a fixed number of decimals, as scores are compared.</summary>
    public static string Fixed(Rational value, int decimals)
    {
        var text = value.HalfUp(decimals).ToString();
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return decimals == 0 ? text
            : point < 0 ? $"{text}.{new string('0', decimals)}"
            : text.PadRight(point + 1 + decimals, '0');
    }

    /// <summary>An exact number of yuan with thousands; what is finer than a fen is cut to six decimals and marked so.</summary>
    public static string Yuan(Rational? value)
    {
        if (value is not { } exact)
        {
            return "—";
        }

        var money = Money.FromYuan(exact);
        if (money.InYuan == exact)
        {
            return money.ToString();
        }

        // Thousands are set apart as in every other amount; the decimals stay as they are.
        var shown = Shown(exact);
        var point = shown.IndexOf('.', StringComparison.Ordinal);
        var whole = new Rational((long)exact.HalfUp(ShownDecimals).Floor(), 1);
        return $"{(shown.StartsWith('≈') ? "≈ " : "")}{Money.FromYuan(whole).ToString()[..^3]}{shown[point..]}";
    }

    /// <summary>A fraction in percent.</summary>
    public static string Percent(Rational? value) => value is { } fraction ? $"{Shown(fraction * 100).Replace('-', '−')} %" : "—";

    /// <summary>How much lower than the ceiling the winner's price is, in percent with two decimals.</summary>
    public string? Saving => Result.Price is { } price && Terms is { Ceiling: { Fen: > 0 } ceiling }
        ? Fixed((ceiling.InYuan - price.InYuan) / ceiling.InYuan * 100, 2)
        : null;

    public BenchmarkMethod? Method => Terms?.Method;
}
