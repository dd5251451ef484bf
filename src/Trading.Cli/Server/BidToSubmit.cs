using System.Collections.Immutable;
using System.Globalization;
using Trading.Cli.Files;
using Trading.Client;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;

namespace Trading.Cli.Server;

/// <summary>The sealed files of one bid, checked against each other and the policy before a byte is sent.</summary>
internal sealed class BidToSubmit(TenderId tender, LotId lot, long version, PartyId bidder)
{
    private readonly List<(SealedFile File, string Path)> _files = [];

    public TenderId Tender => tender;

    public LotId Lot => lot;

    /// <summary>In the policy's order of parts, once it was checked.</summary>
    public IReadOnlyList<SealedFile> Files => [.. _files.Select(f => f.File)];

    public long Bytes => _files.Sum(f => f.File.Content.Length);

    public async Task AddAsync(string path, CancellationToken cancellation)
    {
        var content = Inputs.Open(path);
        try
        {
            var file = await SealedFile.Read(content, cancellation);
            if (_files.Exists(f => f.File.Part == file.Part))
            {
                throw new ToolException($"{path} is a second file for part {file.Part}; give one file for each part.");
            }

            _files.Add((file, path));
        }
        catch (FormatException e)
        {
            await content.DisposeAsync();
            throw new ToolException($"{path}: {e.Message}");
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Compares every header with what the tender published; the certificates in the order of the stanzas.
    /// </summary>
    public IReadOnlyList<Certificate> Check(TenderView view, ImmutableArray<Certificate> certificates)
    {
        var text = view.Policy ?? throw new ToolException($"Tender {tender} is not published yet; nothing was sent.");
        var policy = PolicyRecord.Parse(text);
        var expected = new HeaderExpectation
        {
            Tender = tender.Value,
            Lot = lot.Value,
            Bidder = bidder.Value,
            Version = version,
            Opening = Digest.OfUtf8(text),
            Release = policy.Escrow ? SealRelease.Escrow : SealRelease.Bidder,
            Threshold = policy.Threshold.Needed,
            CustodianKeys = [.. policy.Custodians.Select(c => c.ReadEncryptCertificate().Id)],
            BidderKeys = [.. certificates.Select(c => c.Id)],
        };
        foreach (var (file, path) in _files)
        {
            if (expected.Difference(file.Header) is { } difference)
            {
                throw new ToolException(
                    $"{path} does not fit this submission ({difference}); seal it again, or correct the options.");
            }
        }

        var parts = _files.Select(f => f.File.Part).ToList();
        if (!policy.Parts.Order(StringComparer.Ordinal).SequenceEqual(parts.Order(StringComparer.Ordinal)))
        {
            throw new ToolException(
                $"The tender asks for the parts {string.Join(", ", policy.Parts)}, and {string.Join(", ", parts)} "
                + "were given; give one file for each.");
        }

        _files.Sort((a, b) => policy.Parts.IndexOf(a.File.Part).CompareTo(policy.Parts.IndexOf(b.File.Part)));
        return [.. _files[0].File.Header.Bidders.Select(stanza => certificates.First(c => c.Id == stanza.KeyId))];
    }

    /// <summary>submit/1, or replace/1 where an earlier version is live.</summary>
    public SubmitRecord Statement(
        TenderView view, IReadOnlyList<Certificate> certificates, bool replaces, DateTimeOffset at) => new(
            replaces, tender.Value, lot.Value, bidder.Value, version, _files[0].File.Header.Meta.Opening,
            view.DocumentsSm3 ?? throw new ToolException(
                $"Tender {tender} has no published documents; nothing was sent."),
            [.. Files.Select(f => new SubmittedPart(f.Part, f.Digest, f.Content.Length, f.Header.HeaderDigest))],
            [.. certificates.Select(c => c.Id)],
            at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMillisecond)));

    /// <summary>What names this submission and no other.</summary>
    public string Name() => string.Create(
        CultureInfo.InvariantCulture,
        $"{tender}\n{lot}\n{bidder}\n{version}\n{string.Join('\n', _files.Select(f => f.File.Digest.ToString()))}");

    public void Close() => _files.ForEach(f => f.File.Content.Dispose());
}
