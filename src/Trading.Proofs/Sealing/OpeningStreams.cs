namespace Trading.Proofs.Sealing;

/// <summary>Where an opening reads, writes and reports.</summary>
internal sealed record OpeningStreams(Stream File, Stream Output, IProgress<long>? Progress);
