namespace Sor.Core.Tape;

/// <summary>A mean of spreads over time, exact: <c>Whole + Rest / Duration</c> nano-dollars.</summary>
public readonly record struct MeanSpread
{
    private MeanSpread(ulong whole, ulong rest, ulong duration) => (Whole, Rest, Duration) = (whole, rest, duration);

    /// <summary>Whole nano-dollars.</summary>
    public ulong Whole { get; }

    /// <summary>
    /// What is left of the sum beyond whole nano-dollars, nano-dollars times nanoseconds; less than <see cref="Duration"/>.
    /// </summary>
    public ulong Rest { get; }

    /// <summary>The time the mean is over, nanoseconds, at least 1.</summary>
    public ulong Duration { get; }

    /// <summary>A single spread, which is its own mean.</summary>
    /// <param name="spread">Nano-dollars, not negative.</param>
    public static MeanSpread Of(long spread) => new((ulong)spread, 0, 1);

    /// <summary>The mean of a sum.</summary>
    /// <param name="sum">Spread times time, nano-dollars times nanoseconds.</param>
    /// <param name="duration">The time, nanoseconds, at least 1.</param>
    public static MeanSpread Of(UInt128 sum, ulong duration)
    {
        var (whole, rest) = UInt128.DivRem(sum, duration);
        return new MeanSpread((ulong)whole, (ulong)rest, duration);
    }

    /// <summary>The mean times a factor, rounded up to a whole nano-dollar; at most half of what a <see cref="long"/> holds.</summary>
    /// <param name="factorNano">The factor, times 1e9; not negative.</param>
    public long TimesRoundedUp(long factorNano)
    {
        const ulong Most = long.MaxValue / 2;

        // Whole nano-dollars and the rest each by themselves: no product needs more than 128 bits.
        var product = Math.BigMul(Whole, (ulong)factorNano) + RoundedUp(Math.BigMul(Rest, (ulong)factorNano), Duration);
        return (long)UInt128.Min(RoundedUp(product, Nanos.One), Most);
    }

    private static UInt128 RoundedUp(UInt128 dividend, ulong divisor)
    {
        if (dividend == 0) return 0;
        return dividend <= ulong.MaxValue ? ((ulong)dividend - 1) / divisor + 1 : (dividend - 1) / divisor + 1;
    }
}
