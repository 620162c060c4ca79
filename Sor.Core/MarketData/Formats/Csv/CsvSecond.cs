using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>
/// The second of the last time read, and how that was written: a time in the same second written in the same way differs in nothing but nine decimals.
/// That is <c>2018-01-02T14:30:00.000633847Z</c>, with <c>+00:00</c> or nothing for <c>Z</c>, or <c>1514903400000633847</c>.
/// </summary>
internal struct CsvSecond
{
    private const int Decimals = 9;

    private CsvMinute minute;
    private Vector128<byte> begin;
    private Vector128<byte> beginMask;
    private uint middle;
    private uint middleMask;
    private ulong tail;
    private ulong tailMask;
    private int length = -1;
    private int decimalsAt;
    private ulong start;

    /// <summary>Knows none yet.</summary>
    public CsvSecond()
    {
    }

    /// <summary>Finds the second a cell is in, and its decimals; of any cell that is no time with nine decimals, says so.</summary>
    /// <param name="text">The cell and at least <see cref="InputBuffer.Slack"/> bytes more.</param>
    /// <param name="length">Length of the cell.</param>
    /// <param name="start">Start of the second, in nanoseconds since the epoch.</param>
    /// <param name="decimalsAt">Where in the cell the decimals are. Whether they are digits is not looked at.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryStart(ref byte text, int length, out ulong start, out int decimalsAt)
    {
        var same = length == this.length
            && (Vector128.LoadUnsafe(ref text) & beginMask) == begin
            && (Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref text, 16)) & middleMask) == middle
            && (Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref text, this.decimalsAt + Decimals)) & tailMask) == tail;
        if (!same && !TryLearn(MemoryMarshal.CreateReadOnlySpan(ref text, InputBuffer.Slack), length))
        {
            (start, decimalsAt) = (0, 0);
            return false;
        }

        (start, decimalsAt) = (this.start, this.decimalsAt);
        return true;
    }

    private bool TryLearn(ReadOnlySpan<byte> text, int cell)
    {
        var at = cell == 19 ? 10 : cell is 29 or 30 or 35 && text[19] == '.' ? 20 : 0;
        if (at == 0 || !CsvCell.TryTime(text, cell, ref minute, out var time) || !Digits.TryReadNanos(text[at..], Decimals, out var decimals)) return false;
        var second = time - decimals;
        // Every time of the second must be one believed: neither the last second, of which only the first is, nor that of 0, which means none.
        if (second < RecordCheck.Earliest || second + (ulong)Nanos.One > RecordCheck.Latest) return false;
        (start, length, decimalsAt) = (second, cell, at);
        beginMask = Vector128.LessThan(Vector128<byte>.Indices, Vector128.Create((byte)at));
        middleMask = at > 16 ? uint.MaxValue : 0;
        tailMask = (1UL << 8 * (cell - at - Decimals)) - 1;
        begin = Vector128.Create(text) & beginMask;
        middle = MemoryMarshal.Read<uint>(text[16..]) & middleMask;
        tail = MemoryMarshal.Read<ulong>(text[(at + Decimals)..]) & tailMask;
        return true;
    }
}
