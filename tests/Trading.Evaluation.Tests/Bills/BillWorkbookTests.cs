using System.Collections.Immutable;
using System.IO.Compression;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Trading.Evaluation.Bills;

namespace Trading.Evaluation.Tests.Bills;

public sealed class BillWorkbookTests
{
    [Fact]
    public void An_amount_is_quantity_times_unit_price_half_up()
    {
        var line = TestBills.Line(1) with { Quantity = Rational.Parse("1.005"), UnitPrice = new Money(100) };

        Assert.Equal(new Money(101), line.Amount);
        Assert.Equal(Money.Parse("1250"), (line with { Quantity = 100, UnitPrice = new Money(1250) }).Amount); // T27
    }

    [Fact]
    public void The_workbook_is_valid_and_opens_frozen_below_its_headings()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(TestBills.Bytes(TestBills.Bill(3))), false);

        Assert.Empty(new OpenXmlValidator().Validate(document));
        var sheet = document.WorkbookPart!.WorksheetParts.Single().Worksheet;
        var pane = sheet.Descendants<Pane>().Single();
        Assert.Equal(4, pane.VerticalSplit!.Value);
        Assert.Equal(PaneStateValues.Frozen, pane.State!.Value);
        Assert.Equal("'清单与计价表'!$1:$4", document.WorkbookPart.Workbook.DefinedNames!.InnerText);
    }

    [Fact]
    public void Numbers_are_numbers_with_formats_and_exact_text()
    {
        var cells = Cells(TestBills.Bill(1));

        Assert.Equal("100.5", cells["F5"].CellValue!.Text);
        Assert.Equal("12.50", cells["G5"].CellValue!.Text);
        Assert.Equal("1256.25", cells["H5"].CellValue!.Text);
        Assert.Equal("1256.25", cells["H6"].CellValue!.Text);
        Assert.All(["F5", "G5", "H5"], place => Assert.Null(cells[place].DataType));
        Assert.Equal((uint)BillStyle.Money, cells["H5"].StyleIndex!.Value);
        Assert.Equal("010101000001", cells["B5"].InnerText);
        Assert.Equal(CellValues.InlineString, cells["B5"].DataType!.Value);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+cmd|' /C calc'!A0")]
    [InlineData("-2+3")]
    [InlineData("@SUM(A1)")]
    [InlineData("=HYPERLINK(\"http://example.test\",\"x\")")]
    [InlineData("<f>1+1</f>")]
    [InlineData(" 首尾有空格 \n第二行")]
    public void Whatever_a_text_begins_with_it_is_never_a_formula(string text)
    {
        var bill = TestBills.Bill(1);
        var cells = Cells(bill with { Lines = [bill.Lines[0] with { Name = text, Feature = text, Unit = text }] });

        Assert.All(["C5", "D5", "E5"], place =>
        {
            Assert.Equal(text, cells[place].InnerText);
            Assert.Equal(CellValues.InlineString, cells[place].DataType!.Value);
            Assert.Equal((uint)BillStyle.Text, cells[place].StyleIndex!.Value);
        });
        Assert.DoesNotContain(cells.Values, cell => cell.CellFormula is not null);
    }

    [Fact]
    public void Equal_bills_give_equal_bytes_and_other_bills_others()
    {
        Assert.Equal(TestBills.Bytes(TestBills.Bill(20)), TestBills.Bytes(TestBills.Bill(20)));
        Assert.NotEqual(TestBills.Bytes(TestBills.Bill(20)), TestBills.Bytes(TestBills.Bill(21)));
        using var package = new ZipArchive(new MemoryStream(TestBills.Bytes(TestBills.Bill(1))));
        Assert.All(package.Entries, entry => Assert.Equal(1980, entry.LastWriteTime.Year));
        Assert.Equal(
            package.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal),
            package.Entries.Select(entry => entry.FullName));
        Assert.Equal(6, package.Entries.Count); // nothing of the author, nothing of the time
    }

    [Fact]
    public void A_bill_that_cannot_be_written_says_which_item_is_wrong()
    {
        var line = TestBills.Line(1);

        AssertFault("lines[0]", line with { Code = "01010100200" }); // eleven digits: T30
        AssertFault("lines[0]", line with { Code = "０10101000001" });
        AssertFault("lines[1]", line, line); // twice: T30
        AssertFault("lines[0]", line with { Quantity = 0 });
        AssertFault("lines[0]", line with { Quantity = new Rational(1, 3) });
        AssertFault("lines[0]", line with { Quantity = Rational.Parse("0.0000001") });
        AssertFault("lines[0]", line with { UnitPrice = new Money(-1) });
        AssertFault("lines[0]", line with { Quantity = 2, UnitPrice = new Money(Money.MaxFen) });
        AssertFault("lines[0]", line with { Provisional = line.Amount + new Money(1) });
        AssertFault("lines[0]", line with { Name = "" });
        AssertFault("lines[0]", line with { Name = "a\u0000b" });
        AssertFault("lines[0]", line with { Name = new string('长', Bill.MaxTextLength + 1) });
        AssertFault("lines");
        Assert.Equal("project", (TestBills.Bill(1) with { Project = "" }).Faults()[0].Parameter);
        Assert.Equal("section", (TestBills.Bill(1) with { Section = "\u0001" }).Faults()[0].Parameter);
        Assert.Empty((TestBills.Bill(1) with
        {
            Lines =
            [
                line with
                {
                    Feature = "", Quantity = Rational.Parse("0.000001"), UnitPrice = Money.Zero,
                    Provisional = Money.Zero,
                    Name = new string('长', Bill.MaxTextLength),
                },
            ],
        }).Faults());
    }

    [Fact]
    public void The_limits_of_a_bill_hold_one_past_them()
    {
        var many = Enumerable.Range(1, Bill.MaxLines + 1).Select(TestBills.Line).ToImmutableArray();
        var wordy = many[..2_001].Select(line => line with { Feature = new string('长', 4_000) }).ToImmutableArray();

        AssertFault("lines", [.. many]);
        Assert.Empty((TestBills.Bill(1) with { Lines = many[..^1] }).Faults());
        AssertFault("lines", [.. wordy]);
    }

    private static void AssertFault(string parameter, params BillLine[] lines)
    {
        var bill = TestBills.Bill(1) with { Lines = [.. lines] };

        Assert.Equal(parameter, bill.Faults()[0].Parameter);
        Assert.Throws<ArgumentException>(() => BillWorkbook.Write(bill, new MemoryStream()));
    }

    private static Dictionary<string, Cell> Cells(Bill bill)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(TestBills.Bytes(bill)), false);
        return document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Cell>()
            .ToDictionary(cell => cell.CellReference!.Value!);
    }
}
