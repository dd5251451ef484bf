using Trading.Grains.Documents;
using Trading.Proofs.Primitives;

namespace Trading.Client.Messages;

/// <summary>What a client says before it sends a file.</summary>
/// <param name="Digest">SM3 of the whole file.</param>
/// <param name="Size">Bytes, above zero.</param>
/// <param name="Class">Public for published documents, sealed for bids, restricted for copies handed in as a remedy.</param>
public sealed record BeginUpload(Digest Digest, long Size, DocumentClass Class);

/// <summary>An upload as its owner sees it.</summary>
public sealed record UploadState(string Id, Digest Digest, long Size, long Received, bool IsWhole, DateTimeOffset ExpiresAt);

/// <summary>A document that is whole and kept.</summary>
public sealed record DocumentState(Digest Digest, long Size);
