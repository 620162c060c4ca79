namespace Sor.Core.Orders;

/// <summary>
/// How far from the mid a marketable child may go: real days have stub quotes a dollar and more away.
/// </summary>
/// <param name="NanoBps">Basis points of the mid, times 1e9; not negative. 50 bps is 50e9.</param>
public readonly record struct Collar(long NanoBps)
{
    private static readonly Int128 Whole = (Int128)10_000 * 1_000_000_000;

    /// <summary>
    /// The worst price allowed, turned so that lower is better: the largest p with <c>(2 p - mid2) 10^4 &lt;= bps |mid2|</c>.
    /// </summary>
    /// <param name="mid2">Twice the mid, turned.</param>
    public long WorstPrice(long mid2) => (long)FloorDiv(mid2 + FloorDiv(Allowance(mid2), Whole), 2);

    /// <summary>The collar's price at a mid, rounded down to a nano-dollar: what a remainder is charged.</summary>
    /// <param name="side">Buys are charged above the mid, sells below.</param>
    /// <param name="mid2">Twice the mid, as it is.</param>
    public long RemainderPrice(Side side, long mid2) => (long)FloorDiv((Int128)mid2 * Whole + (int)side * Allowance(mid2), 2 * Whole);

    private Int128 Allowance(long mid2) => (Int128)NanoBps * Math.Abs(mid2);

    private static Int128 FloorDiv(Int128 a, Int128 b)
    {
        var quotient = a / b;
        return a < 0 && quotient * b != a ? quotient - 1 : quotient;
    }
}
