namespace Sor.Tests.Units;

public class WideTests
{
    // Numbers of every length, not only long ones.
    private static readonly Gen<long> Number = Gen.Select(Gen.Long, Gen.Int[0, 63], (number, bits) => number >> bits);

    [Fact]
    public void A_product_is_exact_whatever_its_size() =>
        Gen.Select(Number, Number).Sample((a, b) => Wide.Product(a, b) == (Int128)a * b);

    [Theory]
    [InlineData(1L << 42, 1)]
    [InlineData(-(1L << 42), -(1L << 20))]
    [InlineData((1L << 42) - 1, (1L << 20) - 1)]
    [InlineData(1, 1L << 20)]
    [InlineData(long.MinValue, long.MinValue)]
    public void A_product_is_exact_where_64_bits_end_to_be_enough(long a, long b) => Wide.Product(a, b).ShouldBe((Int128)a * b);

    [Fact]
    public void A_part_of_shares_is_that_of_exact_numbers_rounded_down() =>
        Gen.Select(Gen.Long[0, 1L << 50], Gen.Long[0, uint.MaxValue], Gen.Long[0, uint.MaxValue])
            .Where((_, part, others) => part + others > 0)
            .Sample((shares, part, others) => Wide.Part(shares, part, part + others) == (long)((Int128)shares * part / (part + others)));
}
