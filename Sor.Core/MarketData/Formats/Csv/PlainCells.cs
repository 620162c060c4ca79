using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>The cells of a row that may be plain, as groups of eight digits (see <see cref="Digits.Values"/>).</summary>
/// <remarks>Whether a cell is as long as it may be is no branch: what speaks against it is gathered, and looked at once a row. What else may be in it is for the digits to tell.</remarks>
internal ref struct PlainCells(nint[] columnOf, ReadOnlySpan<nint> starts, ReadOnlySpan<byte> text)
{
    private const int Most = 7;

    private readonly ref nint columnOf = ref MemoryMarshal.GetArrayDataReference(columnOf);
    private readonly ref nint starts = ref MemoryMarshal.GetReference(starts);
    private readonly ref byte text = ref MemoryMarshal.GetReference(text);

    /// <summary>Every length less the least it may be, one on the other: within <see cref="Most"/> if each is.</summary>
    private int lengths;

    /// <summary>Whether all cells asked for are as long as they may be.</summary>
    public readonly bool ArePlain => (lengths & ~Most) == 0;

    /// <summary>A field's cell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ref byte At(CsvField field, out int length)
    {
        ref var start = ref Unsafe.Add(ref starts, Unsafe.Add(ref columnOf, (int)field));
        length = (int)(Unsafe.Add(ref start, 1) - start - 1);
        return ref Unsafe.Add(ref text, start);
    }

    /// <summary>One letter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Letter(CsvField field)
    {
        ref var cell = ref At(field, out var length);
        lengths |= (length - 1) * (Most + 1);
        return cell;
    }

    /// <summary>A number of one to eight digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Number(CsvField field)
    {
        ref var cell = ref At(field, out var length);
        return Number(ref cell, length);
    }

    /// <summary>A number of one to eight digits, and a minus before it or not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Signed(CsvField field, out int minus)
    {
        ref var cell = ref At(field, out var length);
        minus = cell == '-' ? 1 : 0;
        return Number(ref Unsafe.Add(ref cell, minus), length - minus);
    }

    /// <summary>A number of one to fifteen digits: the last eight, and those before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Long(CsvField field, out ulong high)
    {
        ref var cell = ref At(field, out var length);
        var before = length > 8 ? length - 8 : 0;
        lengths |= before;
        high = Digits.Eight(ref cell) << 8 * (before ^ Most) << 8;
        return Number(ref Unsafe.Add(ref cell, before), length - before);
    }

    /// <summary>A price in dollars, with one to nine decimals, or in nano-dollars, with nine to sixteen digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PlainPrice Price(CsvField field)
    {
        ref var cell = ref At(field, out var length);
        var point = Digits.IndexOfPoint(ref cell);
        if (point < 8)
        {
            // No digit before the point leaves the point itself, which is none either.
            var dollars = Digits.Eight(ref cell) << -8 * point;
            ref var decimals = ref Unsafe.Add(ref cell, point + 1);
            var count = length - point - 1;
            return count == 9
                ? new PlainPrice(dollars, Digits.Eight(ref decimals), Digits.Ninth(ref decimals), true)
                : new PlainPrice(dollars, Number(ref decimals, count) >> 8 * (count - 1 ^ Most), 0, true);
        }

        var before = length - 8;
        return new PlainPrice(Number(ref cell, before), Digits.Eight(ref Unsafe.Add(ref cell, before & 15)), 0, false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Number(ref byte cell, int length)
    {
        var more = length - 1;
        lengths |= more;
        return Digits.Eight(ref cell) << 8 * (more ^ Most);
    }
}

/// <summary>A price in digits.</summary>
/// <param name="High">Dollars before the point; of nano-dollars, all digits but the last eight.</param>
/// <param name="Low">The first eight decimals, zeros after those that are there; of nano-dollars, the last eight digits.</param>
/// <param name="Last">The ninth decimal; 0 if there is none.</param>
/// <param name="InDollars">Whether the price is in dollars, which its point tells.</param>
internal readonly record struct PlainPrice(ulong High, ulong Low, uint Last, bool InDollars)
{
    /// <summary>The price in nano-dollars; -1 if dollars may be meant, though there is no point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Nanos(uint high, uint low)
    {
        if (InDollars) return high * Units.Nanos.One + low * 10L + Last;
        var nanos = high * 100_000_000L + low;
        return nanos < CsvCell.RawFrom ? -1 : nanos;
    }
}
