using System.Globalization;
using Trading.Proofs.Certificates;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;

namespace Trading.Cli.Commands;

/// <summary>Gathers what is at hand for one opening, and remembers what did not fit.</summary>
internal sealed class OpeningHand(SealedHeader header, string path)
{
    private readonly List<Certificate> _certificates = [];
    private readonly List<ShareRelease> _shares = [];
    private readonly List<ShareRelease> _escrow = [];
    private readonly List<string> _remarks = [];
    private byte[]? _bidder;
    private byte[]? _t;
    private FileReceipt? _receipt;
    private HeaderExpectation? _expected;

    /// <summary>Keys and stanzas that do not fit each other, each with who is meant.</summary>
    public IReadOnlyList<string> Remarks => _remarks;

    /// <summary>Whether every stanza's recipient is known by its certificate.</summary>
    public bool HasEveryCertificate =>
        header.Stanzas.All(stanza => _certificates.Exists(c => c.Id == stanza.KeyId));

    public void TakePolicy((PolicyRecord Policy, Digest Digest) policy)
    {
        var certificates = policy.Policy.Custodians.Select(c => c.ReadEncryptCertificate()).ToList();
        _certificates.AddRange(certificates);
        _expected = new HeaderExpectation
        {
            Tender = policy.Policy.Tender,
            Opening = policy.Digest,
            Release = policy.Policy.Escrow ? SealRelease.Escrow : SealRelease.Bidder,
            Threshold = policy.Policy.Threshold.Needed,
            CustodianKeys = [.. certificates.Select(c => c.Id)],
        };
    }

    public void TakeCertificate(StanzaRole role, Certificate certificate, string certificatePath)
    {
        if (!header.Stanzas.Any(stanza => stanza.Role == role && stanza.KeyId == certificate.Id))
        {
            throw new ToolException(
                $"{path} was not sealed to the {SealWords.Of(role)} certificate {certificatePath}; name the right "
                + "one.");
        }

        _certificates.Add(certificate);
    }

    public void TakeBidderKey(ISm2PrivateKey key, string keyPath)
    {
        _bidder = StanzaOpener.Open(header, StanzaRole.Bidder, key);
        if (_bidder is null)
        {
            _remarks.Add(header.Bidders.Any(s => s.KeyId == key.PublicKey.Id)
                ? $"the bidder's stanza does not open with {keyPath}, though it names that key"
                : $"{keyPath} is not a bidder's key this file was sealed to");
        }
    }

    public void TakeCustodianKey(int number, ISm2PrivateKey key, string keyPath)
    {
        var who = string.Create(CultureInfo.InvariantCulture, $"custodian {number}");
        if (number > header.Custodians.Length)
        {
            _remarks.Add($"{who}: the file has only {header.Custodians.Length} custodians");
            return;
        }

        var stanza = header.Custodians[number - 1];
        if (stanza.KeyId != key.PublicKey.Id)
        {
            _remarks.Add($"{who}: {keyPath} is not the key this stanza is sealed to");
            return;
        }

        if (StanzaOpener.Open(header, StanzaRole.Custodian, key) is { } message)
        {
            _shares.Add(new ShareRelease(number, message));
        }
        else
        {
            _remarks.Add($"{who}: the stanza does not open with its own key");
        }

        if (StanzaOpener.Open(header, StanzaRole.Escrow, key) is { } escrow)
        {
            _escrow.Add(new ShareRelease(number, escrow));
        }
    }

    /// <summary>B and T stand in where keys are missing; its certificates are the ones that were sealed to.</summary>
    public void TakeSealRecord(SealRecord record, string recordPath)
    {
        if (record.PlaintextDigest != header.Meta.PlaintextDigest)
        {
            throw new ToolException(
                $"{recordPath} is the seal record of another file than {path}; name the right one.");
        }

        _bidder ??= SecretEnvelope.Message(StanzaRole.Bidder, 0, record.Secrets.B);
        _t = record.Secrets.T.ToArray();
        _certificates.AddRange(record.Request.BidderCertificates);
        _certificates.AddRange(record.Request.CustodianCertificates);
    }

    public void TakeReceipt(Receipt receipt, string receiptPath)
    {
        var part = receipt.Record.Parts.FirstOrDefault(p => p.Part == SealWords.Of(header.Meta.Part))
            ?? throw new ToolException(
                $"{receiptPath} names no part {SealWords.Of(header.Meta.Part)}; it is the receipt of something else.");
        _receipt = new FileReceipt(part.FileSm3, part.FileSize);
    }

    public OpeningRequest Request() => new()
    {
        Receipt = _receipt,
        Expected = _expected,
        Certificates = [.. _certificates.DistinctBy(c => c.Fingerprint)],
        BidderRelease = _bidder is null ? null : new ReadOnlyMemory<byte>(_bidder),
        EscrowReleases = _bidder is null ? [.. _escrow] : [],
        CustodianReleases = [.. _shares],
        CustodianSecret = _t is null ? null : new ReadOnlyMemory<byte>(_t),
    };

    /// <summary>
    /// What was not checked. With all certificates everything in the file was; what lies outside it is said another
    /// way.
    /// </summary>
    public IEnumerable<string> Missing(OpeningVerdict verdict)
    {
        if (!HasEveryCertificate)
        {
            return verdict.NotChecked.Select(missing => $"not checked: {missing}");
        }

        return
        [
            "checked: every byte of header and payload is the one that B, T and the certificates give",
            .. _receipt is null
                ? ["not in the file: whether these bytes are the submitted ones; --receipt compares them"]
                : Array.Empty<string>(),
            .. _expected is null
                ? ["not in the file: whether the header says what the tender published; --policy compares them"]
                : Array.Empty<string>(),
        ];
    }
}
