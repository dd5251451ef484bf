using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Trading.Grains.Records;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Web.Tests.Demo;

/// <summary>
/// A record as a dishonest centre would make it: anything changed, and then everything it has keys for made to fit again: salted
/// digests, chain, log, manifest. What such a record still fails by is what the checks are worth.
/// </summary>
internal sealed class ForgedRecord
{
    private readonly DemoRecords _demo;

    public ForgedRecord(DemoRecords demo, bool restricted)
    {
        _demo = demo;
        using var zip = new ZipArchive(new MemoryStream(restricted ? demo.Restricted : demo.Public));
        foreach (var entry in zip.Entries)
        {
            using var stream = entry.Open();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            Files[entry.FullName] = copy.ToArray();
        }

        Manifest = ManifestRecord.Parse(SignedText.ParseFile(Encoding.UTF8.GetString(Files[RecordPaths.Manifest])).Text);
        Events.AddRange(Encoding.UTF8.GetString(Files[RecordPaths.Events]).TrimEnd('\n').Split('\n').Select(ForgedEvent.Read));
    }

    public Dictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    public List<ForgedEvent> Events { get; } = [];

    public ManifestRecord Manifest { get; private set; }

    /// <summary>Changes lines after they were chained; the chain goes on from what is left.</summary>
    public Action<ForgedEvent> OnLine { get; set; } = _ => { };

    /// <summary>Changes the events after the log was made of them.</summary>
    public Action OnLogged { get; set; } = () => { };

    public Func<ManifestRecord, ManifestRecord> OnManifest { get; set; } = manifest => manifest;

    /// <summary>Changes files after the manifest listed them.</summary>
    public Action OnListed { get; set; } = () => { };

    public ISm2PrivateKey? LogKey { get; set; }

    public ISm2PrivateKey? Signer { get; set; }

    public ForgedEvent First(string type) => Events.First(e => e.Type == type);

    public IEnumerable<ForgedEvent> All(string type) => Events.Where(e => e.Type == type);

    /// <summary>An event that the centre makes up, standing behind another and at its time.</summary>
    public ForgedEvent Insert(ForgedEvent after, string type, JsonObject body)
    {
        body["type"] = type;
        body["at"] = after.Body!["at"]!.DeepClone();
        var line = after.Line.DeepClone().AsObject();
        line["type"] = type;
        line.Remove("private_sm3");
        var made = new ForgedEvent(line, body, Digest.OfUtf8($"leaf {Events.Count}"), Digest.OfUtf8($"body {Events.Count}"));
        Events.Insert(Events.IndexOf(after) + 1, made);
        Renumber();
        return made;
    }

    public void Renumber()
    {
        for (var i = 0; i < Events.Count; i++)
        {
            Events[i].Line["version"] = i + 1L;
        }
    }

    public byte[] Seal()
    {
        Chain();
        WriteLog();
        OnLogged();
        Files[RecordPaths.Events] = Encoding.UTF8.GetBytes(string.Concat(Events.Select(e => e.Write() + "\n")));
        WriteManifest();
        OnListed();
        var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in Files)
            {
                using var entry = archive.CreateEntry(path, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }

        return zip.ToArray();
    }

    private void Chain()
    {
        var previous = default(Digest);
        foreach (var e in Events)
        {
            if (e.Body is not null)
            {
                e.Line["body_sm3"] = Sm3.Hash(e.BodySalt!.Value.AsSpan(), CanonicalJson.Write(e.Body)).ToString();
            }

            e.Line["previous"] = previous.ToString();
            OnLine(e);
            previous = e.Digest;
        }
    }

    private void WriteLog()
    {
        var entries = Events.Select(e => BlindedLeaf.Entry(e.LeafSalt.AsSpan(), e.Digest)).ToList();
        var dummies = Enumerable.Range(0, 64).Select(i => Digest.OfUtf8($"dummy {i}"));
        var tree = new MerkleTree(dummies.Concat(entries).Select(entry => MerkleHash.Leaf(entry.AsSpan())));
        var origin = NoteKey.Parse(Encoding.UTF8.GetString(Files[RecordPaths.LogKey])).Name;
        var key = LogKey ?? _demo.Log;
        Files[RecordPaths.LogKey] = Encoding.UTF8.GetBytes($"{new NoteKey(origin, key.PublicKey)}\n");
        Files[RecordPaths.Checkpoint] = Encoding.UTF8.GetBytes(new Checkpoint(origin, tree.Size, tree.Root).Sign(key).ToString());
        var proofs = Events.Select((e, i) => CanonicalJson.Serialize(new EventProof(
            e.Line["version"]!.GetValue<long>(), 64 + i, tree.Inclusion(64 + i, tree.Size).Path)));
        Files[RecordPaths.Proofs] = [.. proofs.SelectMany(line => line.Append((byte)'\n'))];
    }

    private void WriteManifest()
    {
        Files.Remove(RecordPaths.Manifest);
        Manifest = OnManifest(Manifest with
        {
            LastEvent = Events[^1].Digest,
            Files =
            [
                .. Files.OrderBy(file => file.Key, StringComparer.Ordinal)
                    .Select(file => new ManifestFile(file.Key, file.Value.Length, Digest.Of(file.Value))),
            ],
        });
        var signed = new SignedText(Manifest.ToText(), []).With(Signer ?? _demo.Centre);
        Files[RecordPaths.Manifest] = Encoding.UTF8.GetBytes(signed.ToFile());
    }
}

/// <summary>An event to be forged: its line, and its body where it is shown.</summary>
internal sealed class ForgedEvent(JsonObject line, JsonObject? body, Digest leafSalt, Digest? bodySalt)
{
    public JsonObject Line { get; } = line;

    public JsonObject? Body { get; set; } = body;

    public Digest LeafSalt { get; set; } = leafSalt;

    public Digest? BodySalt { get; set; } = bodySalt;

    public string Type => Line["type"]!.GetValue<string>();

    public JsonNode this[string name] => Body![name]!;

    public Digest Digest => Digest.Of(CanonicalJson.Write(Line));

    public static ForgedEvent Read(string text)
    {
        var json = JsonNode.Parse(text)!.AsObject();
        return new ForgedEvent(
            json["line"]!.DeepClone().AsObject(),
            json["body"]?.DeepClone().AsObject(),
            Digest.Parse(json["leaf_salt"]!.GetValue<string>()),
            json["body_salt"] is { } salt ? Digest.Parse(salt.GetValue<string>()) : null);
    }

    public string Write()
    {
        var json = new JsonObject { ["line"] = Line.DeepClone(), ["leaf_salt"] = LeafSalt.ToString() };
        if (Body is not null)
        {
            json["body"] = Body.DeepClone();
            json["body_salt"] = BodySalt!.Value.ToString();
        }

        return Encoding.UTF8.GetString(CanonicalJson.Write(json));
    }

    /// <summary>The time of the act, in line and body.</summary>
    public void MoveTo(string at)
    {
        Body!["at"] = at;
        Line["recorded_at"] = at;
    }

    /// <summary>The role in which it was done.</summary>
    public void ActAs(string role) => Body!["by"]!["role"] = role;

    /// <summary>One bit of a signature, the last.</summary>
    public static void Flip(JsonNode signature)
    {
        var value = Convert.FromBase64String(signature["value"]!.GetValue<string>());
        value[^1] ^= 1;
        signature["value"] = Convert.ToBase64String(value);
    }

    public void FlipStatement() => Flip(Body!["statement"]!["signatures"]![0]!);

    public void Withhold() => (Body, BodySalt) = (null, null);
}
