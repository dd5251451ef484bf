using System.Collections.Immutable;
using Trading.Grains.Shell;
using Trading.Grains.Tenders;
using Trading.Proofs.Records;

namespace Trading.Client.Messages;

/// <summary>
/// An act as a client asks for it: the id it made for it, and what is asked. Who acts and when is never the client's to say.
/// </summary>
/// <param name="CommandId">The same id with the same content is answered the same; with other content it is refused.</param>
public sealed record ActRequest<TContent>(CommandId CommandId, TContent Command);

/// <summary>What was recorded, and the receipts where the act gives any.</summary>
/// <param name="Receipts">Signed receipt/1 notes, as <see cref="Receipt"/> reads them.</param>
public sealed record ActAnswer(ImmutableArray<RecordedAct> Events, ImmutableArray<string> Receipts);

/// <summary>递交 or 替换: the files were uploaded before; the platform reads their headers from what it stored.</summary>
public sealed record SubmitBidRequest(
    LotId Lot, SignedText Statement, string Certificate, ImmutableArray<string> EncryptionCertificates);

/// <summary>Begins an opening: the session key is made, its halves are kept for these two persons.</summary>
/// <param name="AttestationCertificate">PEM of the attestation officer's encryption certificate.</param>
/// <param name="SupervisorCertificate">PEM of the supervisor's encryption certificate.</param>
public sealed record BeginOpeningRequest(LotId Lot, string AttestationCertificate, string SupervisorCertificate);

/// <summary>投标人解密; the platform checks each B against its file.</summary>
public sealed record ReleaseBidRequest(LotId Lot, SignedText Statement, string Certificate);

/// <summary>补救: the copies were uploaded before.</summary>
public sealed record HandInCopyRequest(LotId Lot, ImmutableArray<HandedInCopy> Copies);

/// <summary>保管人解封; the platform checks each share against its stanza.</summary>
public sealed record ReleaseSharesRequest(LotId Lot, SignedText Statement, string Certificate);

/// <summary>补交保管密钥; the platform checks each T against its file.</summary>
public sealed record HandInSecretRequest(LotId Lot, SignedText Statement, string Certificate);

/// <summary>A half of the session key, enveloped to the key the platform made for this (see the keeper's kit).</summary>
/// <param name="Half">EnvelopedData, base64.</param>
public sealed record ReopenSessionRequest(LotId Lot, byte[] Half);
