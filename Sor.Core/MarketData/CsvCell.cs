using System.Buffers.Text;

namespace Sor.Core.MarketData;

/// <summary>Reads single CSV cells. Nothing allocates; every method says whether the cell is what it should be.</summary>
internal static class CsvCell
{
    /// <summary>
    /// Prices without a point from here on are nano-dollars, below they are dollars: nothing trades at ten million dollars a share, and nothing at less than a cent
    /// in nano-dollars is quoted.
    /// </summary>
    private const long RawFrom = 10_000_000;

    public static bool TryInteger(ReadOnlySpan<byte> cell, long least, long most, out long value)
    {
        value = 0;
        var digits = cell;
        var negative = !digits.IsEmpty && digits[0] == '-';
        if (negative) digits = digits[1..];
        if (digits.Length is 0 or > 18) return Slow(cell, out value) && value >= least && value <= most;
        foreach (var c in digits)
        {
            var digit = (uint)(c - '0');
            if (digit > 9) return Slow(cell, out value) && value >= least && value <= most;
            value = value * 10 + digit;
        }

        if (negative) value = -value;
        return value >= least && value <= most;
    }

    /// <summary>A size: empty is undefined.</summary>
    public static bool TrySize(ReadOnlySpan<byte> cell, out uint size)
    {
        size = Mbp1.UndefinedSize;
        if (cell.IsEmpty) return true;
        if (!TryInteger(cell, 0, uint.MaxValue, out var value)) return false;
        size = (uint)value;
        return RecordCheck.IsSize(size);
    }

    /// <summary>A price in dollars or nano-dollars: empty is undefined.</summary>
    public static bool TryPrice(ReadOnlySpan<byte> cell, out long price)
    {
        price = Mbp1.UndefinedPrice;
        if (cell.IsEmpty) return true;
        var value = 0L;
        var decimals = -1;
        if (cell.Length > 20) return false;
        foreach (var c in cell)
        {
            if (c == '.' && decimals < 0)
            {
                decimals = 0;
                continue;
            }

            var digit = (uint)(c - '0');
            if (digit > 9 || value > (long.MaxValue - digit) / 10) return IsNothing(cell);
            value = value * 10 + digit;
            if (decimals >= 0) decimals++;
        }

        if (decimals < 0 && value >= RawFrom)
        {
            price = value;
            return RecordCheck.IsPrice(price);
        }

        if (decimals == 0 && cell.Length == 1) return false;
        var scale = 9 - Math.Max(decimals, 0);
        if (scale < 0) return false;
        var factor = Powers[scale];
        if (value > RecordCheck.HighestPrice / factor) return false;
        price = value * factor;
        return true;
    }

    /// <summary>A time, ISO 8601 in UTC or nanoseconds since the epoch: empty is undefined.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="date">The last date read and its midnight: dates seldom change.</param>
    /// <param name="time">Nanoseconds since the epoch.</param>
    public static bool TryTime(ReadOnlySpan<byte> cell, ref CsvDate date, out ulong time)
    {
        time = Mbp1.UndefinedTime;
        if (cell.IsEmpty) return true;
        if (cell.Length < 19 || cell[4] != '-')
        {
            if (!Utf8Parser.TryParse(cell, out time, out var used) || used != cell.Length) return IsNothing(cell, out time);
            return RecordCheck.IsTime(time);
        }

        // Most of the work: HH:MM:SS after a date that is the last one's.
        if (!date.TryMidnight(cell[..10], out var midnight) || cell[10] is not ((byte)'T' or (byte)' ') || cell[13] != ':' || cell[16] != ':') return false;
        if (!TwoDigits(cell, 11, 23, out var hour) || !TwoDigits(cell, 14, 59, out var minute) || !TwoDigits(cell, 17, 59, out var second)) return false;
        var at = 19;
        var fraction = 0UL;
        if (at < cell.Length && cell[at] == '.')
        {
            var digits = 0;
            for (at++; at < cell.Length && (uint)(cell[at] - '0') <= 9; at++, digits++) fraction = fraction * 10 + (uint)(cell[at] - '0');
            if (digits is 0 or > 9) return false;
            fraction *= (ulong)Powers[9 - digits];
        }

        var zone = cell[at..];
        if (zone.Length > 0 && !zone.SequenceEqual("Z"u8) && !zone.SequenceEqual("+00:00"u8)) return false;
        time = midnight + (hour * 3600 + minute * 60 + second) * (ulong)Nanos.One + fraction;
        return RecordCheck.IsTime(time);
    }

    private static ReadOnlySpan<long> Powers => [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

    private static bool TwoDigits(ReadOnlySpan<byte> cell, int at, uint most, out ulong value)
    {
        var (tens, ones) = ((uint)(cell[at] - '0'), (uint)(cell[at + 1] - '0'));
        value = tens * 10 + ones;
        return tens <= 9 && ones <= 9 && value <= most;
    }

    /// <summary>Whole numbers that a data frame wrote as floating point: <c>100.0</c>.</summary>
    private static bool Slow(ReadOnlySpan<byte> cell, out long value)
    {
        var point = cell.IndexOf((byte)'.');
        if (point > 0 && cell[(point + 1)..].IndexOfAnyExcept((byte)'0') < 0) cell = cell[..point];
        return Utf8Parser.TryParse(cell, out value, out var used) && used == cell.Length;
    }

    /// <summary>What data frames write for a value that is not there.</summary>
    private static bool IsNothing(ReadOnlySpan<byte> cell) => cell.SequenceEqual("nan"u8) || cell.SequenceEqual("NaN"u8);

    private static bool IsNothing(ReadOnlySpan<byte> cell, out ulong time)
    {
        time = Mbp1.UndefinedTime;
        return IsNothing(cell) || cell.SequenceEqual("NaT"u8);
    }
}

/// <summary>The last date read and its midnight.</summary>
internal struct CsvDate
{
    private ulong high;
    private ushort low;
    private ulong midnight;

    public bool TryMidnight(ReadOnlySpan<byte> text, out ulong time)
    {
        var (first, last) = (BitConverter.ToUInt64(text), BitConverter.ToUInt16(text[8..]));
        time = midnight;
        if (first == high && last == low) return true;
        Span<char> chars = stackalloc char[10];
        for (var i = 0; i < chars.Length; i++) chars[i] = (char)text[i];
        if (!DateOnly.TryParseExact(chars, "yyyy-MM-dd", out var date) || date.Year < 1970) return false;
        (high, low, midnight) = (first, last, UtcTime.Midnight(date));
        time = midnight;
        return true;
    }
}
