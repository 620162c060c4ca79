using System.Numerics;

namespace Sor.Tests.MarketData;

public sealed class NanosTests
{
    [Theory]
    [InlineData(1, 2, 0, "0")]
    [InlineData(3, 2, 0, "2")]
    [InlineData(-3, 2, 0, "-2")]
    [InlineData(5, -2, 0, "-2")]
    [InlineData(1, 3, 6, "0.333333")]
    [InlineData(2, 3, 6, "0.666667")]
    [InlineData(25, 1000, 2, "0.02")]
    [InlineData(35, 1000, 2, "0.04")]
    public void Ratio_rounds_half_to_even(long numerator, long denominator, int decimals, string expected) =>
        Nanos.Ratio(numerator, denominator, decimals).ShouldBe(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Ratio_of_a_large_quotient_keeps_the_decimals_there_is_room_for()
    {
        Nanos.Ratio(BigInteger.Pow(10, 20) * 2, 3, 20).ShouldBe(66_666_666_666_666_666_666.66666667m);
        Nanos.Ratio(BigInteger.Pow(10, 27), 1, 20).ShouldBe(1_000_000_000_000_000_000_000_000_000m);
    }

    [Theory]
    [InlineData("222.81", 222_810_000_000)]
    [InlineData("-0.0005", -500_000)]
    [InlineData("0.000000001", 1)]
    [InlineData("9223372036.854775807", long.MaxValue)]
    public void Text_is_read_exactly(string text, long nanos)
    {
        Nanos.TryParse(text, out var read).ShouldBeTrue();
        read.ShouldBe(nanos);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1e3")]
    [InlineData("0.0000000001")]
    [InlineData("9223372036.854775808")]
    [InlineData("1,000")]
    public void Text_that_is_no_nano_number_is_refused(string text) => Nanos.TryParse(text, out _).ShouldBeFalse();
}
