using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>
/// Reads single cells, exactly: no number goes through floating point. Every method says whether the cell is what it should be.
/// </summary>
internal static class CsvCell
{
    /// <summary>
    /// Prices without a point from here on are nano-dollars, below they are dollars: nothing trades at ten million dollars a share, and
    /// nothing at less than a cent
    /// in nano-dollars is quoted.
    /// </summary>
    public const long RawFrom = 10_000_000;

    private const int Decimals = 9;

    private static readonly string[] NothingWords = ["nan", "null", "none", "<na>", "nat", "n/a", "na", "#n/a", "\\n"];

    /// <summary>1, 10, 100 and so on up to 1e9.</summary>
    public static ReadOnlySpan<ulong> PowersOfTen =>
        [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

    /// <summary>Whether a cell is empty, or says in one of the usual words that there is nothing.</summary>
    public static bool IsNothing(ReadOnlySpan<char> cell)
    {
        if (cell.Length == 0) return true;
        if (cell.Length is < 2 or > 4) return false;
        foreach (var word in NothingWords)
            if (cell.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    /// <summary>A whole number without a sign, of at most nineteen digits; <c>100.0</c> is one too, as data frames write it.</summary>
    public static bool TryWhole(ReadOnlySpan<char> cell, out ulong value) =>
        TryDigits(cell, out value) || (cell.Length is > 0 and <= 19 && TryFloating(cell, out value));

    /// <summary>A whole number of at most nineteen digits and nothing else.</summary>
    public static bool TryDigits(ReadOnlySpan<char> cell, out ulong value)
    {
        value = 0;
        if (cell.Length is 0 or > 19) return false;

        // The last eight digits of a long one by themselves: nineteen are too many for a number with a sign.
        var (high, low) = cell.Length > 8 ? (Digits(cell[..^8]), EightDigits(cell[^8..])) : (0, Digits(cell));
        value = (ulong)high * 100_000_000 + (ulong)low;
        return (high | low) >= 0;
    }

    /// <summary>A whole number that may have a sign, within bounds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryInteger(ReadOnlySpan<char> cell, long least, long most, out long value)
    {
        value = Digits(cell);
        return (value >= 0 || TrySigned(cell, out value)) && value >= least && value <= most;
    }

    private static bool TrySigned(ReadOnlySpan<char> cell, out long value)
    {
        var isNegative = cell.Length > 0 && cell[0] == '-';
        var isWhole = TryWhole(isNegative ? cell[1..] : cell, out var size) && size <= long.MaxValue;
        value = isNegative ? -(long)size : (long)size;
        return isWhole;
    }

    /// <summary>A size in shares: nothing is undefined.</summary>
    public static bool TrySize(ReadOnlySpan<char> cell, out uint size)
    {
        var digits = Digits(cell);
        if (digits is >= 0 and <= RecordCheck.LargestSize)
        {
            size = (uint)digits;
            return true;
        }

        size = Mbp1.UndefinedSize;
        if (!TryWhole(cell, out var value)) return IsNothing(cell);
        if (value > uint.MaxValue) return false;
        size = (uint)value;
        return RecordCheck.IsSize(size);
    }

    /// <summary>A whole number that describes and decides nothing: nothing is 0.</summary>
    public static bool TryMinor(ReadOnlySpan<char> cell, long least, long most, out long value)
    {
        if (TryInteger(cell, least, most, out value)) return true;
        value = 0;
        return IsNothing(cell);
    }

    /// <summary>What nearly all numbers are: a few digits and nothing else.</summary>
    /// <returns>The number; negative where the cell is not that.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Digits(ReadOnlySpan<char> cell)
    {
        if (cell.Length >= 8) return ManyDigits(cell);
        if (cell.Length == 0) return -1;
        var number = 0L;
        foreach (var c in cell)
        {
            var digit = (uint)(c - '0');
            if (digit > 9) return -1;
            number = number * 10 + digit;
        }

        return number;
    }

    /// <summary>Eight to eighteen digits: as many as make the rest a multiple of eight, then eight at once.</summary>
    private static long ManyDigits(ReadOnlySpan<char> cell)
    {
        if (cell.Length > 18) return -1;
        var at = cell.Length % 8;
        var number = at == 0 ? 0 : Digits(cell[..at]);
        for (; at < cell.Length && number >= 0; at += 8)
        {
            var next = EightDigits(cell.Slice(at, 8));
            number = next < 0 ? -1 : number * 100_000_000 + next;
        }

        return number;
    }

    /// <summary>Eight digits at once, where a loop over them would wait for each before the next.</summary>
    /// <returns>The number; negative where one of them is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long EightDigits(ReadOnlySpan<char> eight)
    {
        var digits = Vector128.Create<ushort>(MemoryMarshal.Cast<char, ushort>(eight)) - Vector128.Create((ushort)'0');
        if (Vector128.GreaterThanAny(digits, Vector128.Create((ushort)9))) return -1;

        // Digits to pairs, pairs to fours, fours to eight, all of a kind by one multiplication.
        const ulong Pairs = 0x0000_00FF_0000_00FF;
        var bytes = Vector128.Narrow(digits, digits).AsUInt64()[0];
        bytes = bytes * 10 + (bytes >> 8);
        return (uint)((bytes & Pairs) * (100 + (1_000_000UL << 32)) + (bytes >> 16 & Pairs) * (1 + (10_000UL << 32)) >> 32);
    }

    /// <summary>A whole number as data frames write it where another is missing: <c>100.0</c>.</summary>
    private static bool TryFloating(ReadOnlySpan<char> cell, out ulong value)
    {
        var point = cell.IndexOf('.');
        if (point < 0) return TryShort(cell, out value);
        var whole = point > 0 ? Digits(cell[..point]) : -1;
        value = (ulong)Math.Max(0, whole);
        return whole >= 0 && cell[(point + 1)..].IndexOfAnyExcept('0') < 0;
    }

    /// <summary>A whole number as R writes one that ends in zeros: <c>3e3</c>, <c>1e+05</c>. Nothing is lost by that.</summary>
    private static bool TryShort(ReadOnlySpan<char> cell, out ulong value)
    {
        value = 0;
        var at = cell.IndexOfAny('e', 'E');
        if (at <= 0) return false;
        var (number, zeros) = (Digits(cell[..at]), Digits(cell[(at + 1)..].TrimStart('+')));
        if (number is < 0 or >= Nanos.One || zeros is < 0 or > Decimals) return false;
        value = (ulong)number * PowersOfTen[(int)zeros];
        return true;
    }

    /// <summary>A price: dollars with a point or below <see cref="RawFrom"/>, else nano-dollars. Nothing is undefined.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="price">Nano-dollars; what stands beyond nine decimals is rounded half up.</param>
    /// <param name="notes">What is remarkable about how it was written.</param>
    public static bool TryPrice(ReadOnlySpan<char> cell, out long price, ref PriceNotes notes)
    {
        price = Mbp1.UndefinedPrice;
        if (cell.Length == 0) return true;
        if (!notes.HavePoint && Digits(cell) is >= RawFrom and var raw)
        {
            price = raw;
            return RecordCheck.IsPrice(price);
        }

        var whole = 0UL;
        var i = 0;
        for (; i < cell.Length; i++)
        {
            var digit = (uint)(cell[i] - '0');
            if (digit > 9) break;
            if (i == 19) return false;
            whole = whole * 10 + digit;
        }

        if (i == cell.Length || (cell[i] is 'e' or 'E' && TryShort(cell, out whole)))
        {
            notes.HaveWhole |= whole < RawFrom;
            price = (long)(whole < RawFrom ? whole * Nanos.One : whole);
            return RecordCheck.IsPrice(price);
        }

        if (cell[i] != '.' || cell.Length == 1) return IsNothing(cell);
        if (whole > RawFrom) return false;
        var decimals = cell[(i + 1)..];
        var nanos = Billionths(decimals);
        if (nanos < 0) return false;
        if (decimals.Length > Decimals)
        {
            if (!TryRest(decimals[Decimals..], out var rest)) return false;
            if (rest > 0) notes.Rounded++;
            if (rest >= 5) nanos++;
        }

        notes.HavePoint = true;
        price = (long)whole * Nanos.One + nanos;
        return price <= RecordCheck.HighestPrice;
    }

    /// <summary>A price as a number of parts of a dollar, such as ten-thousandths.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="scale">Parts in a dollar, a power of ten up to 1e9.</param>
    /// <param name="price">Nano-dollars, rounded half up.</param>
    /// <param name="notes">What is remarkable about how it was written.</param>
    public static bool TryScaledPrice(ReadOnlySpan<char> cell, long scale, out long price, ref PriceNotes notes)
    {
        price = Mbp1.UndefinedPrice;
        if (IsNothing(cell)) return true;
        if (!decimal.TryParse(cell, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return false;
        if (number == Mbp1.UndefinedPrice) return true;
        if (number > RawFrom * (decimal)scale) return false;
        var nanos = number / scale * Nanos.One;
        price = (long)Math.Round(nanos, MidpointRounding.AwayFromZero);
        if (price != nanos) notes.Rounded++;
        return price <= RecordCheck.HighestPrice;
    }

    /// <summary>The first nine decimals of a number as billionths.</summary>
    /// <returns>How many; negative where one of them is not a digit.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Billionths(ReadOnlySpan<char> decimals)
    {
        var count = Math.Min(decimals.Length, Decimals);
        if (count == 0) return 0;
        return Digits(decimals[..count]) * (long)PowersOfTen[Decimals - count];
    }

    /// <summary>What comes after the ninth decimal.</summary>
    /// <param name="decimals">The tenth and all that follow.</param>
    /// <param name="rest">0 nothing but zeros, 1 less than half of the ninth, 5 half of it or more.</param>
    private static bool TryRest(ReadOnlySpan<char> decimals, out int rest)
    {
        rest = 0;
        if (decimals.IndexOfAnyExceptInRange('0', '9') >= 0) return false;
        rest = decimals[0] >= '5' ? 5 : decimals.IndexOfAnyExcept('0') >= 0 ? 1 : 0;
        return true;
    }

    /// <summary>Reads a decimal fraction of a unit of so many nanoseconds; what is below a nanosecond is dropped.</summary>
    internal static bool TryFraction(ReadOnlySpan<char> digits, ulong unit, out ulong nanos)
    {
        var billionths = Billionths(digits);
        nanos = (ulong)billionths / ((ulong)Nanos.One / unit);
        return billionths >= 0 && (digits.Length <= Decimals || TryRest(digits[Decimals..], out _));
    }
}

/// <summary>What was remarkable about prices as a file writes them.</summary>
internal struct PriceNotes
{
    /// <summary>Prices that had to be rounded to a nano-dollar.</summary>
    public long Rounded;

    /// <summary>Whether any was written with a point.</summary>
    public bool HavePoint;

    /// <summary>Whether any was written without one, and taken for dollars.</summary>
    public bool HaveWhole;

    /// <summary>Whether all were written as whole numbers of dollars.</summary>
    public readonly bool AreWhole => HaveWhole && !HavePoint;
}
