using System.Collections.Immutable;
using System.Globalization;

namespace Trading.Evaluation.Bills;

/// <summary>One priced item of a bill of quantities (工程量清单).</summary>
/// <param name="Code">项目编码: twelve digits (GB 50500).</param>
/// <param name="Name">项目名称.</param>
/// <param name="Feature">项目特征描述; may be empty, may have lines.</param>
/// <param name="Unit">计量单位.</param>
/// <param name="Quantity">工程量: positive, at most six decimals.</param>
/// <param name="UnitPrice">综合单价: not negative.</param>
/// <param name="Provisional">其中: 暂估价, where the item contains one; not above the amount.</param>
public sealed record BillLine(
    string Code,
    string Name,
    string Feature,
    string Unit,
    Rational Quantity,
    Money UnitPrice,
    Money? Provisional = null)
{
    /// <summary>合价: quantity × unit price, rounded half up to the fen.</summary>
    public Money Amount => Money.FromYuan(Quantity * UnitPrice.InYuan);
}

/// <summary>A priced bill of one section: the form 分部分项工程和单价措施项目清单与计价表.</summary>
/// <param name="Project">工程名称.</param>
/// <param name="Section">标段.</param>
/// <param name="Lines">The items, in their order; each code once.</param>
public sealed record Bill(string Project, string Section, ImmutableArray<BillLine> Lines)
{
    /// <summary>The most items of one bill.</summary>
    public const int MaxLines = 50_000;

    /// <summary>The longest text of a cell; Excel's own limit is 32,767.</summary>
    public const int MaxTextLength = 4_000;

    /// <summary>
    /// The most characters of all items together, so that what is written can be read within its limits.
    /// </summary>
    public const int MaxCharacters = 8_000_000;

    /// <summary>The most decimals of a quantity.</summary>
    public const int QuantityDecimals = 6;

    /// <summary>合计: the sum of the amounts.</summary>
    /// <exception cref="OverflowException">Beyond the range of <see cref="Money"/>.</exception>
    public Money Total => Money.Sum(Lines.Select(line => line.Amount));

    /// <summary>What cannot be written, first things first; empty when the bill is good.</summary>
    public ImmutableArray<MethodFault> Faults()
    {
        if (Lines.IsDefaultOrEmpty || Lines.Length > MaxLines)
        {
            return [new MethodFault("lines", $"has 1 to {MaxLines} items")];
        }

        if (Lines.Sum(line => (long)line.Name.Length + line.Feature.Length + line.Unit.Length) > MaxCharacters)
        {
            return [new MethodFault("lines", $"have at most {MaxCharacters} characters together")];
        }

        var codes = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. IsText(Project) ? [] : new[] { new MethodFault("project", "is a text of one cell") },
            .. IsText(Section) ? [] : new[] { new MethodFault("section", "is a text of one cell") },
            .. Lines.Select((line, i) => (Index: i, Reason: Fault(line, codes)))
                .Where(found => found.Reason is not null)
                .Select(found => new MethodFault(
                    string.Create(CultureInfo.InvariantCulture, $"lines[{found.Index}]"), found.Reason!)),
        ];
    }

    private static string? Fault(BillLine line, HashSet<string> codes) =>
        line.Code.Length != 12 || line.Code.Any(digit => !char.IsAsciiDigit(digit)) ? "code has twelve digits"
        : !codes.Add(line.Code) ? "code is there twice"
        : !IsText(line.Name) || !IsText(line.Unit) || (line.Feature.Length > 0 && !IsText(line.Feature))
            ? "name, feature and unit are texts of one cell"
        : line.Quantity.Sign <= 0 || line.Quantity != line.Quantity.HalfUp(QuantityDecimals)
            ? $"quantity is positive with at most {QuantityDecimals} decimals"
        : line.UnitPrice < Money.Zero ? "unit price is not negative"
        : line.Quantity * line.UnitPrice.Fen > Money.MaxFen ? "amount is within the range of money"
        : line.Provisional is { } part && (part < Money.Zero || part > line.Amount)
            ? "provisional lies from 0 to the amount"
        : null;

    private static bool IsText(string text) =>
        text.Length is > 0 and <= MaxTextLength
        && text.All(letter => letter is '\n' or (>= ' ' and < '\uD800') or (> '\uDFFF' and < '\uFFFE'));
}
