using System.Collections.Immutable;
using System.Text.Json;
using Trading.Grains.Journal;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Grains.Records;

/// <summary>
/// A record taken apart, each piece when it is first asked for: whoever asks for a piece that is missing or malformed gets
/// <see cref="InvalidDataException"/> or <see cref="FormatException"/>, which fails the check that asked.
/// </summary>
public sealed class OpenedRecord : IDisposable
{
    private readonly Lazy<SignedText> _signedManifest;
    private readonly Lazy<ManifestRecord> _manifest;
    private readonly Lazy<ImmutableArray<ShownEvent>> _events;
    private readonly Lazy<ImmutableArray<ShownAct>> _acts;
    private readonly Lazy<Tender> _tender;
    private readonly Lazy<ImmutableDictionary<Digest, Certificate>> _certificates;
    private readonly Lazy<ImmutableArray<Certificate>> _issuers;
    private readonly Lazy<SignedNote> _note;
    private readonly Lazy<NoteKey> _logKey;
    private readonly Lazy<ImmutableArray<EventProof>> _proofs;
    private readonly Lazy<Redecision> _redecision;

    private readonly Func<Stream>? _spool;

    private OpenedRecord(RecordArchive archive, Func<Stream>? spool, IReadOnlyCollection<Certificate>? pinned)
    {
        Archive = archive;
        _spool = spool;
        Pinned = pinned;
        _signedManifest = new(() => SignedText.ParseFile(archive.ReadText(RecordPaths.Manifest)));
        _manifest = new(() => ManifestRecord.Parse(SignedManifest.Text));
        _events = new(() => [.. Lines(RecordPaths.Events).Select(line => ShownEvent.Read(line.Span))]);
        _acts = new(() => [.. Events.Select(ShownAct.Of)]);
        _tender = new(() => Acts.Select(act => act.Event).OfType<TenderEvent>()
            .Aggregate(Tender.Initial(Manifest.Tender), Tender.Evolve));
        _certificates = new(() => Pem(RecordPaths.Certificates).ToImmutableDictionary(c => c.Id));
        _issuers = new(() => pinned is null ? [.. Pem(RecordPaths.Issuers)]
            // Its own roots count for nothing then; the issuers between may come from the record, since a root signed them.
            : [.. pinned.UnionBy(Pem(RecordPaths.Issuers).Where(issuer => !issuer.IsSelfIssued), issuer => issuer.Fingerprint)]);
        _note = new(() => SignedNote.Parse(archive.ReadText(RecordPaths.Checkpoint)));
        _logKey = new(() => NoteKey.Parse(archive.ReadText(RecordPaths.LogKey).TrimEnd('\n')));
        _proofs = new(() => [.. Lines(RecordPaths.Proofs).Select(line => CanonicalJson.Deserialize<EventProof>(line.Span))]);
        _redecision = new(() => Redecision.Of(this));
    }

    public RecordArchive Archive { get; }

    /// <summary>record/1 with the centre's signature.</summary>
    public SignedText SignedManifest => _signedManifest.Value;

    public ManifestRecord Manifest => _manifest.Value;

    /// <summary>The stream all events belong to.</summary>
    public string Stream => StreamId.Of(TenderGrain.Kind, Manifest.Tender).Value;

    public ImmutableArray<ShownEvent> Events => _events.Value;

    /// <summary>The events with what they say, where it is shown.</summary>
    public ImmutableArray<ShownAct> Acts => _acts.Value;

    /// <summary>The tender as its shown events leave it.</summary>
    public Tender Tender => _tender.Value;

    /// <summary>All signing and encryption certificates by id.</summary>
    public ImmutableDictionary<Digest, Certificate> Certificates => _certificates.Value;

    /// <summary>The roots the reader brought; null where it takes the record's own, which prove nothing of who they are.</summary>
    public IReadOnlyCollection<Certificate>? Pinned { get; }

    /// <summary>The issuers that count: the record's own, or the reader's and what they signed.</summary>
    public ImmutableArray<Certificate> Issuers => _issuers.Value;

    /// <summary>TEST ONLY certificates count where no root was brought, and are named; else where the root is one itself.</summary>
    public bool AllowTestOnly => Pinned?.Any(root => root.IsTestOnly) ?? true;

    public SignedNote Note => _note.Value;

    public NoteKey LogKey => _logKey.Value;

    public Checkpoint Checkpoint => Checkpoint.Parse(Note.Text);

    public ImmutableArray<EventProof> Proofs => _proofs.Value;

    /// <summary>Every shown act sent through the rules again.</summary>
    public Redecision Redecision => _redecision.Value;

    /// <summary>Opens a record.</summary>
    /// <param name="zip">A seekable stream; it is closed with the record.</param>
    /// <param name="spool">Makes an empty seekable stream for a file too large for memory; null where there is no such place.</param>
    /// <param name="pinned">The roots of the CAs the reader trusts; null to take those in the record.</param>
    /// <exception cref="InvalidDataException">It is no archive within <see cref="ArchiveLimits"/>.</exception>
    public static OpenedRecord Open(
        Stream zip, Func<Stream>? spool = null, IReadOnlyCollection<Certificate>? pinned = null) =>
        new(RecordArchive.Open(zip), spool, pinned);

    /// <summary>A file as a stream that can be read twice: in memory up to <see cref="ArchiveLimits.TextBytes"/>, else spooled.</summary>
    public async Task<Stream> OpenSeekableAsync(string path)
    {
        var spool = Archive.SizeOf(path) <= ArchiveLimits.TextBytes ? new MemoryStream() : _spool?.Invoke();
        if (spool is null)
        {
            throw new CheckFailedException($"{path} is too large for memory, and there is no place to spool it");
        }

        await using var file = Archive.OpenFile(path);
        await file.CopyToAsync(spool);
        spool.Position = 0;
        return spool;
    }

    /// <summary>B and T of the files that the record shows.</summary>
    public ImmutableArray<KeptSecret> SecretsOf(LotId lot) =>
    [
        .. from act in Acts
           let secrets = act.Event switch
           {
               BidsOpened e when e.Lot == lot => e.SummarySecrets,
               SecretsKept e when e.Lot == lot => e.Secrets,
               _ => [],
           }
           from secret in secrets
           select secret,
    ];

    public void Dispose() => Archive.Dispose();

    private List<ReadOnlyMemory<byte>> Lines(string path)
    {
        ReadOnlyMemory<byte> rest = Archive.ReadBytes(path);
        var lines = new List<ReadOnlyMemory<byte>>();
        while (rest.Length > 0)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            if (end < 0)
            {
                throw new InvalidDataException($"{path}: the last line has no line feed.");
            }

            lines.Add(rest[..end]);
            rest = rest[(end + 1)..];
        }

        return lines;
    }

    private IEnumerable<Certificate> Pem(string folder) =>
        Archive.Paths.Where(path => path.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(path => Certificate.FromPem(Archive.ReadText(path, 2 * Certificate.MaximumSize)));
}

/// <summary>An event of a record with what it says; <paramref name="Event"/> is null where the body is not shown.</summary>
public sealed record ShownAct(ShownEvent Shown, TenderEvent? Event)
{
    public static ShownAct Of(ShownEvent shown) => new(
        shown, shown.Body is { } body ? body.Deserialize<TenderEvent>(GrainJson.Options) : null);
}

/// <summary>Where an event's leaf stands in the log.</summary>
public sealed record EventProof(long Version, long Index, ImmutableArray<Digest> Path);
