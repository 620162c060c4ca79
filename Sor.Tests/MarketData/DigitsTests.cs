using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;
using Sor.Core.MarketData.Formats.Csv;

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
    public void The_point_is_found_among_the_first_bytes()
    {
        Gen.Select(Gen.Int[0, 23], Gen.String[Gen.Char['/', '~'], 24, 24]).Sample((place, text) =>
        {
            var found = Digits.IndexOfPoint(ref Encoding.ASCII.GetBytes(text[..place] + '.' + text[place..])[0]);
            return place < Digits.Searched ? found == place : found >= Digits.Searched;
        });
    }

    [Fact]
    public void Four_numbers_are_read_at_once_the_same_on_every_machine()
    {
        Gen.UInt[0, 99_999_999].Array[4].Sample(numbers =>
        {
            var groups = numbers.Select(n => Digits.Eight(ref Encoding.ASCII.GetBytes($"{n:00000000}")[0])).ToArray();
            var (left, right) = (Vector128.Create(groups[0], groups[1]).AsByte(), Vector128.Create(groups[2], groups[3]).AsByte());
            var expected = Vector128.Create(numbers);
            var greatest = Vector128<byte>.Zero;
            return Digits.Values(groups[0], groups[1], groups[2], groups[3], ref greatest) == expected
                && Digits.PortableValues(left, right) == expected
                && (!Sse41.IsSupported || Digits.FastValues(left, right) == expected)
                && Digits.AreDigits(greatest);
        });
    }

    [Fact]
    public void One_byte_that_is_no_digit_is_found_among_four_numbers()
    {
        Gen.Select(Gen.Int[0, 31], Gen.Byte).Sample((place, other) =>
        {
            var text = Encoding.ASCII.GetBytes(new string('9', 32));
            text[place] = other;
            var greatest = Vector128<byte>.Zero;
            Digits.Values(Digits.Eight(ref text[0]), Digits.Eight(ref text[8]), Digits.Eight(ref text[16]), Digits.Eight(ref text[24]), ref greatest);
            return Digits.AreDigits(greatest) == char.IsAsciiDigit((char)other);
        });
    }
}
