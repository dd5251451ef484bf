using System.Globalization;
using Trading.Grains.Law;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Records;

namespace Trading.Grains.Records;

/// <summary>Scores, ranking, publicity and award, computed anew from what was published.</summary>
internal static class AwardChecks
{
    /// <summary>The price scores follow from the opening lists, the method in the documents and the drawn coefficient.</summary>
    public static string PriceScoresFollow(OpenedRecord record) => Each(record, (lot, result) =>
    {
        var terms = lot.Terms!;
        var coefficient = lot.Opening!.Draw.Result?.Coefficient ?? terms.Method.Coefficients[0];
        Expect.Same(coefficient, result.Coefficient, "coefficient");
        var prices = terms.Method.Score(RankedBids.ForPrices(record.Tender, lot), terms.Ceiling, coefficient);
        Expect.Same(CanonicalJson.DigestOf(prices), CanonicalJson.DigestOf(result.Prices), "price scores");
    });

    /// <summary>Points and ranking follow from the published marks and the price scores.</summary>
    public static string RankingFollows(OpenedRecord record) => Each(record, (lot, result) =>
    {
        var again = AwardRules.Combine(record.Tender, lot, result.Coefficient, result.Prices, result.Marks);
        Expect.Same(CanonicalJson.DigestOf(again), CanonicalJson.DigestOf(result), "points and ranking");
    });

    /// <summary>
    /// As many sheets were signed as members' marks were published, by a committee of lawful size: that holds in the public form
    /// too, which withholds names and sheets but not that they are there.
    /// </summary>
    public static string SheetsAreCounted(OpenedRecord record)
    {
        var (committees, sheets, results) = (0, 0, 0);
        var detail = Each(record, (lot, result) =>
        {
            var members = result.Marks.Select(mark => mark.Expert).Distinct().Count();
            var size = RulePack.Load(record.Tender.Registration!.RulePack).Check(WorksLaw.CommitteeMembers, members);
            Expect.That(size.IsKept, () => string.Create(CultureInfo.InvariantCulture, $"lot {lot.Id}: {members} members, {size.Article}"));
            (committees, sheets, results) = (committees + 1, sheets + members, results + 1);
        });
        Expect.Same(committees, Count(record, typeof(CommitteeNamed)), "committees named");
        Expect.Same(sheets, Count(record, typeof(MarksEntered)), "sheets signed");
        Expect.Same(results, Count(record, typeof(EvaluationCompleted)), "evaluations completed");
        return string.Create(CultureInfo.InvariantCulture, $"{sheets} sheets; {detail}");
    }

    /// <summary>One to three candidates in the order of the ranking, published in time and for long enough (实施条例 第五十三、五十四条).</summary>
    public static string CandidatesFollow(OpenedRecord record) => Each(record, (lot, result) =>
    {
        var published = lot.Award.Published!;
        Expect.That(
            published.Candidates.Select(c => c.Value).SequenceEqual(
                result.Ranking.Take(published.Candidates.Length).Select(ranked => ranked.Bid.Bidder)),
            () => $"lot {lot.Id}: the candidates are not the first of the ranking");
        Expect.That(published.Candidates.Length is >= 1 and <= 3, () => $"lot {lot.Id}: not one to three candidates");
        var pack = RulePack.Load(record.Tender.Registration!.RulePack);
        var check = pack.Check(WorksLaw.Publicity, published.At, published.Until, TenderLaw.Calendar);
        Expect.That(check.IsKept, () => $"lot {lot.Id}: publicity, {check.Article}: {check.Outcome}");
    });

    /// <summary>The award is to a published candidate at the price of its opening list, after the publicity.</summary>
    public static string AwardFollows(OpenedRecord record) => Each(record, (lot, result) =>
    {
        var award = lot.Award.Awarded ?? throw new CheckFailedException($"lot {lot.Id}: candidates, and no award");
        var verdict = lot.Opening!.Verdicts!.Verdicts.Single(v => v.Bidder == award.Winner);
        Expect.Same(RankedBids.PriceOf(lot, verdict), award.Price, "price");
        Expect.That(award.At >= lot.Award.Published!.Until, () => $"lot {lot.Id}: awarded before the publicity ended");
        Expect.That(
            !record.Tender.Registration!.StateControlled || result.Ranking[0].Bid.Bidder == award.Winner.Value,
            () => $"lot {lot.Id}: state funds control, and the winner is not ranked first");
    });

    private static int Count(OpenedRecord record, Type type) =>
        record.Events.Count(e => e.Line.Type == GrainJson.NameOf(type));

    private static string Each(OpenedRecord record, Action<Lot, EvaluationResult> check)
    {
        var lots = record.Tender.LotsInOrder.Where(lot => lot.Award.Published is not null).ToList();
        foreach (var lot in lots)
        {
            check(lot, lot.Award.Published!.Result);
        }

        return lots.Count > 0
            ? string.Join(", ", lots.Select(lot => string.Create(CultureInfo.InvariantCulture, $"lot {lot.Id}")))
            : throw new CheckNotApplicableException("no candidates were published");
    }
}
