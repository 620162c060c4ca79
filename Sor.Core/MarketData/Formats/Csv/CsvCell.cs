using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>
/// Reads single CSV cells. Nothing allocates; every method says whether the cell is what it should be. A cell is the first <c>length</c> bytes of a text that goes on for
/// <see cref="InputBuffer.Slack"/> bytes at least.
/// </summary>
internal static class CsvCell
{
    /// <summary>
    /// Prices without a point from here on are nano-dollars, below they are dollars: nothing trades at ten million dollars a share, and nothing at less than a cent
    /// in nano-dollars is quoted.
    /// </summary>
    public const long RawFrom = 10_000_000;

    private const ulong Second = (ulong)Nanos.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryInteger(ReadOnlySpan<byte> text, int length, long least, long most, out long value)
    {
        if (length is > 0 and < Digits.Most && Digits.TryRead(text, length, out var digits)) value = (long)digits;
        else if (!TryOtherInteger(text[..length], out value)) return false;
        return value >= least && value <= most;
    }

    /// <summary>A size: empty is undefined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TrySize(ReadOnlySpan<byte> text, int length, out uint size)
    {
        size = Mbp1.UndefinedSize;
        if (length == 0) return true;
        if (!TryInteger(text, length, 0, uint.MaxValue, out var value)) return false;
        size = (uint)value;
        return RecordCheck.IsSize(size);
    }

    /// <summary>A price in dollars or nano-dollars: empty is undefined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryPrice(ReadOnlySpan<byte> text, int length, out long price)
    {
        price = Mbp1.UndefinedPrice;
        if (length == 0) return true;
        var point = Digits.IndexOfPoint(ref MemoryMarshal.GetReference(text));
        if (point >= Digits.Searched) point = text[..length].IndexOf((byte)'.');
        if ((uint)point >= (uint)length) return TryWholePrice(text, length, out price);
        if (length == 1 || !Digits.TryRead(text, point, out var dollars) || !Digits.TryReadNanos(text[(point + 1)..], length - point - 1, out var nanos)) return false;
        if (dollars > RawFrom) return false;
        price = (long)(dollars * Nanos.One + nanos);
        return price <= RecordCheck.HighestPrice;
    }

    /// <summary>A time, ISO 8601 in UTC or nanoseconds since the epoch: empty is undefined.</summary>
    /// <param name="text">The cell and more.</param>
    /// <param name="length">Length of the cell.</param>
    /// <param name="minute">The minute of the time before: minutes seldom change.</param>
    /// <param name="time">Nanoseconds since the epoch.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryTime(ReadOnlySpan<byte> text, int length, ref CsvMinute minute, out ulong time)
    {
        time = Mbp1.UndefinedTime;
        if (length == 0) return true;
        if (length < 19 || text[4] != '-') return TryNumberOfTime(text, length, out time);
        if (!minute.TryStart(text, out var start) || text[16] != ':' || !TwoDigits(text, 17, 59, out var second)) return false;
        var end = text[length - 1] == 'Z' ? length - 1 : text[..length].EndsWith("+00:00"u8) ? length - 6 : length;
        var fraction = 0UL;
        if (end != 19 && (end < 21 || text[19] != '.' || !Digits.TryReadNanos(text[20..], end - 20, out fraction))) return false;
        time = start + second * Second + fraction;
        return RecordCheck.IsTime(time);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TwoDigits(ReadOnlySpan<byte> text, int at, uint most, out ulong value)
    {
        var (tens, ones) = ((uint)(text[at] - '0'), (uint)(text[at + 1] - '0'));
        value = tens * 10 + ones;
        return tens <= 9 && ones <= 9 && value <= most;
    }

    private static bool TryWholePrice(ReadOnlySpan<byte> text, int length, out long price)
    {
        price = Mbp1.UndefinedPrice;
        if (!Digits.TryRead(text, length, out var value)) return IsNothing(text[..length]);
        price = (long)(value < RawFrom ? value * Nanos.One : value);
        return RecordCheck.IsPrice(price);
    }

    private static bool TryNumberOfTime(ReadOnlySpan<byte> text, int length, out ulong time)
    {
        var cell = text[..length];
        if (Digits.TryRead(text, length, out time) || (Utf8Parser.TryParse(cell, out time, out var used) && used == length)) return RecordCheck.IsTime(time);
        time = Mbp1.UndefinedTime;
        return IsNothing(cell) || cell.SequenceEqual("NaT"u8);
    }

    /// <summary>With a sign; and whole numbers that a data frame wrote as floating point: <c>100.0</c>.</summary>
    private static bool TryOtherInteger(ReadOnlySpan<byte> cell, out long value)
    {
        var point = cell.IndexOf((byte)'.');
        if (point > 0 && cell[(point + 1)..].IndexOfAnyExcept((byte)'0') < 0) cell = cell[..point];
        return Utf8Parser.TryParse(cell, out value, out var used) && used == cell.Length;
    }

    /// <summary>What data frames write for a value that is not there.</summary>
    private static bool IsNothing(ReadOnlySpan<byte> cell) => cell.SequenceEqual("nan"u8) || cell.SequenceEqual("NaN"u8);
}

/// <summary>The last minute read, <c>2018-01-02T14:30</c>, and its start.</summary>
internal struct CsvMinute
{
    private const ulong Minute = 60 * (ulong)Nanos.One;

    private Vector128<byte> last;
    private ulong start;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryStart(ReadOnlySpan<byte> text, out ulong time)
    {
        var given = Vector128.Create(text);
        time = start;
        return given == last || TryOther(text, given, out time);
    }

    private bool TryOther(ReadOnlySpan<byte> text, Vector128<byte> given, out ulong time)
    {
        time = 0;
        Span<char> date = stackalloc char[10];
        for (var i = 0; i < date.Length; i++) date[i] = (char)text[i];
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", out var day) || day.Year < 1970 || text[10] is not ((byte)'T' or (byte)' ') || text[13] != ':') return false;
        if (!CsvCell.TwoDigits(text, 11, 23, out var hour) || !CsvCell.TwoDigits(text, 14, 59, out var minute)) return false;
        (last, start) = (given, UtcTime.Midnight(day) + (hour * 60 + minute) * Minute);
        time = start;
        return true;
    }
}
