using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>Finds the rows of a CSV file and the ends of their cells in one pass over the bytes, 64 at a time.</summary>
/// <remarks>Cells are numbers, so a quote is only ever around one: a comma or a line end within quotes is not supported, and a broken quote swallows no row after it.</remarks>
internal sealed class CsvRows(InputBuffer bytes)
{
    /// <summary>The longest line that is read, in bytes.</summary>
    public const int LongestLine = 64 * 1024;

    private const int Block = 64;

    private nint[] starts = new nint[2 + Block];
    private int most = 1;
    private int searched;

    /// <summary>How many columns there are, which the first row tells: no more than one cell beyond them is looked for.</summary>
    public int Columns
    {
        get => most - 1;
        set
        {
            most = value + 1;
            starts = new nint[most + 1 + Block];
        }
    }

    /// <summary>Bytes of the row, without its line end.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes of the row and its line end.</summary>
    public int LengthWithEnd { get; private set; }

    /// <summary>How many cells the row has, or one more than there are columns.</summary>
    public int Cells { get; private set; }

    /// <summary>Where the cells begin, and where one after the last would: cell i and its separator go from <c>Starts[i]</c> to before <c>Starts[i + 1]</c>.</summary>
    public ReadOnlySpan<nint> Starts => starts;

    /// <summary>The row.</summary>
    public ReadOnlySpan<byte> Row => bytes.Window[..Length];

    /// <summary>Finds the row that the window begins with.</summary>
    /// <returns>Whether there is one; if not, the window is empty at the end of the file, and otherwise begins with a line too long.</returns>
    public bool TryFind()
    {
        (searched, Cells) = (0, 1);
        while (true)
        {
            var length = bytes.Window.Length;
            var end = Split(length, last: false);
            if (end < 0)
            {
                // One byte beyond may be a carriage return.
                var tooLong = length > LongestLine + 1;
                if (!tooLong && bytes.Fill()) continue;
                if (tooLong || length == 0) return false;
                end = Split(length, last: true);
            }

            LengthWithEnd = Math.Min(end + 1, length);
            if (end > 0 && bytes.Window[end - 1] == '\r') end--;
            Length = end;
            starts[Cells] = end + 1;
            return end <= LongestLine;
        }
    }

    /// <summary>Goes on from where it stopped for want of bytes.</summary>
    /// <param name="length">Length of the window.</param>
    /// <param name="last">Whether no more follow, so that a row may end without a line end.</param>
    /// <returns>Where the line ends, or -1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Split(int length, bool last)
    {
        ref var text = ref MemoryMarshal.GetReference(bytes.WindowAndSlack);
        ref var next = ref MemoryMarshal.GetArrayDataReference(starts);
        var (at, cells) = (searched, Cells);
        for (; at < length || last; at += Block)
        {
            var (commas, lines) = Find(ref Unsafe.Add(ref text, at));
            var rest = length - at;
            if (rest < Block)
            {
                var (known, end) = ((1UL << rest) - 1, last ? 1UL << rest : 0);
                (commas, lines) = (commas & known, lines & known | end);
                if (lines == 0) break;
            }

            commas &= lines ^ lines - 1;
            for (; commas != 0; commas &= commas - 1) Unsafe.Add(ref next, cells++) = at + BitOperations.TrailingZeroCount(commas) + 1;
            cells = Math.Min(cells, most);
            if (lines == 0) continue;
            Cells = cells;
            return at + BitOperations.TrailingZeroCount(lines);
        }

        (searched, Cells) = (at, cells);
        return -1;
    }

    /// <summary>Where commas and line ends are among 64 bytes. (Wider vectors are not compiled ahead of time, and a short run has no time to compile.)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Commas, ulong Lines) Find(ref byte text)
    {
        var (a, b, c, d) = (Vector128.LoadUnsafe(ref text), Vector128.LoadUnsafe(ref text, 16), Vector128.LoadUnsafe(ref text, 32), Vector128.LoadUnsafe(ref text, 48));
        return (Places(a, b, c, d, (byte)','), Places(a, b, c, d, (byte)'\n'));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Places(Vector128<byte> a, Vector128<byte> b, Vector128<byte> c, Vector128<byte> d, byte sought)
    {
        var all = Vector128.Create(sought);
        return Vector128.Equals(a, all).ExtractMostSignificantBits()
            | (ulong)Vector128.Equals(b, all).ExtractMostSignificantBits() << 16
            | (ulong)Vector128.Equals(c, all).ExtractMostSignificantBits() << 32
            | (ulong)Vector128.Equals(d, all).ExtractMostSignificantBits() << 48;
    }
}
