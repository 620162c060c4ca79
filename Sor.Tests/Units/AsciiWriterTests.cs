using System.Globalization;
using System.Text;

namespace Sor.Tests.Units;

/// <summary>Digits written in bytes are those of the plain, slower ways to the same text.</summary>
public class AsciiWriterTests
{
    private static readonly Gen<long> Number = Gen.OneOf(Gen.Long, Gen.Long[-1_000, 1_000], Gen.Int.Select(i => i * 10_000_000L));

    [Fact]
    public void Prices_are_written_as_nanos_are_formatted() =>
        Number.Sample(nanos => Written(text => text.WriteDecimal(nanos)) == Nanos.Format(nanos));

    [Fact]
    public void Half_of_an_odd_number_has_a_tenth_decimal() =>
        Number.Sample(twice => Written(text => text.WriteHalf(twice))
            == ((decimal)twice / 2 / Nanos.One).ToString("0.##########", CultureInfo.InvariantCulture));

    [Fact]
    public void Nine_decimals_are_written_whatever_they_are() =>
        Number.Sample(nanos => Written(text => text.WriteNineDecimals(nanos))
            == ((decimal)nanos / Nanos.One).ToString("0.000000000", CultureInfo.InvariantCulture));

    [Fact]
    public void Whole_numbers_keep_their_sign() =>
        Number.Sample(number => Written(text => text.Write(number)) == number.ToString(CultureInfo.InvariantCulture));

    [Fact]
    public void Times_are_written_as_they_are_formatted_whichever_was_written_before() =>
        Gen.ULong[0, 4_102_444_800_000_000_000].Array[1, 5].Sample(times => Written(text =>
        {
            foreach (var time in times)
            {
                text.WriteTime(time);
                text.WriteTime(time + 1);
            }
        }) == string.Concat(times.Select(time => UtcTime.Format(time) + UtcTime.Format(time + 1))));

    [Fact]
    public void Nothing_is_lost_where_the_buffer_ends()
    {
        const int Rows = 20_000;
        var expected = string.Concat(Enumerable.Range(0, Rows).Select(i => $"row {i},{UtcTime.Format((ulong)i)},{Nanos.Format(-i)}\n"));
        Written(text =>
        {
            for (var i = 0; i < Rows; i++)
            {
                text.Write("row "u8);
                text.Write((ulong)i);
                text.Write(',');
                text.WriteTime((ulong)i);
                text.Write(',');
                text.WriteDecimal(-i);
                text.Write('\n');
            }
        }).ShouldBe(expected);
    }

    private static string Written(Action<AsciiWriter> write)
    {
        using var stream = new MemoryStream();
        var text = new AsciiWriter(stream);
        write(text);
        text.Flush();
        return Encoding.ASCII.GetString(stream.ToArray());
    }
}
