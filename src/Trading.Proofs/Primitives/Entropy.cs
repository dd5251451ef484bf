namespace Trading.Proofs.Primitives;

/// <summary>
/// Fills the whole of <paramref name="destination"/> with bytes nobody can guess.
/// The core has no randomness of its own: shells hand in the system's generator, tests a recorded one.
/// </summary>
/// <param name="destination">Filled completely; may be empty.</param>
public delegate void Entropy(Span<byte> destination);
