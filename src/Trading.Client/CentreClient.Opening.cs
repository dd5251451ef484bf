using System.Collections.Immutable;
using System.Text;
using Trading.Client.Messages;
using Trading.Grains.Documents;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Certificates;
using Trading.Proofs.Log;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;
using Trading.Proofs.Sealing;

namespace Trading.Client;

public sealed partial class CentreClient
{
    /// <summary>Custodian: signs the frozen live set.</summary>
    public async Task<ActAnswer> SignLiveSet(TenderId tender, LotId lot, CancellationToken cancellation = default)
    {
        var text = await TextOf(tender, lot, "sign_live_set", cancellation);
        Expect(LiveSetRecord.Parse(text) is var record && record.Tender == tender.Value && record.Lot == lot.Value, "live set");
        return await Execute(
            tender, new SignLiveSet(lot, Identity.Sign(text), Identity.Certificate.ToPem()), cancellation: cancellation);
    }

    /// <summary>Custodian: signs which bidders released.</summary>
    public async Task<ActAnswer> SignWindowShut(TenderId tender, LotId lot, CancellationToken cancellation = default)
    {
        var text = await TextOf(tender, lot, "sign_window_shut", cancellation);
        Expect(WindowShutRecord.Parse(text) is var record && record.Tender == tender.Value && record.Lot == lot.Value, "window-shut");
        return await Execute(
            tender, new SignWindowShut(lot, Identity.Sign(text), Identity.Certificate.ToPem()), cancellation: cancellation);
    }

    /// <summary>Host: begins the opening; the two persons named keep the halves of the session key.</summary>
    public Task<ActAnswer> BeginOpening(
        TenderId tender, LotId lot, Certificate attestation, Certificate supervisor, CommandId? id = null,
        CancellationToken cancellation = default) =>
        Act(
            $"api/tenders/{tender}/acts/begin_opening",
            new BeginOpeningRequest(lot, attestation.ToPem(), supervisor.ToPem()), id, cancellation);

    /// <summary>
    /// Bidder: takes what it needs to release, and checks it: the centre's signature under the session key, the custodians' under
    /// the live set, and the own files' places in it.
    /// </summary>
    public async Task<ReleaseKit> FetchForRelease(TenderId tender, LotId lot, CancellationToken cancellation = default)
    {
        await Execute(tender, new FetchForRelease(lot), cancellation: cancellation);
        return await OwnKit(tender, lot, cancellation);
    }

    /// <summary>
    /// Bidder whose custodians' shares failed: proves T of all parts by the seal records (the task <c>hand_in_secret</c>).
    /// </summary>
    /// <exception cref="CentreNotTrustedException">What the centre gave does not hold: nothing was sent.</exception>
    public async Task<ActAnswer> HandInSecret(
        TenderId tender, LotId lot, IReadOnlyCollection<SealRecord> records, CancellationToken cancellation = default)
    {
        var kit = await OwnKit(tender, lot, cancellation);
        var session = Certificate.FromPem(kit.SessionCertificate);
        var parts = ImmutableArray.CreateBuilder<SecretPart>();
        foreach (var part in kit.Parts)
        {
            var header = HeaderOf(part.Header);
            var record = records.FirstOrDefault(r => r.PlaintextDigest == header.Meta.PlaintextDigest)
                ?? throw new InvalidOperationException($"No seal record is of part {part.Part}.");
            var message = SecretEnvelope.Message(StanzaRole.Custodian, 0, record.Secrets.T);
            parts.Add(new SecretPart(part.Part, Digest.Of(message), [.. SessionEnvelope.Seal(message, session, _entropy)]));
        }

        var statement = new SecretRecord(
            tender.Value, lot.Value, Identity.Party.Value, kit.Parts[0].Version, kit.LiveSet.Sm3(), session.Id,
            parts.ToImmutable(), Now);
        return await Act(
            $"api/tenders/{tender}/acts/hand_in_secret",
            new HandInSecretRequest(lot, Identity.Sign(statement), Identity.Certificate.ToPem()), null, cancellation);
    }

    private async Task<ReleaseKit> OwnKit(TenderId tender, LotId lot, CancellationToken cancellation)
    {
        var kit = await Send<ReleaseKit>(HttpMethod.Get, $"api/tenders/{tender}/lots/{lot}/release-kit", null, cancellation);
        await CheckSession(kit.Session, kit.SessionCertificate, tender, lot, cancellation);

        var policy = await Policy(tender, cancellation);
        var live = LiveSetRecord.Parse(kit.LiveSet.Text);
        Expect(live.Tender == tender.Value && live.Lot == lot.Value && live.Policy == Digest.OfUtf8(policy.ToText()), "live set");
        var custodians = policy.Custodians.Select(c => Certificate.FromDer(c.SignCertificate.AsSpan()).PublicKey);
        Expect(kit.LiveSet.Check(custodians, policy.Threshold.Needed) is null, "custodians' signatures under the live set");
        foreach (var part in kit.Parts)
        {
            var leaf = LiveSet.LeafHash(new LiveFile(Identity.Party.Value, part.Version, part.Part, part.File));
            Expect(
                part.Count == live.Count && new InclusionProof(part.Index, part.Count, part.Path).Check(leaf, live.Root),
                $"path of part {part.Part} in the live set");
        }

        return kit;
    }

    /// <summary>Bidder: releases all parts with the encryption key they were sealed to; any of the keys will do.</summary>
    /// <exception cref="CentreNotTrustedException">What the centre gave does not hold: nothing was released.</exception>
    public Task<ActAnswer> Release(TenderId tender, LotId lot, ISm2PrivateKey key, CancellationToken cancellation = default) =>
        Release(
            tender, lot,
            (part, header) => StanzaOpener.Open(header, StanzaRole.Bidder, key)
                ?? throw new InvalidOperationException($"This key does not open part {part}."),
            cancellation);

    /// <summary>Bidder: releases all parts with B from their seal records, for a key that was lost.</summary>
    public Task<ActAnswer> Release(
        TenderId tender, LotId lot, IReadOnlyCollection<SealRecord> records, CancellationToken cancellation = default) =>
        Release(
            tender, lot,
            (part, header) => records.FirstOrDefault(r => r.PlaintextDigest == header.Meta.PlaintextDigest) is { } record
                ? SecretEnvelope.Message(StanzaRole.Bidder, 0, record.Secrets.B)
                : throw new InvalidOperationException($"No seal record is of part {part}."),
            cancellation);

    /// <summary>Bidder: hands in plaintext copies instead of a release, where the policy allows it.</summary>
    /// <param name="tender">The tender.</param>
    /// <param name="lot">The lot.</param>
    /// <param name="copies">P of every part (see <see cref="PaddedPlaintext"/>), in the policy's order.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<ActAnswer> HandInCopies(
        TenderId tender, LotId lot, IReadOnlyList<(string Part, Stream Plaintext)> copies, CancellationToken cancellation = default)
    {
        await Execute(tender, new FetchForRelease(lot), cancellation: cancellation);
        var handedIn = ImmutableArray.CreateBuilder<HandedInCopy>();
        foreach (var (part, plaintext) in copies)
        {
            handedIn.Add(new HandedInCopy(part, await Upload(plaintext, DocumentClass.Restricted, null, cancellation)));
        }

        return await Act(
            $"api/tenders/{tender}/acts/hand_in_copy", new HandInCopyRequest(lot, handedIn.ToImmutable()), null, cancellation);
    }

    /// <summary>Custodian: releases the shares of exactly the bids that the shut window lists as released.</summary>
    public async Task<ActAnswer> ReleaseShares(
        TenderId tender, LotId lot, ISm2PrivateKey key, CancellationToken cancellation = default)
    {
        var kit = await Send<CustodyKit>(HttpMethod.Get, $"api/tenders/{tender}/lots/{lot}/custody-kit", null, cancellation);
        var session = await CheckSession(kit.Session, kit.SessionCertificate, tender, lot, cancellation);
        var policy = await Policy(tender, cancellation);
        var number = policy.Custodians
            .FirstOrDefault(c => Certificate.FromDer(c.SignCertificate.AsSpan()).Id == Identity.Certificate.Id)?.Number
            ?? throw new InvalidOperationException("This certificate is not a custodian's of this tender.");
        var shut = WindowShutRecord.Parse(kit.WindowShut);
        var released = shut.Bids.Where(b => b.State == ReleaseState.Released).Select(b => b.Bidder).ToHashSet(StringComparer.Ordinal);
        Expect(shut.Tender == tender.Value && shut.Lot == lot.Value, "window-shut");
        Expect(kit.Files.All(file => released.Contains(file.Bidder.Value)), "list of released bids");

        var files = kit.Files
            .OrderBy(f => f.Bidder.Value, StringComparer.Ordinal).ThenBy(f => f.Part, StringComparer.Ordinal)
            .Select(f => (File: f, Message: Share(f, key)))
            .ToArray();
        byte[] payload = [.. files.SelectMany(f => f.Message)];
        var statement = new ShareRecord(
            tender.Value, lot.Value, number, Digest.OfUtf8(kit.WindowShut), session.Id,
            [.. files.Select(f => new BidShare(f.File.Bidder.Value, f.File.Part, Digest.Of(f.Message)))],
            [.. SessionEnvelope.Seal(payload, session, _entropy)], Now);
        return await Act(
            $"api/tenders/{tender}/acts/release_shares",
            new ReleaseSharesRequest(lot, Identity.Sign(statement), Identity.Certificate.ToPem()), null, cancellation);
    }

    /// <summary>Keeper: hands in its half of the session key after the centre was restarted.</summary>
    public async Task<ActAnswer> ReopenSession(
        TenderId tender, LotId lot, ISm2PrivateKey key, CancellationToken cancellation = default)
    {
        var kit = await Send<KeeperKit>(HttpMethod.Get, $"api/tenders/{tender}/lots/{lot}/keeper-kit", null, cancellation);
        var half = SessionEnvelope.Open(Convert.FromBase64String(kit.Envelope), key)
            ?? throw new InvalidOperationException("This key does not open the half that was kept.");
        var sent = SessionEnvelope.Seal(half, Certificate.FromPem(kit.Certificate), _entropy);
        return await Act($"api/tenders/{tender}/acts/reopen_session", new ReopenSessionRequest(lot, sent), null, cancellation);
    }

    private async Task<ActAnswer> Release(
        TenderId tender, LotId lot, Func<string, SealedHeader, byte[]> messageOf, CancellationToken cancellation)
    {
        var kit = await FetchForRelease(tender, lot, cancellation);
        var session = Certificate.FromPem(kit.SessionCertificate);
        var parts = ImmutableArray.CreateBuilder<ReleasedPart>();
        foreach (var part in kit.Parts)
        {
            var message = messageOf(part.Part, HeaderOf(part.Header));
            parts.Add(new ReleasedPart(
                part.Part, Digest.Of(message), [.. SessionEnvelope.Seal(message, session, _entropy)]));
        }

        var statement = new ReleaseRecord(
            tender.Value, lot.Value, Identity.Party.Value, kit.Parts[0].Version, kit.LiveSet.Sm3(), session.Id,
            parts.ToImmutable(), Now);
        return await Act(
            $"api/tenders/{tender}/acts/release_bid",
            new ReleaseBidRequest(lot, Identity.Sign(statement), Identity.Certificate.ToPem()), null, cancellation);
    }

    /// <summary>
    /// The own share of one file. A stanza that this key does not open, though it is addressed to it, is said with zeros: the
    /// opening judges by the file whose fault that is (sealing.md B.3, step 3), and one bidder's file never keeps the others closed.
    /// </summary>
    private static byte[] Share(CustodyKitFile file, ISm2PrivateKey key)
    {
        var header = HeaderOf(file.Header);
        return header.Custodians.Any(stanza => stanza.KeyId == key.PublicKey.Id)
            ? StanzaOpener.Open(header, StanzaRole.Custodian, key) ?? new byte[SealLimits.Release]
            : throw new InvalidOperationException($"The file of {file.Bidder}, part {file.Part}, has no stanza for this key.");
    }

    private static SealedHeader HeaderOf(string text) =>
        SealedHeader.TryParse(Encoding.ASCII.GetBytes(text), out var header, out var fault)
            ? header
            : throw new CentreNotTrustedException($"The centre gave a header that cannot be read: {fault}.");

    /// <summary>The session's certificate, where the centre's key announced it for this lot.</summary>
    private async Task<Certificate> CheckSession(
        SignedText announcement, string pem, TenderId tender, LotId lot, CancellationToken cancellation)
    {
        var centre = await Centre(cancellation);
        var certificate = Certificate.FromPem(pem);
        var record = SessionRecord.Parse(announcement.Text);
        Expect(announcement.Check([centre.PublicKey]) is null, "centre's signature under the session key");
        Expect(
            record.Tender == tender.Value && record.Lot == lot.Value
                && certificate.PublicKey.Spki.SequenceEqual(record.Session.AsSpan()),
            "session key");
        return certificate;
    }

    private async Task<PolicyRecord> Policy(TenderId tender, CancellationToken cancellation) => PolicyRecord.Parse(
        (await Tender(tender, cancellation)).Policy ?? throw new CentreNotTrustedException("The tender has no policy."));

    private async Task<string> TextOf(TenderId tender, LotId lot, string command, CancellationToken cancellation) =>
        (await FindTask(tender, lot, command, cancellation))?.Text
            ?? throw new InvalidOperationException($"There is nothing to sign: {command} is not open to you now.");

    private static void Expect(bool holds, string what)
    {
        if (!holds)
        {
            throw new CentreNotTrustedException($"What the centre gave does not hold: {what}. Nothing was sent.");
        }
    }
}
