using System.Collections.Immutable;
using Trading.Grains.Parties;
using Trading.Grains.Shell;
using Trading.Proofs.Primitives;
using Trading.Proofs.Records;

namespace Trading.Client.Messages;

/// <summary>主体登记; the certificates trusted at the moment are the platform's to add.</summary>
public sealed record RegisterPartyRequest(
    SignedText Statement, string SigningCertificate, ImmutableArray<string> EncryptionCertificates, PartyContact Contact,
    Digest ContactSalt);

/// <summary>Another certificate of the caller's own party, PEM.</summary>
public sealed record AddCertificateRequest(string Certificate);

/// <summary>What anybody may know of a registered party.</summary>
public sealed record PublicParty(PartyId Id, string Name, PartyKind Kind);
