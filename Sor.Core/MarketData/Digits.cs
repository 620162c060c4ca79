using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sor.Core.MarketData;

/// <summary>Decimal digits in UTF-8, eight at a time: no loop, so nothing to be guessed wrong where numbers differ in length.</summary>
/// <remarks>Source of the arithmetic: <see href="https://lemire.me/blog/2022/01/21/swar-explained-parsing-eight-digits/"/>. Eight bytes after the digits must be readable.</remarks>
internal static class Digits
{
    /// <summary>The most digits of one number.</summary>
    public const int Most = 19;

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

    /// <summary>Where the point is among the first eight bytes; 8 where it is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOfPoint(ReadOnlySpan<byte> text)
    {
        var others = BinaryPrimitives.ReadUInt64LittleEndian(text) ^ 0x2E2E_2E2E_2E2E_2E2E;
        return BitOperations.TrailingZeroCount((others - 0x0101_0101_0101_0101) & ~others & 0x8080_8080_8080_8080) >> 3;
    }

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
