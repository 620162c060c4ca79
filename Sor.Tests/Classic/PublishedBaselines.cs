namespace Sor.Tests.Classic;

/// <summary>
/// The assignment as its public implementations have it, line by line, in floating point and without regard to speed: the yardstick for the
/// exact one.
/// </summary>
internal static class PublishedBaselines
{
    public const double Fee = 0.001, Rebate = 0.0005;

    public sealed record Venue(double Ask, long Size);

    /// <summary>Rows by second, in stream order within it, seconds in order.</summary>
    public static SortedDictionary<long, List<Venue>> BySecond(IEnumerable<(ulong Stamp, long Ask, long Size)> rows)
    {
        var seconds = new SortedDictionary<long, List<Venue>>();
        foreach (var (stamp, ask, size) in rows)
        {
            var second = (long)(stamp / 1_000_000_000);
            if (!seconds.TryGetValue(second, out var venues)) seconds.Add(second, venues = []);
            venues.Add(new Venue(ask / 1e9, size));
        }

        return seconds;
    }

    public static (double Cash, long Filled) BestAsk(SortedDictionary<long, List<Venue>> snapshots, long order)
    {
        var (cash, filled, remaining) = (0.0, 0L, order);
        foreach (var venues in snapshots.Values)
        {
            if (remaining <= 0) break;
            foreach (var venue in venues.OrderBy(v => v.Ask))
            {
                if (remaining <= 0) break;
                var fill = Math.Min(venue.Size, remaining);
                cash += fill * (venue.Ask + Fee);
                filled += fill;
                remaining -= fill;
            }
        }

        return (cash, filled);
    }

    public static (double Cash, long Filled) Twap(SortedDictionary<long, List<Venue>> snapshots, long order, long interval)
    {
        var start = snapshots.Keys.First();
        var intervals = Math.Max(1, (snapshots.Keys.Last() - start) / interval);
        var slice = order / intervals;
        var (cash, filled) = (0.0, 0L);
        for (var i = 0; i < intervals; i++)
        {
            var from = start + i * interval;
            var target = snapshots.Where(s => s.Key >= from && s.Key < from + interval).Select(s => s.Value).FirstOrDefault();
            if (target is null) continue;
            var left = slice;
            foreach (var venue in target.OrderBy(v => v.Ask))
            {
                if (left <= 0) break;
                var fill = Math.Min(left, venue.Size);
                cash += fill * (venue.Ask + Fee);
                left -= fill;
            }

            filled += slice - left;
        }

        return (cash, filled);
    }

    public static (double Cash, long Filled) TwapPerSnapshot(SortedDictionary<long, List<Venue>> snapshots, long order)
    {
        var (each, extra) = (order / snapshots.Count, order % snapshots.Count);
        var (cash, filled, remaining, i) = (0.0, 0L, order, 0);
        foreach (var venues in snapshots.Values)
        {
            if (remaining <= 0) break;
            var target = Math.Min(each + (i++ < extra ? 1 : 0), remaining);
            var here = 0L;
            foreach (var venue in venues.OrderBy(v => v.Ask))
            {
                if (here >= target) break;
                var fill = Math.Min(venue.Size, target - here);
                cash += fill * (venue.Ask + Fee);
                filled += fill;
                remaining -= fill;
                here += fill;
            }
        }

        return (cash, filled);
    }

    public static (double Cash, long Filled) Vwap(SortedDictionary<long, List<Venue>> snapshots, long order)
    {
        var (cash, filled, remaining) = (0.0, 0L, order);
        foreach (var venues in snapshots.Values)
        {
            if (remaining <= 0) break;
            var total = venues.Sum(v => v.Size);
            if (total == 0) continue;
            foreach (var venue in venues)
            {
                if (remaining <= 0) break;
                var proportion = (double)venue.Size / total;
                var fill = Math.Min((long)(proportion * remaining), venue.Size);
                if (fill <= 0) continue;
                cash += fill * (venue.Ask + Fee);
                filled += fill;
                remaining -= fill;
            }
        }

        return (cash, filled);
    }

    /// <summary>
    /// The allocator as its pseudocode says: every split in steps of 100, the first of least cost. Prices and penalties in nano-dollars, so
    /// that ties are ties.
    /// </summary>
    public static (List<long>? Split, Int128 Cost) Allocate(
        long order,
        IReadOnlyList<(long Ask, long Size)> venues,
        long over,
        long under,
        long theta)
    {
        List<List<long>> splits = [[]];
        foreach (var venue in venues)
        {
            var longer = new List<List<long>>();
            foreach (var split in splits)
            {
                var most = Math.Min(order - split.Sum(), venue.Size);
                for (var q = 0L; q <= most; q += 100) longer.Add([.. split, q]);
            }

            splits = longer;
        }

        var (best, bestCost) = ((List<long>?)null, Int128.MaxValue);
        foreach (var split in splits)
        {
            if (split.Sum() != order) continue;
            var cost = Cost(split, venues, order, over, under, theta);
            if (cost < bestCost) (best, bestCost) = (split, cost);
        }

        return (best, bestCost);
    }

    private static Int128 Cost(List<long> split, IReadOnlyList<(long Ask, long Size)> venues, long order, long over, long under, long theta)
    {
        var (executed, cash) = (0L, (Int128)0);
        for (var i = 0; i < venues.Count; i++)
        {
            var filled = Math.Min(split[i], venues[i].Size);
            executed += filled;
            cash += (Int128)filled * (venues[i].Ask + (long)(Fee * 1e9));
            cash -= (Int128)Math.Max(split[i] - filled, 0) * (long)(Rebate * 1e9);
        }

        var (underfill, overfill) = (Math.Max(order - executed, 0), Math.Max(executed - order, 0));
        return cash + (Int128)theta * (underfill + overfill) + (Int128)under * underfill + (Int128)over * overfill;
    }
}
