using System.Globalization;

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

    private static readonly string[] NothingWords = ["nan", "null", "none", "<na>", "nat", "n/a"];

    /// <summary>1, 10, 100 and so on up to 1e9.</summary>
    public static ReadOnlySpan<ulong> PowersOfTen =>
        [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

    /// <summary>Whether a cell is empty, or says in one of the usual words that there is nothing.</summary>
    public static bool IsNothing(ReadOnlySpan<char> cell)
    {
        if (cell.Length == 0) return true;
        if (cell.Length is < 3 or > 4) return false;
        foreach (var word in NothingWords)
            if (cell.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    /// <summary>A whole number without a sign, of at most nineteen digits; <c>100.0</c> is one too, as data frames write it.</summary>
    public static bool TryWhole(ReadOnlySpan<char> cell, out ulong value)
    {
        value = 0;
        if (cell.Length is 0 or > 19) return false;
        if (cell.Length <= 9) return TryDigits(cell, out value) || TryFloating(cell, out value);

        // In two parts, whose digits need not wait for each other.
        if (!TryDigits(cell[..^9], out var high) || !TryDigits(cell[^9..], out var low)) return TryFloating(cell, out value);
        value = high * (ulong)Nanos.One + low;
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<char> digits, out ulong value)
    {
        value = 0;
        foreach (var c in digits)
        {
            var digit = (uint)(c - '0');
            if (digit > 9) return false;
            value = value * 10 + digit;
        }

        return true;
    }

    /// <summary>A whole number as data frames write it where another is missing: <c>100.0</c>.</summary>
    private static bool TryFloating(ReadOnlySpan<char> cell, out ulong value)
    {
        value = 0;
        var point = cell.IndexOf('.');
        return point > 0 && TryDigits(cell[..point], out value) && cell[(point + 1)..].IndexOfAnyExcept('0') < 0;
    }

    /// <summary>A whole number that may have a sign, within bounds.</summary>
    public static bool TryInteger(ReadOnlySpan<char> cell, long least, long most, out long value)
    {
        var isNegative = cell.Length > 0 && cell[0] == '-';
        value = 0;
        if (!TryWhole(isNegative ? cell[1..] : cell, out var size) || size > long.MaxValue) return false;
        value = isNegative ? -(long)size : (long)size;
        return value >= least && value <= most;
    }

    /// <summary>A size in shares: nothing is undefined.</summary>
    public static bool TrySize(ReadOnlySpan<char> cell, out uint size)
    {
        size = Mbp1.UndefinedSize;
        if (!TryWhole(cell, out var value)) return IsNothing(cell);
        if (value > uint.MaxValue) return false;
        size = (uint)value;
        return RecordCheck.IsSize(size);
    }

    /// <summary>A price: dollars with a point or below <see cref="RawFrom"/>, else nano-dollars. Nothing is undefined.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="price">Nano-dollars; what stands beyond nine decimals is rounded half up.</param>
    /// <param name="notes">What is remarkable about how it was written.</param>
    public static bool TryPrice(ReadOnlySpan<char> cell, out long price, ref PriceNotes notes)
    {
        price = Mbp1.UndefinedPrice;
        if (cell.Length == 0) return true;
        var whole = 0UL;
        var i = 0;
        for (; i < cell.Length; i++)
        {
            var digit = (uint)(cell[i] - '0');
            if (digit > 9) break;
            if (i == 19) return false;
            whole = whole * 10 + digit;
        }

        if (i == cell.Length)
        {
            notes.HaveWhole |= whole < RawFrom;
            price = (long)(whole < RawFrom ? whole * Nanos.One : whole);
            return RecordCheck.IsPrice(price);
        }

        if (cell[i] != '.' || cell.Length == 1) return IsNothing(cell);
        if (whole > RawFrom || !TryDecimals(cell[(i + 1)..], out var nanos, out var rest)) return false;
        notes.HavePoint = true;
        if (rest > 0) notes.Rounded++;
        price = (long)(whole * Nanos.One + nanos + (rest >= 5 ? 1UL : 0));
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

    /// <summary>Decimals of a number as billionths.</summary>
    /// <param name="digits">The decimals, any number of them.</param>
    /// <param name="nanos">The first nine.</param>
    /// <param name="rest">What comes after: 0 nothing but zeros, 1 less than half of the ninth, 5 half of it or more.</param>
    private static bool TryDecimals(ReadOnlySpan<char> digits, out ulong nanos, out int rest)
    {
        (nanos, rest) = (0, 0);
        var count = Math.Min(digits.Length, Decimals);
        for (var i = 0; i < count; i++)
        {
            var digit = (uint)(digits[i] - '0');
            if (digit > 9) return false;
            nanos = nanos * 10 + digit;
        }

        nanos *= PowersOfTen[Decimals - count];
        if (digits.Length <= Decimals) return true;
        var more = digits[Decimals..];
        if (more.IndexOfAnyExceptInRange('0', '9') >= 0) return false;
        rest = more[0] >= '5' ? 5 : more.IndexOfAnyExcept('0') >= 0 ? 1 : 0;
        return true;
    }

    /// <summary>Reads a decimal fraction of a unit of so many nanoseconds; what is below a nanosecond is dropped.</summary>
    internal static bool TryFraction(ReadOnlySpan<char> digits, ulong unit, out ulong nanos)
    {
        if (!TryDecimals(digits, out nanos, out _)) return false;
        nanos /= (ulong)Nanos.One / unit;
        return true;
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
