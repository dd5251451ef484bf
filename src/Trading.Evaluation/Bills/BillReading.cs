using System.Text.Json.Serialization;

namespace Trading.Evaluation.Bills;

/// <summary>Why a workbook gives no total.</summary>
[JsonConverter(typeof(WordConverter<BillProblem>))]
public enum BillProblem
{
    /// <summary>Not an .xlsx package, or broken.</summary>
    NotAWorkbook,

    /// <summary>A limit of <see cref="BillTotalReader"/> is exceeded.</summary>
    TooLarge,

    /// <summary>No sheet carries the form: 项目编码 and 合价 as headings.</summary>
    NoForm,

    /// <summary>A sheet carries the form but no row 合计 with an amount.</summary>
    NoTotal,

    /// <summary>A cell under 合价 is not an amount.</summary>
    NotAnAmount,
}

/// <summary>What was read of a bill's workbook; of all sheets that carry the form together.</summary>
/// <param name="Problem">Why there is nothing to compare; null when there is.</param>
/// <param name="Where">The place of the problem, such as a cell; null without one.</param>
/// <param name="Total">The sum of the rows 合计.</param>
/// <param name="SumOfLines">The sum of the items' 合价.</param>
/// <param name="Lines">How many items were summed.</param>
public sealed record BillReading(
    BillProblem? Problem,
    string? Where = null,
    Money Total = default,
    Money SumOfLines = default,
    int Lines = 0)
{
    /// <summary>
    /// Whether the bill's total is that of the opening list, and its items add up to it.
    /// </summary>
    public bool Agrees(Money openingList) =>
        Problem is null && Total == openingList && SumOfLines == Total;
}
