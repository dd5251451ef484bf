using System.IO.Compression;
using System.Xml;

namespace Trading.Evaluation.Bills;

/// <summary>
/// Reads the total of a bill from a bidder's workbook, sheet by sheet and cell by cell, within fixed limits: the file
/// comes from outside. It answers with a named problem and never throws on content.
/// </summary>
public static class BillTotalReader
{
    /// <summary>The longest workbook.</summary>
    public const long MaxFileBytes = 64L * 1024 * 1024;

    /// <summary>The longest part of the package, unpacked.</summary>
    public const long MaxPartBytes = 96L * 1024 * 1024;

    /// <summary>The most parts of the package.</summary>
    public const int MaxParts = 1_000;

    /// <summary>Reads a workbook from a stream that can seek; the stream is left open.</summary>
    public static BillReading Read(Stream workbook)
    {
        if (workbook.Length > MaxFileBytes)
        {
            return new BillReading(BillProblem.TooLarge, "file");
        }

        try
        {
            using var package = new ZipArchive(workbook, ZipArchiveMode.Read, leaveOpen: true);
            return package.Entries.Count > MaxParts
                ? new BillReading(BillProblem.TooLarge, "parts")
                : ReadSheets(new WorkbookParts(package));
        }
        catch (Exception exception) when (exception is InvalidDataException or XmlException
            or EndOfStreamException or NotSupportedException)
        {
            return new BillReading(BillProblem.NotAWorkbook);
        }
        catch (BillLimitException limit)
        {
            return new BillReading(BillProblem.TooLarge, limit.Message);
        }
        catch (OverflowException)
        {
            return new BillReading(BillProblem.NotAnAmount, "sum");
        }
    }

    private static BillReading ReadSheets(WorkbookParts parts)
    {
        var sum = new BillReading(BillProblem.NoForm);
        var strings = parts.SharedStrings();
        foreach (var (name, path) in parts.Sheets())
        {
            var sheet = BillSheetReader.Read(parts, name, path, strings);
            if (sheet.Problem == BillProblem.NoForm)
            {
                continue;
            }

            if (sheet.Problem is not null)
            {
                return sheet;
            }

            sum = new BillReading(
                null, null, sum.Total + sheet.Total, sum.SumOfLines + sheet.SumOfLines, sum.Lines + sheet.Lines);
        }

        return sum;
    }
}

/// <summary>A limit was met while reading; the message names it.</summary>
internal sealed class BillLimitException(string limit) : Exception(limit);
