using System.IO.Compression;
using Trading.Evaluation.Bills;

namespace Trading.Evaluation.Tests.Bills;

public sealed class BillTotalReaderTests
{
    private const string Headings = """<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>""";
    private const string Strings = "<si><t>项目编码</t></si><si><r><t>合</t></r><r><t>价</t></r><rPh><t>x</t></rPh></si>"
        + "<si><t xml:space=\"preserve\">合  计</t></si><si><t>010101000001</t></si>";

    private const string Item = """<row><c t="s"><v>3</v></c><c><f>A1*2</f><v>1250.2999999999999</v></c></row>""";

    [Fact]
    public void What_is_written_is_read_back_and_agrees_with_its_own_total_alone()
    {
        var bill = TestBills.Bill(25);
        var reading = Read(TestBills.Bytes(bill));

        Assert.Equal(new BillReading(null, null, bill.Total, bill.Total, 25), reading);
        Assert.True(reading.Agrees(bill.Total));
        Assert.False(reading.Agrees(bill.Total + new Money(1)));
        Assert.False(reading.Agrees(bill.Total - new Money(1)));
    }

    [Fact]
    public void A_workbook_of_another_program_is_read_by_its_headings()
    {
        var reading = Read(TestBills.Foreign(Strings, "<row/>" + Headings + Item + Total("1.2503E3")));

        Assert.Equal(new BillReading(null, null, Money.Parse("1250.30"), Money.Parse("1250.30"), 1), reading);
    }

    [Fact]
    public void Sheets_that_carry_the_form_are_added_and_others_are_left_out()
    {
        var form = Headings + Item + Total("1250.3");
        var reading = Read(TestBills.Foreign(Strings, form, "<row><c><v>7</v></c></row>", form));

        Assert.Equal(Money.Parse("2500.60"), reading.Total);
        Assert.Equal(2, reading.Lines);
    }

    [Fact]
    public void Items_that_do_not_add_up_to_the_total_do_not_agree()
    {
        var reading = Read(TestBills.Foreign(Strings, Headings + Item + Total("1250.31")));

        Assert.Equal(Money.Parse("1250.31"), reading.Total);
        Assert.Equal(Money.Parse("1250.30"), reading.SumOfLines);
        Assert.False(reading.Agrees(reading.Total));
        Assert.False(reading.Agrees(reading.SumOfLines));
    }

    [Theory]
    [InlineData("", BillProblem.NoForm)]
    [InlineData("<row><c t=\"s\"><v>0</v></c></row>", BillProblem.NoForm)]
    [InlineData(Headings, BillProblem.NoTotal)]
    [InlineData(Headings + Item, BillProblem.NoTotal)]
    [InlineData(Headings + """<row><c t="s"><v>3</v></c><c><v>#REF!</v></c></row>""", BillProblem.NotAnAmount)]
    [InlineData(Headings + """<row><c t="s"><v>3</v></c><c><v>1E40</v></c></row>""", BillProblem.NotAnAmount)]
    [InlineData(Headings + """<row><c t="s"><v>3</v></c><c><v>NaN</v></c></row>""", BillProblem.NotAnAmount)]
    [InlineData("""<row><c t="s"><v>9</v></c></row>""", BillProblem.NotAWorkbook)]
    [InlineData("""<row><c r="1"/></row>""", BillProblem.NotAWorkbook)]
    [InlineData("<row><c></row>", BillProblem.NotAWorkbook)]
    public void What_gives_no_total_is_named(string rows, BillProblem problem) =>
        Assert.Equal(problem, Read(TestBills.Foreign(Strings, rows)).Problem);

    [Fact]
    public void Bytes_that_are_no_package_are_named()
    {
        Assert.Equal(BillProblem.NotAWorkbook, Read([]).Problem);
        Assert.Equal(BillProblem.NotAWorkbook, Read("not a zip"u8.ToArray()).Problem);
        Assert.Equal(BillProblem.NotAWorkbook, Read(Zip(("a.txt", "x"))).Problem);
        Assert.Equal(BillProblem.NotAWorkbook, Read(TestBills.Bytes(TestBills.Bill(1))[..^30]).Problem);
    }

    [Fact]
    public void A_document_type_is_refused_whatever_it_promises()
    {
        var bomb = "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><workbook>&b;</workbook>";

        Assert.Equal(
            BillProblem.NotAWorkbook,
            Read(Zip(("xl/_rels/workbook.xml.rels", "<R/>"), ("xl/workbook.xml", bomb))).Problem);
    }

    [Fact]
    public void A_part_that_unpacks_beyond_its_limit_is_refused_before_it_is_read()
    {
        using var stream = new MemoryStream();
        using (var package = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            TestBills.Put(package, "xl/_rels/workbook.xml.rels", "<R/>");
            TestBills.Put(package, "xl/workbook.xml", "<workbook/>");
            using var strings = package.CreateEntry("xl/sharedStrings.xml", CompressionLevel.Fastest).Open();
            var block = new byte[1024 * 1024];
            block.AsSpan().Fill((byte)' ');
            for (var i = 0; i <= BillTotalReader.MaxPartBytes / block.Length; i++)
            {
                strings.Write(block);
            }
        }

        Assert.True(stream.Length < 1024 * 1024);
        Assert.Equal(new BillReading(BillProblem.TooLarge, "xl/sharedStrings.xml"), Read(stream.ToArray()));
    }

    [Fact]
    public void Too_many_parts_are_refused_one_past_the_limit()
    {
        var parts = Enumerable.Range(0, BillTotalReader.MaxParts + 1).Select(i => ($"p{i}", "")).ToArray();

        Assert.Equal(BillProblem.TooLarge, Read(Zip(parts)).Problem);
        Assert.Equal(BillProblem.NotAWorkbook, Read(Zip(parts[1..])).Problem);
    }

    [Fact]
    public void A_row_has_no_more_text_than_its_limit()
    {
        var cell = $"<c t=\"inlineStr\"><is><t>{new string('x', 32_000)}</t></is></c>";

        Assert.Equal(
            BillProblem.TooLarge,
            Read(TestBills.Foreign(null, $"<row>{string.Concat(Enumerable.Repeat(cell, 32))}</row>")).Problem);
        Assert.Equal(
            BillProblem.NoForm,
            Read(TestBills.Foreign(null, $"<row>{string.Concat(Enumerable.Repeat(cell, 31))}</row>")).Problem);
    }

    [Fact]
    public void Sums_beyond_the_range_of_money_are_named()
    {
        var most = """<row><c t="s"><v>3</v></c><c><v>90071992547409.91</v></c></row>""";

        Assert.Equal(
            new BillReading(BillProblem.NotAnAmount, "sum"), Read(TestBills.Foreign(Strings, Headings + most + most)));
    }

    [Fact]
    public void A_flipped_byte_never_escapes_as_an_exception()
    {
        var good = TestBills.Bytes(TestBills.Bill(2));
        for (var i = 0; i < good.Length; i++)
        {
            var bad = (byte[])good.Clone();
            bad[i] ^= 0x11;
            var reading = Read(bad);
            Assert.True(reading.Problem is null || Enum.IsDefined(reading.Problem.Value));
        }
    }

    private static string Total(string amount) => $"<row><c t=\"s\"><v>2</v></c><c><v>{amount}</v></c></row>";

    private static BillReading Read(byte[] workbook)
    {
        using var stream = new MemoryStream(workbook);
        return BillTotalReader.Read(stream);
    }

    private static byte[] Zip(params (string Name, string Text)[] parts)
    {
        using var stream = new MemoryStream();
        using (var package = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                TestBills.Put(package, name, text);
            }
        }

        return stream.ToArray();
    }
}
