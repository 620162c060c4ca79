using System.Text;

namespace Sor.Core.Units;

/// <summary>
/// Writes rows by the million to a stream: numbers, prices and times as plain digits, by way of a buffer. Nothing is allocated per row, and
/// nothing depends on a culture. The stream is the caller's, who ends with <see cref="Flush"/>.
/// </summary>
internal sealed class AsciiWriter(Stream stream)
{
    private const int BufferSize = 1 << 17;
    private const int LongestNumber = 32;

    private static readonly byte[] TwoDigits = MakeTwoDigits();

    private readonly byte[] buffer = new byte[BufferSize];
    private readonly byte[] dayText = new byte["yyyy-MM-ddT".Length];
    private ulong dayWritten = ulong.MaxValue;
    private int length;

    /// <summary>Gives the stream all that was written so far.</summary>
    public void Flush()
    {
        stream.Write(buffer, 0, length);
        length = 0;
    }

    /// <summary>Writes a single character of ASCII.</summary>
    public void Write(char letter)
    {
        Reserve(1);
        buffer[length++] = (byte)letter;
    }

    /// <summary>Writes text as it is.</summary>
    public void Write(ReadOnlySpan<byte> text)
    {
        Reserve(text.Length);
        text.CopyTo(buffer.AsSpan(length));
        length += text.Length;
    }

    /// <summary>Writes a whole number.</summary>
    public void Write(ulong value)
    {
        Reserve(LongestNumber);
        Digits(value);
    }

    /// <summary>Writes a whole number that may be negative.</summary>
    public void Write(long value) => Write(Size(value));

    /// <summary>Writes nano-units, such as nano-dollars, with nine decimals.</summary>
    public void WriteNineDecimals(long nanos)
    {
        var (whole, fraction) = Math.DivRem(Size(nanos), (ulong)Nanos.One);
        Digits(whole);
        buffer[length++] = (byte)'.';
        NineDigits((uint)fraction);
    }

    /// <summary>Writes nano-units without trailing zeros, as <see cref="Nanos.Format"/> does.</summary>
    public void WriteDecimal(long nanos)
    {
        var (whole, fraction) = Math.DivRem(Size(nanos), (ulong)Nanos.One);
        Digits(whole);
        if (fraction == 0) return;
        buffer[length++] = (byte)'.';
        NineDigits((uint)fraction);
        while (buffer[length - 1] == '0') length--;
    }

    /// <summary>Writes half of so many nano-units without trailing zeros, exactly: the mid of twice the mid.</summary>
    public void WriteHalf(long twice)
    {
        if (twice % 2 == 0)
        {
            WriteDecimal(twice / 2);
            return;
        }

        // Half a nano-unit is the tenth decimal, which is a 5.
        var (whole, fraction) = Math.DivRem(Size(twice) / 2, (ulong)Nanos.One);
        Digits(whole);
        buffer[length++] = (byte)'.';
        NineDigits((uint)fraction);
        buffer[length++] = (byte)'5';
    }

    /// <summary>Writes a time as <see cref="UtcTime.Format"/> does.</summary>
    /// <param name="time">Nanoseconds since the epoch.</param>
    public void WriteTime(ulong time)
    {
        var (second, fraction) = Math.DivRem(time, (ulong)Nanos.One);
        var (day, ofDay) = Math.DivRem(second, 86_400UL);
        if (day != dayWritten) Encoding.ASCII.GetBytes(UtcTime.Format(time).AsSpan(0, dayText.Length), dayText);
        dayWritten = day;
        Write(dayText);
        Reserve(LongestNumber);
        var (minute, seconds) = Math.DivRem((uint)ofDay, 60u);
        TwoDigitsAnd(minute / 60, ':');
        TwoDigitsAnd(minute % 60, ':');
        TwoDigitsAnd(seconds, '.');
        NineDigits((uint)fraction);
        buffer[length++] = (byte)'Z';
    }

    private void Reserve(int bytes)
    {
        if (length > BufferSize - bytes) Flush();
    }

    /// <summary>Writes the sign of a number that has one, with room for the rest.</summary>
    /// <returns>The number without it.</returns>
    private ulong Size(long value)
    {
        Reserve(LongestNumber);
        if (value >= 0) return (ulong)value;
        buffer[length++] = (byte)'-';
        return 0UL - (ulong)value;
    }

    private void Digits(ulong value)
    {
        if (value < 10)
        {
            buffer[length++] = (byte)('0' + value);
            return;
        }

        value.TryFormat(buffer.AsSpan(length), out var written);
        length += written;
    }

    private void TwoDigitsAnd(uint value, char letter)
    {
        TwoDigits.AsSpan((int)value * 2, 2).CopyTo(buffer.AsSpan(length));
        buffer[length + 2] = (byte)letter;
        length += 3;
    }

    private void NineDigits(uint value)
    {
        var to = buffer.AsSpan(length, 9);
        var (high, low) = Math.DivRem(value, 10_000u);
        var (top, middle) = Math.DivRem(high, 10_000u);
        to[0] = (byte)('0' + top);
        FourDigits(to[1..], middle);
        FourDigits(to[5..], low);
        length += 9;
    }

    private static void FourDigits(Span<byte> to, uint value)
    {
        var (high, low) = Math.DivRem(value, 100u);
        TwoDigits.AsSpan((int)high * 2, 2).CopyTo(to);
        TwoDigits.AsSpan((int)low * 2, 2).CopyTo(to[2..]);
    }

    private static byte[] MakeTwoDigits()
    {
        var digits = new byte[200];
        for (var i = 0; i < 100; i++) (digits[2 * i], digits[2 * i + 1]) = ((byte)('0' + i / 10), (byte)('0' + i % 10));
        return digits;
    }
}
