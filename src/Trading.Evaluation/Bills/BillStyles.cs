using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Trading.Evaluation.Bills;

/// <summary>The cell formats of the form; the number is the index in the style sheet.</summary>
internal enum BillStyle : uint
{
    Default,
    Title,
    Plain,
    Head,
    Text,
    Count,
    Quantity,
    Money,
}

internal static class BillStyles
{
    private const uint TextFormat = 49; // "@": stays text when a person edits the cell
    private const uint MoneyFormat = 4; // "#,##0.00"
    private const uint CountFormat = 1; // "0"
    private const uint QuantityFormat = 164; // the first number free for formats of one's own

    public static Stylesheet Sheet() => new(
        new NumberingFormats(new NumberingFormat { NumberFormatId = QuantityFormat, FormatCode = "#,##0.00####" })
        {
            Count = 1,
        },
        new Fonts(Font(11), Font(16, new Bold()), Font(11, new Bold())) { Count = 3 },
        new Fills(
            new Fill(new PatternFill { PatternType = PatternValues.None }),
            new Fill(new PatternFill { PatternType = PatternValues.Gray125 })) { Count = 2 },
        new Borders(new Border(), Box()) { Count = 2 },
        new CellStyleFormats(new CellFormat()) { Count = 1 },
        new CellFormats(
            Format(0, font: 0, border: 0, HorizontalAlignmentValues.General),
            Format(TextFormat, font: 1, border: 0, HorizontalAlignmentValues.Center),
            Format(TextFormat, font: 0, border: 0, HorizontalAlignmentValues.Left),
            Format(TextFormat, font: 2, border: 1, HorizontalAlignmentValues.Center),
            Format(TextFormat, font: 0, border: 1, HorizontalAlignmentValues.Left),
            Format(CountFormat, font: 0, border: 1, HorizontalAlignmentValues.Center),
            Format(QuantityFormat, font: 0, border: 1, HorizontalAlignmentValues.Right),
            Format(MoneyFormat, font: 0, border: 1, HorizontalAlignmentValues.Right)) { Count = 8 });

    private static Font Font(int size, params OpenXmlElement[] first) =>
        new([.. first, new FontSize { Val = size }, new FontName { Val = "宋体" }]);

    private static Border Box() => new(
        new LeftBorder { Style = BorderStyleValues.Thin },
        new RightBorder { Style = BorderStyleValues.Thin },
        new TopBorder { Style = BorderStyleValues.Thin },
        new BottomBorder { Style = BorderStyleValues.Thin });

    private static CellFormat Format(uint number, uint font, uint border, HorizontalAlignmentValues horizontal) =>
        new(new Alignment
        {
            Horizontal = horizontal,
            Vertical = VerticalAlignmentValues.Center,
            WrapText = true,
        })
        {
            NumberFormatId = number,
            FontId = font,
            FillId = 0,
            BorderId = border,
            FormatId = 0,
            ApplyNumberFormat = true,
            ApplyFont = true,
            ApplyBorder = true,
            ApplyAlignment = true,
            // Excel's own mark for "text, whatever it begins with".
            QuotePrefix = number == TextFormat,
        };
}
