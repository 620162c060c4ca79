using System.Numerics;

namespace Sor.Tests.Model;

/// <summary>
/// Cost and solver written from their description alone: every candidate's cost is summed over all scenarios and venues anew, in integers
/// without limit. It shares no code with the product.
/// </summary>
internal sealed class ReferencePlacement
{
    private const long Nano = 1_000_000_000;
    private readonly Decision d;
    private readonly BigInteger thetaH;
    private readonly BigInteger overH;
    private readonly BigInteger underC;
    private readonly long offered;

    public ReferencePlacement(Decision decision)
    {
        d = decision;
        thetaH = Rounded((BigInteger)d.Parameters.ThetaNano * d.Spread, Nano);
        overH = Rounded((BigInteger)d.Parameters.LambdaOverNano * d.Spread, Nano);
        offered = d.Ladder.Sum(step => step.Shares);

        // C as a fraction: the mean of c, and twice (mean price of sweeping what is due, less the lowest price).
        var (numerator, denominator) = (d.Completions.Aggregate(BigInteger.Zero, (a, b) => a + b), (BigInteger)d.Completions.Length);
        var due = Math.Min(d.Shares, offered);
        if (due > 0)
        {
            numerator = numerator * due + 2 * denominator * (Swept(due) - due * (BigInteger)d.Ladder.First(step => step.Shares > 0).AllIn);
            denominator *= due;
        }

        underC = numerator.Sign <= 0 ? 0 : Rounded(d.Parameters.LambdaUnderNano * numerator, denominator * Nano);
    }

    /// <summary>The cost of a placement; <paramref name="x"/> is L by MIC, then M.</summary>
    public BigInteger Cost(long[] x)
    {
        var (venues, market, sum) = (d.Venues, x[^1], BigInteger.Zero);
        var certain = 2 * Swept(market) - (BigInteger)d.Mid2 * market;
        for (var s = 0; s < d.Moves.Length; s++)
        {
            var (filled, earned, posted) = ((BigInteger)market, BigInteger.Zero, BigInteger.Zero);
            for (var k = 0; k < venues; k++)
            {
                var fill = Math.Min(x[k], d.Filled[s][k]);
                filled += fill;
                earned += (d.Spread + 2 * -(BigInteger)d.AddFees[k]) * fill;
                posted += x[k];
            }

            var under = BigInteger.Max(d.Shares - filled, 0);
            var over = BigInteger.Max(filled - d.Shares, 0);
            sum += certain - earned + thetaH * (market + posted + under) + (d.Moves[s] + underC) * under + (overH - d.Moves[s]) * over;
        }

        return sum;
    }

    /// <summary>The three descents, and the best of them.</summary>
    public (long[] Placement, BigInteger Cost) Solve()
    {
        var (best, bestCost) = ((long[]?)null, BigInteger.Zero);
        foreach (var start in Starts())
        {
            var (x, cost) = Descend(start);
            if (best is null || cost < bestCost) (best, bestCost) = (x, cost);
        }

        return (best!, bestCost);
    }

    public (long[] Placement, BigInteger Cost) Descend(long[] start)
    {
        var x = (long[])start.Clone();
        var cost = Cost(x);
        var finest = Math.Max(1, d.Shares / 256);
        var step = Math.Max(1, d.Shares / 4);
        while (true)
        {
            if (Better(Moves(x, step)) || Better(Swaps(x, step))) continue;
            if (step == finest) return (x, cost);
            step = Math.Max(finest, step / 2);
        }

        bool Better(IEnumerable<long[]> candidates)
        {
            var found = false;
            var (bestHere, bestCost) = (x, cost);
            foreach (var candidate in candidates)
            {
                var its = Cost(candidate);
                if (its >= bestCost) continue;
                (bestHere, bestCost, found) = (candidate, its, true);
            }

            (x, cost) = (bestHere, bestCost);
            return found;
        }
    }

    private IEnumerable<long[]> Starts()
    {
        yield return new long[d.Venues + 1];
        var taken = new long[d.Venues + 1];
        taken[^1] = MostMarket;
        yield return taken;
        if (d.Venues == 0) yield break;
        var posted = Enumerable.Repeat(d.Limit / d.Venues, d.Venues + 1).ToArray();
        posted[^1] = 0;
        yield return posted;
    }

    private long MostMarket => Math.Min(Math.Min(d.Shares, offered), d.Limit);

    private IEnumerable<long[]> Moves(long[] x, long step)
    {
        for (var i = 0; i < x.Length; i++)
        {
            var room = Math.Min(step, d.Limit - x.Sum());
            if (i == x.Length - 1) room = Math.Min(room, MostMarket - x[i]);
            if (room > 0) yield return With(x, i, room);
            if (x[i] > 0) yield return With(x, i, -Math.Min(step, x[i]));
        }
    }

    private IEnumerable<long[]> Swaps(long[] x, long step)
    {
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = 0; j < x.Length; j++)
            {
                if (i == j) continue;
                var amount = Math.Min(step, x[i]);
                if (j == x.Length - 1) amount = Math.Min(amount, MostMarket - x[j]);
                if (amount > 0) yield return With(With(x, i, -amount), j, amount);
            }
        }
    }

    private static long[] With(long[] x, int i, long change)
    {
        var y = (long[])x.Clone();
        y[i] += change;
        return y;
    }

    private BigInteger Swept(long shares)
    {
        var paid = BigInteger.Zero;
        foreach (var step in d.Ladder)
        {
            var taken = Math.Min(shares, step.Shares);
            paid += (BigInteger)taken * step.AllIn;
            shares -= taken;
        }

        return paid;
    }

    private static BigInteger Rounded(BigInteger numerator, BigInteger denominator)
    {
        var quotient = BigInteger.DivRem(numerator, denominator, out var rest);
        var twice = (2 * rest).CompareTo(denominator);
        return twice > 0 || (twice == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }
}
