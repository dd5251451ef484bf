using System.Globalization;
using System.IO.Compression;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Trading.Evaluation.Bills;

/// <summary>
/// Writes a priced bill as a workbook (.xlsx) that people open in a spreadsheet. Equal bills give equal bytes: ids are
/// chosen here, and the package is packed again in the order of names with the format's own earliest date, since a
/// sealed file is compared by its digest. Text is text: nothing a bidder writes is ever a formula.
/// </summary>
public static class BillWorkbook
{
    private const uint HeaderRows = 4;
    private static readonly DateTimeOffset _packed = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the bill; the stream is left open, at its end.</summary>
    /// <exception cref="ArgumentException">The bill has faults (<see cref="Bill.Faults"/>).</exception>
    public static void Write(Bill bill, Stream destination)
    {
        if (bill.Faults() is [var fault, ..])
        {
            throw new ArgumentException($"The bill cannot be written: {fault}.", nameof(bill));
        }

        using var package = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(package, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            document.ChangeIdOfPart(workbook, "rId1");
            workbook.AddNewPart<WorkbookStylesPart>("rId2").Stylesheet = BillStyles.Sheet();
            var sheet = workbook.AddNewPart<WorksheetPart>("rId1");
            WriteSheet(sheet, bill);
            workbook.Workbook = new Workbook(
                new Sheets(new Sheet { Name = BillForm.Sheet, SheetId = 1, Id = "rId1" }),
                new DefinedNames(new DefinedName($"'{BillForm.Sheet}'!$1:${HeaderRows}")
                {
                    Name = "_xlnm.Print_Titles",
                    LocalSheetId = 0,
                }));
        }

        Pack(package, destination);
    }

    private static void WriteSheet(WorksheetPart part, Bill bill)
    {
        using var writer = OpenXmlWriter.Create(part);
        writer.WriteStartElement(new Worksheet());
        writer.WriteElement(new SheetProperties(new PageSetupProperties { FitToPage = true }));
        writer.WriteElement(new SheetViews(new SheetView(new Pane
        {
            VerticalSplit = HeaderRows,
            TopLeftCell = $"A{HeaderRows + 1}",
            ActivePane = PaneValues.BottomLeft,
            State = PaneStateValues.Frozen,
        })
        { WorkbookViewId = 0 }));
        writer.WriteElement(Widths(6, 16, 24, 40, 10, 14, 16, 18, 16));

        writer.WriteStartElement(new SheetData());
        WriteHeader(writer, bill);
        for (var i = 0; i < bill.Lines.Length; i++)
        {
            WriteLine(writer, bill.Lines[i], i + 1);
        }

        var last = HeaderRows + (uint)bill.Lines.Length + 1;
        var provisional = Money.Sum(bill.Lines.Select(line => line.Provisional ?? Money.Zero));
        writer.WriteElement(Row(last,
            Text("A", BillForm.Total, BillStyle.Head), Blank("B"), Blank("C"), Blank("D"), Blank("E"), Blank("F"),
            Blank("G"), Amount("H", bill.Total), provisional == Money.Zero ? Blank("I") : Amount("I", provisional)));
        writer.WriteEndElement();

        writer.WriteElement(Merged(
            "A1:I1", "A2:F2", "G2:I2", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:F4", "G3:I3",
            string.Create(CultureInfo.InvariantCulture, $"A{last}:G{last}")));
        writer.WriteElement(new PageSetup
        {
            PaperSize = 9,
            Orientation = OrientationValues.Landscape,
            FitToWidth = 1,
            FitToHeight = 0,
        });
        writer.WriteEndElement();
    }

    private static void WriteHeader(OpenXmlWriter writer, Bill bill)
    {
        writer.WriteElement(Row(1, Text("A", BillForm.Title, BillStyle.Title)));
        writer.WriteElement(Row(2,
            Text("A", $"工程名称：{bill.Project}", BillStyle.Plain), Text("G", $"标段：{bill.Section}", BillStyle.Plain)));
        writer.WriteElement(Row(3,
            Head("A", BillForm.Number), Head("B", BillForm.Code), Head("C", BillForm.Name), Head("D", BillForm.Feature),
            Head("E", BillForm.Unit), Head("F", BillForm.Quantity), Head("G", BillForm.Money), Head("H", ""),
            Head("I", "")));
        writer.WriteElement(Row(4,
            Head("A", ""), Head("B", ""), Head("C", ""), Head("D", ""), Head("E", ""), Head("F", ""),
            Head("G", BillForm.UnitPrice), Head("H", BillForm.Amount), Head("I", BillForm.Provisional)));
    }

    private static void WriteLine(OpenXmlWriter writer, BillLine line, int number) =>
        writer.WriteElement(Row(HeaderRows + (uint)number,
            Number("A", number.ToString(CultureInfo.InvariantCulture), BillStyle.Count),
            Text("B", line.Code, BillStyle.Text),
            Text("C", line.Name, BillStyle.Text),
            Text("D", line.Feature, BillStyle.Text),
            Text("E", line.Unit, BillStyle.Text),
            Number("F", line.Quantity.ToString(), BillStyle.Quantity),
            Amount("G", line.UnitPrice),
            Amount("H", line.Amount),
            line.Provisional is { } part ? Amount("I", part) : Blank("I")));

    private static Row Row(uint index, params Cell[] cells)
    {
        foreach (var cell in cells)
        {
            cell.CellReference += index.ToString(CultureInfo.InvariantCulture);
        }

        return new Row(cells) { RowIndex = index };
    }

    private static Cell Text(string column, string text, BillStyle style) => text.Length == 0
        ? new Cell { CellReference = column, StyleIndex = (uint)style }
        : new Cell(new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve }))
        {
            CellReference = column,
            DataType = CellValues.InlineString,
            StyleIndex = (uint)style,
        };

    private static Cell Head(string column, string text) => Text(column, text, BillStyle.Head);

    private static Cell Blank(string column) => Text(column, "", BillStyle.Text);

    private static Cell Number(string column, string text, BillStyle style) =>
        new(new CellValue(text)) { CellReference = column, StyleIndex = (uint)style };

    private static Cell Amount(string column, Money amount) =>
        Number(column, amount.InYuan.ToFixed(2), BillStyle.Money);

    private static Columns Widths(params int[] widths) =>
        new(widths.Select((width, i) => new Column
        {
            Min = (uint)i + 1,
            Max = (uint)i + 1,
            Width = width,
            CustomWidth = true,
        }));

    private static MergeCells Merged(params string[] ranges) =>
        new(ranges.Select(range => new MergeCell { Reference = range })) { Count = (uint)ranges.Length };

    private static void Pack(MemoryStream package, Stream destination)
    {
        using var from = new ZipArchive(package, ZipArchiveMode.Read);
        using var to = new ZipArchive(destination, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var entry in from.Entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            var copy = to.CreateEntry(entry.FullName, CompressionLevel.Optimal);
            copy.LastWriteTime = _packed;
            using var source = entry.Open();
            using var target = copy.Open();
            source.CopyTo(target);
        }
    }
}
