using Trading.Proofs.Primitives;

namespace Trading.Proofs.Sealing;

/// <summary>What the centre's receipt says of the stored bytes.</summary>
public sealed record FileReceipt(Digest FileDigest, long FileLength);
