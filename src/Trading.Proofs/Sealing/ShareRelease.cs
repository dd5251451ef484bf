namespace Trading.Proofs.Sealing;

/// <summary>What a custodian handed over: its number, and m (34 bytes) as its key unwrapped it.</summary>
public sealed record ShareRelease(int Custodian, ReadOnlyMemory<byte> Message);
