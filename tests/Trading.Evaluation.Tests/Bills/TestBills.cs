using System.Globalization;
using System.IO.Compression;
using System.Text;
using Trading.Evaluation.Bills;

namespace Trading.Evaluation.Tests.Bills;

internal static class TestBills
{
    public static Bill Bill(int lines) =>
        new("测试道路改造工程", "第一标段", [.. Enumerable.Range(1, lines).Select(Line)]);

    public static BillLine Line(int number) => new(
        "010101" + number.ToString("000000", CultureInfo.InvariantCulture),
        "挖一般土方", "土壤类别：三类土\n挖土深度：2 m以内", "m³", new Rational(201, 2), Money.Parse("12.50"));

    public static byte[] Bytes(Bill bill)
    {
        using var stream = new MemoryStream();
        BillWorkbook.Write(bill, stream);
        return stream.ToArray();
    }

    /// <summary>A workbook as another program writes it, with the sheets' rows given as XML.</summary>
    public static byte[] Foreign(string? sharedStrings, params string[] sheets)
    {
        const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string Links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        using var stream = new MemoryStream();
        using (var package = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            var numbers = Enumerable.Range(1, sheets.Length).ToArray();
            Put(package, "xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Links}\"><sheets>"
                + string.Concat(numbers.Select(i => $"<sheet name=\"表{i}\" sheetId=\"{i}\" r:id=\"rId{i}\"/>"))
                + "</sheets></workbook>");
            Put(package, "xl/_rels/workbook.xml.rels", "<Relationships>" + string.Concat(numbers.Select(i =>
                $"<Relationship Id=\"rId{i}\" Target=\"{(i % 2 == 0 ? "/xl/" : "")}worksheets/sheet{i}.xml\"/>"))
                + "</Relationships>");
            foreach (var i in numbers)
            {
                Put(package, $"xl/worksheets/sheet{i}.xml",
                    $"<worksheet xmlns=\"{Main}\"><sheetData>{sheets[i - 1]}</sheetData></worksheet>");
            }

            if (sharedStrings is not null)
            {
                Put(package, "xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\">{sharedStrings}</sst>");
            }
        }

        return stream.ToArray();
    }

    public static void Put(ZipArchive package, string name, string text)
    {
        using var stream = package.CreateEntry(name).Open();
        stream.Write(Encoding.UTF8.GetBytes(text));
    }
}
