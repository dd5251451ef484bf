using System.Globalization;
using System.Xml;

namespace Trading.Evaluation.Bills;

/// <summary>
/// Reads one sheet: finds the row with the headings 项目编码 and 合价, sums the amounts of the rows below that have an
/// item code, and takes the amount of the row that begins with 合计.
/// </summary>
internal static class BillSheetReader
{
    private const int MaxRows = 1_048_576;
    private const int MaxColumns = 16_384;
    private const int MaxRowCharacters = 1_000_000;

    public static BillReading Read(WorkbookParts parts, string name, string path, IReadOnlyList<string> strings)
    {
        using var reader = parts.Open(path);
        var (codeColumn, amountColumn) = (-1, -1);
        var (sum, lines, rows) = (Money.Zero, 0, 0);
        Money? total = null;
        while (reader.Read())
        {
            if (reader is not { NodeType: XmlNodeType.Element, LocalName: "row" })
            {
                continue;
            }

            if (++rows > MaxRows)
            {
                throw new BillLimitException("rows");
            }

            var cells = Cells(reader, strings);
            if (codeColumn < 0 || amountColumn < 0)
            {
                // The headings may stand in two rows, one below the other.
                codeColumn = Column(cells, BillForm.Code) ?? codeColumn;
                amountColumn = Column(cells, BillForm.Amount) ?? amountColumn;
                continue;
            }

            var first = cells.Values.FirstOrDefault(text => text.Length > 0) ?? "";
            var isTotal = first.Replace(" ", "", StringComparison.Ordinal) == BillForm.Total;
            var isLine = cells.GetValueOrDefault(codeColumn) is { Length: > 0 };
            if ((!isTotal && !isLine) || cells.GetValueOrDefault(amountColumn) is not { Length: > 0 } text)
            {
                continue;
            }

            if (!TryAmount(text, out var amount))
            {
                return new BillReading(
                    BillProblem.NotAnAmount, string.Create(CultureInfo.InvariantCulture, $"{name}, row {rows}"));
            }

            if (isTotal)
            {
                total = (total ?? Money.Zero) + amount;
            }
            else
            {
                (sum, lines) = (sum + amount, lines + 1);
            }
        }

        return codeColumn < 0 || amountColumn < 0 ? new BillReading(BillProblem.NoForm)
            : total is not { } stated ? new BillReading(BillProblem.NoTotal, name)
            : new BillReading(null, null, stated, sum, lines);
    }

    private static SortedDictionary<int, string> Cells(XmlReader sheet, IReadOnlyList<string> strings)
    {
        var cells = new SortedDictionary<int, string>();
        using var row = sheet.ReadSubtree();
        var (column, characters) = (-1, 0);
        while (row.Read())
        {
            if (row is not { NodeType: XmlNodeType.Element, LocalName: "c" })
            {
                continue;
            }

            column = row.GetAttribute("r") is { } reference ? Column(reference) : column + 1;
            if (column is < 0 or >= MaxColumns)
            {
                throw new InvalidDataException("A cell has no place.");
            }

            var type = row.GetAttribute("t");
            cells[column] = Value(row, type, strings).Trim();
            characters += cells[column].Length;
            if (characters > MaxRowCharacters)
            {
                throw new BillLimitException("text of a row");
            }
        }

        return cells;
    }

    // <c t="s"><v>index</v></c>, <c t="inlineStr"><is><t>text</t></is></c>, <c><f>…</f><v>number</v></c>
    private static string Value(XmlReader cell, string? type, IReadOnlyList<string> strings)
    {
        var text = "";
        using var inside = cell.ReadSubtree();
        while (inside.Read())
        {
            if (inside is { NodeType: XmlNodeType.Element, LocalName: "v" or "is" })
            {
                text = WorkbookParts.Text(inside);
            }
        }

        if (type != "s" || text.Length == 0)
        {
            return text;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && index < strings.Count
            ? strings[index]
            : throw new InvalidDataException("A shared string is missing.");
    }

    private static int? Column(SortedDictionary<int, string> cells, string heading)
    {
        foreach (var (column, text) in cells)
        {
            if (text == heading)
            {
                return column;
            }
        }

        return null;
    }

    private static int Column(string reference)
    {
        var column = 0;
        foreach (var letter in reference.TakeWhile(char.IsAsciiLetterUpper).Take(4))
        {
            column = (column * 26) + (letter - 'A' + 1);
        }

        return column - 1;
    }

    // A spreadsheet stores numbers as the shortest text of its binary value: 1250.3 may read 1250.2999999999999.
    private static bool TryAmount(string text, out Money amount)
    {
        if (Money.TryParse(text, out amount))
        {
            return true;
        }

        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var yuan)
            || Math.Abs(yuan) > Money.MaxFen / 100)
        {
            return false;
        }

        amount = new Money((long)Math.Round(yuan * 100, MidpointRounding.AwayFromZero));
        return true;
    }
}
