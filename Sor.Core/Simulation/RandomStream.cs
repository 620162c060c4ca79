using System.Numerics;

namespace Sor.Core.Simulation;

/// <summary>
/// A stream of random numbers that is the same on every machine: xoshiro256** seeded by SplitMix64, and draws made of integer arithmetic
/// alone.
/// </summary>
/// <remarks>Source: <see href="https://prng.di.unimi.it/">Blackman and Vigna, xoshiro256** 1.0</see>.</remarks>
internal struct RandomStream
{
    private const ulong Ln2 = 2_977_044_472;
    private static readonly ulong[] LogTable = MakeLogTable();

    private ulong s0;
    private ulong s1;
    private ulong s2;
    private ulong s3;

    public RandomStream(ulong seed)
    {
        s0 = SplitMix(ref seed);
        s1 = SplitMix(ref seed);
        s2 = SplitMix(ref seed);
        s3 = SplitMix(ref seed);
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1; the bias is below 2^-32 x bound.</summary>
    public uint Below(uint bound) => (uint)(((Next() >> 32) * bound) >> 32);

    /// <summary>True once in <paramref name="odds"/> draws.</summary>
    public bool OneIn(uint odds) => Below(odds) == 0;

    /// <summary>A whole number around 0 with standard deviation 4: 64 coins.</summary>
    public int Coins() => BitOperations.PopCount(Next()) - 32;

    /// <summary>An exponentially distributed waiting time.</summary>
    /// <param name="mean">Its mean, below 2^58.</param>
    public ulong Exponential(ulong mean)
    {
        // u = 2^-(k+1) m with m in [1, 2): k leading zeros, then ten bits of m. -ln u = k ln 2 + (ln 2 - ln m).
        var bits = Next() | 1;
        var zeros = BitOperations.LeadingZeroCount(bits);
        var mantissa = bits << zeros << 1 >> 54;
        var log = (ulong)zeros * Ln2 + LogTable[mantissa];
        var high = Math.BigMul(mean, log, out var low);
        return (high << 32) | (low >> 32);
    }

    /// <summary>2^32 (ln 2 - ln m) for the middle of each 1024th of [1, 2), by repeated squaring: no floating point.</summary>
    private static ulong[] MakeLogTable()
    {
        var table = new ulong[1024];
        for (var i = 0; i < table.Length; i++)
        {
            var m = (1UL << 31) + ((2UL * (ulong)i + 1) << 20);
            var log2 = 0UL;
            for (var bit = 31; bit >= 0; bit--)
            {
                m = (ulong)(((UInt128)m * m) >> 31);
                if (m < 1UL << 32) continue;
                log2 |= 1UL << bit;
                m >>= 1;
            }

            table[i] = (ulong)(((UInt128)((1UL << 32) - log2) * Ln2) >> 32);
        }

        return table;
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
