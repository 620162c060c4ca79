namespace Sor.Tests.Reference;

/// <summary>What `queue` decides from: S and R, prices with signs turned for sells, in half nano-dollars a share.</summary>
internal sealed record ReferenceProblem
{
    public required long Shares { get; init; }

    public required long Limit { get; init; }

    /// <summary>h2, the spread.</summary>
    public required long Spread { get; init; }

    /// <summary>What is left to take within the collar, in the order of `net`: twice the all-in price less twice the mid.</summary>
    public required List<(long BeyondMid, long Shares)> Offers { get; init; }

    /// <summary>2 rho by venue of the NBB, by MIC.</summary>
    public required long[] Rebates { get; init; }

    /// <summary>y by scenario and venue.</summary>
    public required long[][] Filled { get; init; }

    public required long[] Moves { get; init; }

    public required long[] Completions { get; init; }

    public required decimal LambdaUnder { get; init; }

    public required decimal LambdaOver { get; init; }

    public required decimal Theta { get; init; }
}

/// <summary>
/// The cost of a placement summed over the scenarios, and the descent that looks for the least. A placement is L by MIC, then M.
/// </summary>
internal sealed class ReferenceQueue
{
    private readonly ReferenceProblem p;
    private readonly int venues;
    private readonly long offered;
    private readonly long theta;
    private readonly long over;
    private readonly long under;

    public ReferenceQueue(ReferenceProblem problem)
    {
        p = problem;
        venues = p.Rebates.Length;
        offered = p.Offers.Sum(o => o.Shares);
        theta = (long)Rounded(p.Theta * p.Spread);
        over = (long)Rounded(p.LambdaOver * p.Spread);

        // "C = mean of c over the sample, plus 2 x (mean all-in price of sweeping now min(S, what is left to take within the collar), minus
        // the lowest all-in price now; nothing left: 0); 0 is the least. lambda_under C is computed exactly and rounded once." Both means
        // over one divisor.
        var swept = Math.Min(p.Shares, offered);
        var (sum, divisor) = ((Int128)p.Completions.Sum(), (Int128)p.Completions.Length);
        if (swept > 0)
            (sum, divisor) = (sum * swept + divisor * ((Int128)Sweep(swept) - (Int128)swept * p.Offers[0].BeyondMid), divisor * swept);
        under = sum <= 0 ? 0 : HalfEven((Int128)(p.LambdaUnder * 1_000_000_000m) * sum, divisor * 1_000_000_000);
    }

    /// <summary>The placement that the descent finds from the three starts.</summary>
    public long[] Solve()
    {
        var takesAll = new long[venues + 1];
        takesAll[venues] = MostTaken;
        var posts = Enumerable.Repeat(p.Limit / venues, venues).Append(0).ToArray();
        return new[] { new long[venues + 1], takesAll, posts }.Select(Descend).MinBy(end => end.Cost).Placement;
    }

    /// <summary>
    /// 2 x (cost of sweeping M, fees in) - mid2 M - sum (h2 + 2 rho_k) fill_k + theta h2 (M + sum L + (S-A)+) + (mv + lambda_under C)(S-A)+
    /// + (lambda_over h2 - mv)(A-S)+.
    /// </summary>
    public long Cost(long[] placement)
    {
        var (taken, posted, moves) = (placement[venues], placement[..venues], p.Moves);
        var earned = p.Rebates.Select(rebate => p.Spread + rebate).ToArray();
        var sum = moves.Length * (Sweep(taken) + theta * placement.Sum());
        for (var s = 0; s < moves.Length; s++)
        {
            var (filled, y) = (taken, p.Filled[s]);
            for (var k = 0; k < posted.Length; k++)
            {
                var fill = Math.Min(posted[k], y[k]);
                filled += fill;
                sum -= earned[k] * fill;
            }

            if (filled < p.Shares) sum += (theta + moves[s] + under) * (p.Shares - filled);
            else sum += (over - moves[s]) * (filled - p.Shares);
        }

        return sum;
    }

    private long MostTaken => Math.Min(Math.Min(p.Shares, p.Limit), offered);

    private (long[] Placement, long Cost) Descend(long[] start)
    {
        var (placement, cost) = (start, Cost(start));
        var finest = Math.Max(1, p.Shares / 256);
        for (var d = Math.Max(1, p.Shares / 4); ;)
        {
            var better = Best(Moves(placement, d), cost) ?? Best(Pairs(placement, d), cost);
            if (better is { } found) (placement, cost) = found;
            else if (d == finest) return (placement, cost);
            else d = Math.Max(finest, d / 2);
        }
    }

    /// <summary>The first of those that cost least, if it costs less than what there is.</summary>
    private (long[] Placement, long Cost)? Best(IEnumerable<long[]> placements, long cost)
    {
        (long[], long)? best = null;
        foreach (var placement in placements)
        {
            var its = Cost(placement);
            if (its < cost) (best, cost) = ((placement, its), its);
        }

        return best;
    }

    /// <summary>"In the order L_1 … L_K by MIC, M, each +d then -d; a move that leaves the bounds is cut to them."</summary>
    private IEnumerable<long[]> Moves(long[] from, long d)
    {
        var room = p.Limit - from.Sum();
        for (var i = 0; i <= venues; i++)
        {
            var more = Math.Min(Math.Min(d, room), i == venues ? MostTaken - from[i] : long.MaxValue);
            if (more > 0) yield return Changed(from, (i, more));
            var less = Math.Min(d, from[i]);
            if (less > 0) yield return Changed(from, (i, -less));
        }
    }

    /// <summary>"All pairs (from i, to j, d shares; i and j each L by MIC, then M)."</summary>
    private IEnumerable<long[]> Pairs(long[] from, long d)
    {
        for (var i = 0; i <= venues; i++)
        {
            for (var j = 0; j <= venues; j++)
            {
                var moved = Math.Min(Math.Min(d, from[i]), j == venues ? MostTaken - from[j] : long.MaxValue);
                if (i != j && moved > 0) yield return Changed(from, (i, -moved), (j, moved));
            }
        }
    }

    private static long[] Changed(long[] from, params (int At, long By)[] changes)
    {
        var placement = (long[])from.Clone();
        foreach (var (at, by) in changes) placement[at] += by;
        return placement;
    }

    /// <summary>Twice what taking costs, less twice the mid of what is taken.</summary>
    private long Sweep(long shares)
    {
        var cost = 0L;
        foreach (var (beyondMid, offeredThere) in p.Offers)
        {
            var taken = Math.Min(shares, offeredThere);
            cost += beyondMid * taken;
            shares -= taken;
        }

        return cost;
    }

    private static decimal Rounded(decimal value) => decimal.Round(value, MidpointRounding.ToEven);

    /// <summary>A quotient of no negative number, rounded half to even.</summary>
    private static long HalfEven(Int128 dividend, Int128 divisor)
    {
        var quotient = dividend / divisor;
        var twice = 2 * (dividend - quotient * divisor);
        return (long)(twice > divisor || (twice == divisor && quotient % 2 == 1) ? quotient + 1 : quotient);
    }
}
