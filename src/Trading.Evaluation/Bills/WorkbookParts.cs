using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Trading.Evaluation.Bills;

/// <summary>The parts of an .xlsx package that a reader of totals needs, each within the limits.</summary>
internal sealed class WorkbookParts(ZipArchive package)
{
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private const int MaxSheets = 200;
    private const int MaxSharedStrings = 1_000_000;
    private const long MaxSharedCharacters = 32L * 1024 * 1024;

    // No DTD, no outside resource, and an end to every document.
    private static readonly XmlReaderSettings _settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = BillTotalReader.MaxPartBytes,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    public XmlReader Open(string path)
    {
        var entry = package.GetEntry(path) ?? throw new InvalidDataException("A part of the workbook is missing.");
        if (entry.Length > BillTotalReader.MaxPartBytes)
        {
            throw new BillLimitException(path);
        }

        return XmlReader.Create(entry.Open(), _settings);
    }

    /// <summary>The sheets in the order of the workbook, as name and path.</summary>
    public IReadOnlyList<(string Name, string Path)> Sheets()
    {
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        using (var reader = Open("xl/_rels/workbook.xml.rels"))
        {
            while (reader.Read())
            {
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "Relationship" }
                    && reader.GetAttribute("Id") is { } id && reader.GetAttribute("Target") is { } target)
                {
                    Demand(targets.Count < BillTotalReader.MaxParts, "relationships");
                    targets[id] = target.StartsWith('/') ? target[1..] : "xl/" + target;
                }
            }
        }

        var sheets = new List<(string, string)>();
        using var workbook = Open("xl/workbook.xml");
        while (workbook.Read())
        {
            if (workbook is { NodeType: XmlNodeType.Element, LocalName: "sheet" }
                && workbook.GetAttribute("id", Relationships) is { } id && targets.TryGetValue(id, out var path))
            {
                Demand(sheets.Count < MaxSheets, "sheets");
                sheets.Add((workbook.GetAttribute("name") ?? path, path));
            }
        }

        return sheets;
    }

    /// <summary>The shared strings, in their order; none where the workbook has none.</summary>
    public IReadOnlyList<string> SharedStrings()
    {
        if (package.GetEntry("xl/sharedStrings.xml") is null)
        {
            return [];
        }

        var strings = new List<string>();
        var characters = 0L;
        using var reader = Open("xl/sharedStrings.xml");
        while (reader.Read())
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "si" })
            {
                var text = Text(reader);
                characters += text.Length;
                Demand(strings.Count < MaxSharedStrings && characters <= MaxSharedCharacters, "shared strings");
                strings.Add(text);
            }
        }

        return strings;
    }

    /// <summary>The text of all <c>t</c> elements below the current element, phonetic hints left out.</summary>
    public static string Text(XmlReader reader)
    {
        var text = new StringBuilder();
        using var inside = reader.ReadSubtree();
        var (depth, hint) = (0, int.MaxValue);
        while (inside.Read())
        {
            depth = inside.Depth;
            hint = depth <= hint ? int.MaxValue : hint;
            if (inside is { NodeType: XmlNodeType.Element, LocalName: "rPh" })
            {
                hint = depth;
            }
            else if (hint == int.MaxValue && inside.NodeType is XmlNodeType.Text or XmlNodeType.CDATA
                or XmlNodeType.SignificantWhitespace)
            {
                text.Append(inside.Value);
                Demand(text.Length <= short.MaxValue, "text of a cell");
            }
        }

        return text.ToString();
    }

    private static void Demand(bool within, string limit)
    {
        if (!within)
        {
            throw new BillLimitException(limit);
        }
    }
}
