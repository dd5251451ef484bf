using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;

namespace Trading.Proofs.Records;

/// <summary>A file that counts when bidding closes. Its entry is the text <c>bidder version part file-sm3</c>.</summary>
public sealed record LiveFile(string Bidder, long Version, string Part, Digest FileSm3)
{
    /// <summary>The entry, without line feed.</summary>
    public string ToEntry() =>
        string.Create(CultureInfo.InvariantCulture, $"{Bidder} {Version} {Part} {FileSm3.ToBase64()}");
}

/// <summary>The frozen list of live files: sorted by the bytes of their entries, under one Merkle root.</summary>
public sealed record LiveSet
{
    private readonly MerkleTree _tree;

    /// <summary>The list in its order.</summary>
    /// <exception cref="ArgumentException">One part of one bidder stands twice.</exception>
    public LiveSet(IEnumerable<LiveFile> files)
    {
        Files = [.. files.OrderBy(f => f.ToEntry(), StringComparer.Ordinal)];
        if (Files.DistinctBy(f => (f.Bidder, f.Part)).Count() != Files.Length)
        {
            throw new ArgumentException("One part of one bidder is live twice.", nameof(files));
        }

        _tree = new MerkleTree(Files.Select(LeafHash));
        Root = _tree.Root;
    }

    /// <summary>The files in the order of the tree.</summary>
    public ImmutableArray<LiveFile> Files { get; }

    /// <summary>The root that <c>live-set/1</c> names; of no files, the digest of nothing.</summary>
    public Digest Root { get; }

    /// <summary>The hash of a file's entry in the tree.</summary>
    public static Digest LeafHash(LiveFile file) => MerkleHash.Leaf(Encoding.UTF8.GetBytes(file.ToEntry()));

    /// <summary>The path of a file, or null if it is not live.</summary>
    public InclusionProof? PathOf(LiveFile file)
    {
        var index = Files.IndexOf(file);
        return index < 0 ? null : _tree.Inclusion(index, Files.Length);
    }
}

/// <summary>
/// 有效投标文件清单 <c>live-set/1</c>: what was frozen when bidding closed, signed by any k custodians. A bidder checks its
/// own file's path to <see cref="Root"/> before it releases its key.
/// </summary>
public sealed record LiveSetRecord(
    string Tender,
    string Lot,
    Digest Policy,
    Digest Schedule,
    DateTimeOffset Closed,
    int Count,
    Digest Root) : LineRecord
{
    /// <summary>The shape of <c>live-set/1</c>.</summary>
    public static RecordShape Layout { get; } = new("live-set/1", "有效投标文件清单", "任意 k 名保管人",
    [
        Fields.Tender,
        Fields.Lot,
        Fields.Digest("policy", "开标规则摘要"),
        Fields.Digest("schedule", "招标日程摘要"),
        Fields.TimeOf("closed", "截止时间"),
        new("count", "文件数", RecordForm.Number(0, RecordLimits.Bids * RecordLimits.Parts)),
        Fields.Digest("root", "清单默克尔根"),
    ]);

    /// <inheritdoc/>
    public override RecordShape Shape => Layout;

    /// <summary>Reads a live set strictly.</summary>
    /// <exception cref="RecordException">The named cause.</exception>
    public static LiveSetRecord Parse(string text) => Read(text, Layout, g => new LiveSetRecord(
        g.Text("tender"),
        g.Text("lot"),
        g.Digest("policy"),
        g.Digest("schedule"),
        g.Time("closed"),
        (int)g.Number("count"),
        g.Digest("root")));

    /// <inheritdoc/>
    protected override void Write(LineWriter lines) => lines
        .Line("tender", Tender)
        .Line("lot", Lot)
        .Line("policy", Policy)
        .Line("schedule", Schedule)
        .Line("closed", Closed)
        .Line("count", Count)
        .Line("root", Root);

    /// <inheritdoc/>
    protected override string? Contradiction() =>
        Count == 0 == (Root == MerkleHash.Empty) ? null : "no files, and no others, have the root of nothing";
}
