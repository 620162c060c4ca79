using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>Decimal digits in UTF-8, eight at a time: no loop, so nothing to be guessed wrong where numbers differ in length.</summary>
/// <remarks>Source of the arithmetic: <see href="https://lemire.me/blog/2022/01/21/swar-explained-parsing-eight-digits/"/>. Eight bytes after the digits must be readable.</remarks>
internal static class Digits
{
    /// <summary>The most digits of one number.</summary>
    public const int Most = 19;

    /// <summary>Bytes in which a point is looked for.</summary>
    public const int Searched = 16;

    private const ulong Zeros = 0x3030_3030_3030_3030;

    /// <summary>Reads a number of digits and nothing else; none at all are 0.</summary>
    /// <param name="text">The digits, and at least eight bytes more.</param>
    /// <param name="count">How many.</param>
    /// <param name="value">The number.</param>
    /// <returns>Whether all are digits, at most <see cref="Most"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> text, int count, out ulong value)
    {
        if ((uint)count > 8) return TryReadLong(text, count, out value);
        var digits = First(text, count);
        value = Value(digits);
        return AreDigits(digits);
    }

    /// <summary>Reads at most nine decimals as nano-units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadNanos(ReadOnlySpan<byte> text, int count, out ulong nanos)
    {
        if (count == 9)
        {
            var (eight, last) = (BinaryPrimitives.ReadUInt64LittleEndian(text), (uint)(text[8] - '0'));
            nanos = Value(eight) * 10 + last;
            return AreDigits(eight) & last <= 9;
        }

        nanos = 0;
        if ((uint)count > 9 || !TryRead(text, count, out nanos)) return false;
        nanos *= PowersOfTen[9 - count];
        return true;
    }

    /// <summary>Eight bytes as values of digits: what is none is above 9. To have only the first n of them, at the end as <see cref="Values"/> wants them, shift left by the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Eight(ref byte text) => Unsafe.ReadUnaligned<ulong>(ref text) ^ Zeros;

    /// <summary>Four numbers of eight digits each, at once.</summary>
    /// <param name="a">The first number's digits as values, the highest in the lowest byte (see <see cref="Eight"/>).</param>
    /// <param name="b">The second's.</param>
    /// <param name="c">The third's.</param>
    /// <param name="d">The fourth's.</param>
    /// <param name="greatest">Gathers the greatest value seen at each place, for <see cref="AreDigits(Vector128{byte})"/> at the end.</param>
    /// <returns>The numbers, in this order; of no meaning if not all are digits.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Values(ulong a, ulong b, ulong c, ulong d, ref Vector128<byte> greatest)
    {
        var (left, right) = (Vector128.Create(a, b).AsByte(), Vector128.Create(c, d).AsByte());
        greatest = Vector128.Max(greatest, Vector128.Max(left, right));
        return Sse41.IsSupported ? FastValues(left, right) : PortableValues(left, right);
    }

    /// <summary>By the instructions that x86 has for this: digits to pairs, pairs to fours, fours to eights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<uint> FastValues(Vector128<byte> left, Vector128<byte> right)
    {
        var tens = Vector128.Create((ushort)(10 | 1 << 8)).AsSByte();
        var hundreds = Vector128.Create(100 | 1 << 16).AsInt16();
        var fours = Sse41.PackUnsignedSaturate(
            Sse2.MultiplyAddAdjacent(Ssse3.MultiplyAddAdjacent(left, tens), hundreds),
            Sse2.MultiplyAddAdjacent(Ssse3.MultiplyAddAdjacent(right, tens), hundreds));
        return Sse2.MultiplyAddAdjacent(fours.AsInt16(), Vector128.Create(10_000 | 1 << 16).AsInt16()).AsUInt32();
    }

    /// <summary>The same steps on any machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<uint> PortableValues(Vector128<byte> left, Vector128<byte> right)
    {
        var pairs = Vector128.Narrow(Joined(left.AsUInt16()), Joined(right.AsUInt16())).AsUInt16();
        var fours = ((pairs & Vector128.Create((ushort)0xFF)) * 100 + (pairs >>> 8)).AsUInt32();
        return (fours & Vector128.Create(0xFFFFu)) * 10_000 + (fours >>> 16);

        static Vector128<ushort> Joined(Vector128<ushort> digits) => digits * 10 + (digits >>> 8);
    }

    /// <summary>Whether all values gathered were digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreDigits(Vector128<byte> greatest) => !Vector128.GreaterThanAny(greatest, Vector128.Create((byte)9));

    /// <summary>The ninth byte as the value of a digit: what is none is above 9.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Ninth(ref byte text) => Unsafe.Add(ref text, 8) ^ (uint)'0';

    /// <summary>Where the point is among the first <see cref="Searched"/> bytes, all of which must be readable; beyond them where it is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOfPoint(ref byte text) =>
        BitOperations.TrailingZeroCount(Vector128.Equals(Vector128.LoadUnsafe(ref text), Vector128.Create((byte)'.')).ExtractMostSignificantBits());

    private static ReadOnlySpan<ulong> PowersOfTen => [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

    private static bool TryReadLong(ReadOnlySpan<byte> text, int count, out ulong value)
    {
        value = 0;
        if ((uint)count > Most) return false;
        var last = BinaryPrimitives.ReadUInt64LittleEndian(text[(count - 8)..]);
        if (count <= 16)
        {
            var first = First(text, count - 8);
            value = Value(first) * 100_000_000 + Value(last);
            return AreDigits(first) & AreDigits(last);
        }

        var (high, middle) = (First(text, count - 16), BinaryPrimitives.ReadUInt64LittleEndian(text[(count - 16)..]));
        value = (Value(high) * 100_000_000 + Value(middle)) * 100_000_000 + Value(last);
        return AreDigits(high) & AreDigits(middle) & AreDigits(last);
    }

    /// <summary>The first digits, at most eight, with zeros before them. (A shift by all 64 bits would be none: so it is made in two halves.)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong First(ReadOnlySpan<byte> text, int count)
    {
        var (left, right) = (4 * (8 - count), 4 * count);
        return BinaryPrimitives.ReadUInt64LittleEndian(text) << left << left | Zeros >> right >> right;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreDigits(ulong eight)
    {
        eight ^= Zeros;
        return ((eight + 0x0606_0606_0606_0606 | eight) & 0xF0F0_F0F0_F0F0_F0F0) == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Value(ulong eight)
    {
        const ulong Pairs = 0x0000_00FF_0000_00FF;
        eight ^= Zeros;
        eight = eight * 10 + (eight >> 8);
        return (eight & Pairs) * (100 + (1_000_000UL << 32)) + (eight >> 16 & Pairs) * (1 + (10_000UL << 32)) >> 32;
    }
}
