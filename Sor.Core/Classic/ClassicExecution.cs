namespace Sor.Core.Classic;

/// <summary>What one policy bought: shares and cash, both exact.</summary>
/// <remarks>Every snapshot is new liquidity, whatever was taken from the one before: so the assignment has it.</remarks>
internal sealed class ClassicExecution(ClassicMarket market, ClassicOptions options)
{
    private (long Ask, int Row)[] order = [];

    /// <summary>The trial allocator: at each snapshot a split of all that remains, if there is one.</summary>
    public ClassicFills Trial()
    {
        var (fills, remaining) = (new ClassicFills(), options.Quantity);
        var split = new long[MostRows()];
        for (var s = 0; s < market.Count && remaining > 0; s++)
        {
            var rows = market[s];
            if (!TrialSplit.TrySolve(rows, remaining, split.AsSpan(0, rows.Length))) continue;
            for (var i = 0; i < rows.Length; i++) remaining -= Take(ref fills, rows[i], split[i], s);
        }

        return fills;
    }

    /// <summary>Rows in price order, as much as each shows; what is left waits for the next snapshot.</summary>
    public ClassicFills BestAsk()
    {
        var fills = new ClassicFills();
        for (var s = 0; s < market.Count && fills.Shares < options.Quantity; s++) Sweep(ref fills, s, options.Quantity - fills.Shares);
        return fills;
    }

    /// <summary>
    /// Equal slices, each swept at the first snapshot of its bucket. What does not divide, and what a snapshot does not show, is never
    /// bought: so the implementations have it. Without buckets every snapshot is one, and the first slices are one share larger.
    /// </summary>
    public ClassicFills Twap()
    {
        var fills = new ClassicFills();
        if (options.TwapBucket is not { Nanos: var bucket })
        {
            var (slice, larger) = Math.DivRem(options.Quantity, market.Count);
            for (var s = 0; s < market.Count; s++) Sweep(ref fills, s, slice + (s < larger ? 1 : 0));
            return fills;
        }

        var start = market.Time(0);
        var buckets = Math.Max(1, (market.Time(market.Count - 1) - start) / bucket);
        var next = 0UL;
        for (var s = 0; s < market.Count; s++)
        {
            var b = (market.Time(s) - start) / bucket;
            if (b < next || b >= buckets) continue;
            Sweep(ref fills, s, options.Quantity / (long)buckets);
            next = b + 1;
        }

        return fills;
    }

    /// <summary>
    /// In proportion to displayed size: each row of a snapshot, in order, gets its share of what is still wanted, rounded down. The
    /// proportion is a floating-point number, as it is in the implementations: a whole number of shares can come out one lower.
    /// </summary>
    public ClassicFills Vwap()
    {
        var (fills, remaining) = (new ClassicFills(), options.Quantity);
        for (var s = 0; s < market.Count && remaining > 0; s++)
        {
            var rows = market[s];
            var shown = 0L;
            foreach (var row in rows) shown += row.Size;
            if (shown == 0) continue;
            foreach (var row in rows)
            {
                var proportion = (double)row.Size / shown;
                remaining -= Take(ref fills, row, Math.Min((long)(proportion * remaining), row.Size), s);
            }
        }

        return fills;
    }

    private void Sweep(ref ClassicFills fills, int snapshot, long want)
    {
        var rows = market[snapshot];
        if (order.Length < rows.Length) order = new (long, int)[MostRows()];
        for (var i = 0; i < rows.Length; i++) order[i] = (rows[i].Ask, i);
        order.AsSpan(0, rows.Length).Sort();
        for (var i = 0; i < rows.Length && want > 0; i++)
        {
            var row = rows[order[i].Row];
            want -= Take(ref fills, row, Math.Min(row.Size, want), snapshot);
        }
    }

    private long Take(ref ClassicFills fills, ClassicRow row, long shares, int snapshot)
    {
        if (shares == 0) return 0;
        var cash = (Int128)shares * (row.Ask + options.TakeFee);
        fills = new ClassicFills(fills.Shares + shares, fills.Cash + cash, fills.First ?? market.Time(snapshot), market.Time(snapshot));
        return shares;
    }

    private int MostRows()
    {
        var most = 0;
        for (var s = 0; s < market.Count; s++) most = Math.Max(most, market[s].Length);
        return most;
    }
}

/// <summary>What one policy bought.</summary>
/// <param name="Shares">Shares filled.</param>
/// <param name="Cash">What they cost with fees, nano-dollars.</param>
/// <param name="First">The snapshot of the first fill, nanoseconds since the epoch; <c>null</c> without a fill.</param>
/// <param name="Last">The snapshot of the last fill.</param>
public readonly record struct ClassicFills(long Shares, Int128 Cash, ulong? First, ulong? Last);
