using System.Globalization;
using System.Text;
using Sor.Core.MarketData;

namespace Sor.Tests.MarketData;

public sealed class DigitsTests
{
    [Fact]
    public void Numbers_of_any_length_are_read_whatever_follows_them()
    {
        Gen.Select(Gen.Int[0, Digits.Most], Gen.String[Gen.Char['0', '9'], Digits.Most, Digits.Most], Gen.String[Gen.Char[' ', '~'], 16, 16]).Sample((count, digits, after) =>
        {
            var expected = count == 0 ? 0 : ulong.Parse(digits.AsSpan(0, count), NumberStyles.None, CultureInfo.InvariantCulture);
            return Digits.TryRead(Encoding.ASCII.GetBytes(digits[..count] + after), count, out var value) && value == expected;
        });
    }

    [Fact]
    public void One_byte_that_is_no_digit_is_found_wherever_it_stands()
    {
        Gen.Select(Gen.Int[1, Digits.Most], Gen.Int[0, Digits.Most - 1], Gen.Byte).Sample((count, place, other) =>
        {
            var text = Encoding.ASCII.GetBytes(new string('9', count + 8));
            text[place % count] = other;
            return Digits.TryRead(text, count, out _) == char.IsAsciiDigit((char)other);
        });
    }

    [Theory]
    [InlineData(20)]
    [InlineData(-1)]
    public void More_digits_than_fit_are_refused(int count) => Digits.TryRead(new byte[64], count, out _).ShouldBeFalse();

    [Fact]
    public void The_point_is_found_among_the_first_eight_bytes()
    {
        Gen.Select(Gen.Int[0, 12], Gen.String[Gen.Char['/', '~'], 24, 24]).Sample((place, text) =>
            Digits.IndexOfPoint(Encoding.ASCII.GetBytes(text[..place] + '.' + text[place..])) == Math.Min(place, 8));
    }
}
