using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Client.Messages;

/// <summary>What a bidder's client needs to release, and to check before it does (sealing.md C.3).</summary>
/// <param name="LiveSet">live-set/1 with the custodians' signatures.</param>
/// <param name="SessionCertificate">PEM; what is released is enveloped to it.</param>
public sealed record ReleaseKit(
    SignedText LiveSet, SignedText Session, string SessionCertificate, ImmutableArray<ReleaseKitPart> Parts);

/// <summary>One part of the own bid: its header as stored, and its place in the live set.</summary>
public sealed record ReleaseKitPart(
    string Part, long Version, Digest File, string Header, long Index, long Count, ImmutableArray<Digest> Path);

/// <summary>What a custodian's client needs to release its shares.</summary>
/// <param name="WindowShut">The window-shut/1 text that lists the released bids.</param>
public sealed record CustodyKit(
    string WindowShut, SignedText Session, string SessionCertificate, ImmutableArray<CustodyKitFile> Files);

/// <summary>The header of one sealed file whose bid was released.</summary>
public sealed record CustodyKitFile(PartyId Bidder, long Version, string Part, string Header);

/// <summary>After a restart: a keeper's half, and where to send it.</summary>
/// <param name="Envelope">The half as it was kept, enveloped to the keeper's encryption key, base64.</param>
/// <param name="Certificate">PEM; the unwrapped half is enveloped to it.</param>
public sealed record KeeperKit(string Envelope, string Certificate);
