using System.Numerics;

namespace Sor.Core.Model;

/// <summary>
/// The descent from one placement to a better one: single moves of d shares, where none helps swaps of d shares between two orders, where
/// none helps half as many shares.
/// </summary>
/// <remarks>
/// The cost summed over the scenarios is a term for every order by itself, and what is missing, <c>sum (S - A)+</c>, times one price: see
/// <see cref="ShareCosts.Missing"/>. The terms are remembered by an order's size. What a move does to what is missing is one pass over one
/// venue's fills, and that is saved where the move could not win even if every share that it fills had been missing. A swap does what its
/// two moves do, less an overlap, and only scenarios within d shares of the target have one: few, once d is small.
/// </remarks>
/// <typeparam name="TCost">Holds a cost summed over the scenarios, and the difference of two.</typeparam>
/// <param name="venues">The most venues.</param>
internal abstract partial class Descent<TCost>(int venues)
    where TCost : struct, IBinaryInteger<TCost>
{
    // Starts whose way is remembered.
    private const int Starts = 3;

    // From a quarter of the target to a 256th, by halves.
    private const int Levels = 7;

    // Sizes of an order that are remembered; a power of two.
    private const int Sizes = 16;

    // By order: L by MIC, then M. As each stands, and what would be missing were it d shares larger or smaller.
    private readonly Sized[] at = new Sized[venues + 1];
    private readonly Trial[] larger = new Trial[venues + 1];
    private readonly Trial[] smaller = new Trial[venues + 1];
    private readonly Sized[] sizes = new Sized[(venues + 1) * Sizes];
    private readonly long[] best = new long[venues + 1];
    private readonly long[] ways = new long[Starts * Levels * (venues + 1)];
    private int starts;
    private int orders;
    private long sent;
    private long missing;
    private long marketLimit;
    private TCost missingCost;
    private TCost impact;
    private TCost over;

    /// <summary>The best placement so far: L by MIC, then M.</summary>
    public ReadOnlySpan<long> Best => best.AsSpan(0, orders);

    /// <summary>Its cost summed over the scenarios, less what all placements have in common.</summary>
    public TCost BestCost { get; private set; }

    /// <summary>Begins a decision.</summary>
    public void Begin(in PlacementProblem problem, in ShareCosts costs)
    {
        orders = problem.AddFees.Length + 1;
        starts = 0;
        marketLimit = problem.MarketLimit;
        missingCost = TCost.CreateChecked(costs.Missing);
        impact = TCost.CreateChecked(costs.Impact * problem.Scenarios.Count);
        over = TCost.CreateChecked(costs.Over);
        sizes.AsSpan(0, orders * Sizes).Fill(new Sized(-1, 0, TCost.Zero));
        best.AsSpan(0, orders).Fill(-1);
    }

    /// <summary>Goes down from a start, and keeps where it ends if that is better than all before.</summary>
    /// <param name="problem">What <see cref="Begin"/> was given.</param>
    /// <param name="start">L by MIC, then M; within the bounds.</param>
    public void From(in PlacementProblem problem, ReadOnlySpan<long> start)
    {
        Start(in problem, start);
        var (finest, level) = (Math.Max(1, problem.Shares / 256), 0);
        for (var d = Math.Max(1, problem.Shares / 4); ; d = Math.Max(finest, d / 2))
        {
            while (TakeBestMove(in problem, d) || TakeBestSwap(in problem, d))
            {
            }

            if (d == finest) break;
            if (IsKnown(level++)) return;
        }

        starts++;
        var cost = CostOf(missing);
        for (var order = 0; order < orders; order++) cost += at[order].Cost;
        if (best[0] >= 0 && cost >= BestCost) return;
        BestCost = cost;
        for (var order = 0; order < orders; order++) best[order] = at[order].Shares;
    }

    /// <summary>Nothing sent: every scenario misses all shares.</summary>
    protected abstract void Clear(Scenarios scenarios, long shares);

    /// <summary>What an order of a size is filled, summed over the scenarios, and the same times each scenario's move of the mid.</summary>
    protected abstract (long Filled, TCost Moved) Fills(int order, long shares);

    /// <summary>What would be missing, summed over the scenarios, were an order of another size.</summary>
    protected abstract long Missing(int order, long from, long to);

    /// <summary>Changes an order's size.</summary>
    protected abstract void Place(int order, long from, long to);

    /// <summary>
    /// Finds the scenarios that less than d shares separate from the target: no other sees an overlap of two moves of d shares.
    /// </summary>
    protected abstract void FindNear(long d);

    /// <summary>How much the fill of an order changes with its size, summed over the near scenarios; never less.</summary>
    protected abstract long Near(int order, long from, long to);

    /// <summary>How much less is missing after a swap than its two moves by themselves add up to.</summary>
    /// <param name="giver">The order that gets smaller.</param>
    /// <param name="from">Its size.</param>
    /// <param name="less">Its size after the swap.</param>
    /// <param name="taker">The order that gets larger.</param>
    /// <param name="to">Its size.</param>
    /// <param name="more">Its size after the swap.</param>
    protected abstract long Overlap(int giver, long from, long less, int taker, long to, long more);

    private void Start(in PlacementProblem problem, ReadOnlySpan<long> start)
    {
        Clear(problem.Scenarios, problem.Shares);
        sent = 0;
        for (var order = 0; order < orders; order++)
        {
            at[order] = Of(in problem, order, start[order]);
            if (start[order] != 0) Place(order, 0, start[order]);
            sent += start[order];
        }

        missing = Missing(orders - 1, 0, 0);
        Forget(0, larger);
        Forget(0, smaller);
    }

    /// <summary>
    /// Whether an earlier start left this level with the same placement: from here on both go the same way. If not, this start's is kept.
    /// </summary>
    private bool IsKnown(int level)
    {
        for (var earlier = 0; earlier < Math.Min(starts, Starts); earlier++)
        {
            var same = true;
            for (var order = 0; order < orders; order++) same &= Way(earlier, level)[order] == at[order].Shares;
            if (same) return true;
        }

        if (starts < Starts)
            for (var order = 0; order < orders; order++) Way(starts, level)[order] = at[order].Shares;
        return false;
    }

    private Span<long> Way(int start, int level) => ways.AsSpan((start * Levels + level) * orders, orders);

    private bool TakeBestMove(in PlacementProblem problem, long d)
    {
        var (best, lowest) = (-1, default(Trial));
        for (var order = 0; order < orders; order++)
        {
            var now = at[order].Shares;
            var more = Math.Min(Room(order, d), problem.Limit - sent);
            if (more > 0 && IsBetter(order, ref Resized(in problem, larger, order, now + more), lowest.Change))
                (best, lowest) = (order, larger[order]);
            var less = Math.Min(d, now);
            if (less > 0 && IsBetter(order, ref Resized(in problem, smaller, order, now - less), lowest.Change))
                (best, lowest) = (order, smaller[order]);
        }

        if (best < 0) return false;
        var grows = lowest.Shares > at[best].Shares;
        Take(in problem, best, lowest.Shares);
        missing = lowest.Missing;

        // What is missing is convex: where there is less of it, another order that grows helps less than it did; where more, another that
        // shrinks does more harm. So what is known of those is now the least that they can change the cost by.
        Forget(best, grows ? smaller : larger);
        foreach (ref var trial in (grows ? larger : smaller).AsSpan(0, orders)) (trial.IsExact, trial.Near) = (false, -1);
        return true;
    }

    private bool TakeBestSwap(in PlacementProblem problem, long d)
    {
        FindNear(d);
        var market = orders - 1;
        var best = new Swap { Giver = -1 };
        var (offered, least) = (0L, TCost.Zero);
        for (var giver = 0; giver < orders; giver++)
        {
            var given = Math.Min(d, at[giver].Shares);
            if (given == 0) continue;
            if (given != offered) (offered, least) = (given, LeastChange(in problem, given));
            ref var less = ref Resized(in problem, smaller, giver, at[giver].Shares - given);
            if (less.Near < 0) less.Near = Near(giver, less.Shares, at[giver].Shares);
            if (less.Change + least - CostOf(less.Near) < best.Change)
                for (var taker = 0; taker < market; taker++)
                    if (taker != giver) Consider(in problem, giver, taker, given, ref best);
            var room = Room(market, given);
            if (giver != market && room > 0) Consider(in problem, giver, market, room, ref best);
        }

        if (best.Giver < 0) return false;
        Take(in problem, best.Giver, best.Less);
        Take(in problem, best.Taker, best.More);
        missing = best.Missing;
        Forget(best.Giver, larger);
        Forget(best.Taker, smaller);
        return true;
    }

    private void Consider(in PlacementProblem problem, int giver, int taker, long shares, ref Swap best)
    {
        ref var less = ref Resized(in problem, smaller, giver, at[giver].Shares - shares);
        ref var more = ref Resized(in problem, larger, taker, at[taker].Shares + shares);
        if (less.Near < 0) less.Near = Near(giver, less.Shares, at[giver].Shares);
        if (more.Near < 0) more.Near = Near(taker, at[taker].Shares, more.Shares);
        var most = CostOf(Math.Min(less.Near, more.Near));
        if (less.Change + more.Change - most >= best.Change) return;
        if (Exact(giver, ref less) + Exact(taker, ref more) - most >= best.Change) return;
        var overlap = Overlap(giver, at[giver].Shares, less.Shares, taker, at[taker].Shares, more.Shares);
        var change = less.Change + more.Change - CostOf(overlap);
        if (change >= best.Change) return;
        best = new Swap
        {
            Giver = giver,
            Less = less.Shares,
            Taker = taker,
            More = more.Shares,
            Missing = less.Missing + more.Missing - missing - overlap,
            Change = change,
        };
    }

    private void Take(in PlacementProblem problem, int order, long shares)
    {
        Place(order, at[order].Shares, shares);
        sent += shares - at[order].Shares;
        at[order] = Of(in problem, order, shares);
    }

    private long Room(int order, long shares) => order == orders - 1 ? Math.Min(shares, marketLimit - at[order].Shares) : shares;

    private struct Swap
    {
        public int Giver;
        public int Taker;
        public long Less;
        public long More;
        public long Missing;
        public TCost Change;
    }
}
