namespace Trading.Proofs.Draws;

/// <summary>
/// A pool with nothing to hide, such as the values of the coefficient K that the tender documents list. Its salts are 32
/// zero bytes: whoever could choose a salt could arrange the order, and with zeros anybody derives order and root
/// from the published values alone.
/// </summary>
public static class PublicPool
{
    /// <summary>The pool of some published values, in any order.</summary>
    /// <exception cref="ArgumentException">A value stands twice, or a limit is passed.</exception>
    public static PoolSnapshot Of(IEnumerable<string> values) =>
        new(values.Select(value => new PoolEntry(value, default)));
}
