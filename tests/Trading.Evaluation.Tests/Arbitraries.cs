using FsCheck;
using FsCheck.Fluent;

namespace Trading.Evaluation.Tests;

internal static class Arbitraries
{
    public static Arbitrary<Rational> Rational { get; } =
        (from numerator in Gen.Choose(-1_000_000, 1_000_000)
         from denominator in Gen.Choose(1, 5_000)
         select new Rational(numerator, denominator)).ToArbitrary();

    /// <summary>Amounts of all sizes: the shift spreads them over the digits.</summary>
    public static Arbitrary<Money> Money { get; } =
        (from high in Gen.Choose(0, (1 << 30) - 1)
         from low in Gen.Choose(0, (1 << 23) - 1)
         from shift in Gen.Choose(0, 52)
         from zeros in Gen.Elements(1L, 1L, 10L, 1000L, 100_000L, 1_000_000_00L)
         let fen = ((((long)high << 23) + low) >> shift) / zeros * zeros
         select new Money(fen)).ToArbitrary();

    public static Gen<Money> Price { get; } =
        Gen.Choose(50_000_00, 200_000_00).Select(fen => new Money(fen));
}
