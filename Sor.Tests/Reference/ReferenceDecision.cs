namespace Sor.Tests.Reference;

/// <summary>An instant at which routers are asked, the bucket that it is in, and whether it closes that bucket.</summary>
internal sealed record ReferenceDecision(long Time, int Bucket, bool Closes)
{
    /// <summary>Starts of a window's buckets.</summary>
    public static List<long> Buckets(ReferenceSettings settings, long from, long to)
    {
        var starts = new List<long>();
        for (var start = from; start < to; start += Length(settings, from, to)) starts.Add(start);
        return starts;
    }

    /// <summary>The decisions of a window.</summary>
    public static List<ReferenceDecision> Of(ReferenceMarket market, ReferenceSettings settings, long from, long to)
    {
        var grid = new List<long>();
        for (var at = from; at < to; at += settings.Every) grid.Add(at);
        grid.Add(to);

        // "A bucket is closed at its last grid decision before the next bucket's start (the last bucket at `to`)."
        var starts = Buckets(settings, from, to);
        var closes = starts.Skip(1).Select(next => grid.Last(t => t < next)).Append(to).ToHashSet();
        var times = settings.EveryEvent ? grid.Concat(market.UpdatesWithin(from, to)).Distinct().Order() : grid.AsEnumerable();
        return [.. times.Select(t => new ReferenceDecision(t, starts.FindLastIndex(s => s <= t), closes.Contains(t)))];
    }

    /// <summary>
    /// "Before the first window the run's own decisions and buckets are continued backward to the session's first tradable NBBO": the last
    /// of these buckets closes before the window's start as any other does before the next.
    /// </summary>
    public static List<ReferenceDecision> Before(ReferenceMarket market, ReferenceSettings settings, long from, long to)
    {
        var first = market.FirstTradable(from, settings.Session);
        var bucket = Length(settings, from, to);
        var grid = new List<long>();
        for (var at = from - settings.Every; at >= first - bucket; at -= settings.Every) grid.Add(at);
        var times = settings.EveryEvent ? grid.Concat(market.UpdatesWithin(first, from - 1)).Distinct().Order() : grid.Order();
        bool Closes(long time) => (from - time) % settings.Every == 0 && Bucket(time) != Bucket(Math.Min(time + settings.Every, from));
        int Bucket(long time) => (int)-((from - time + bucket - 1) / bucket);
        List<ReferenceDecision> decisions =
            [.. times.Select(t => new ReferenceDecision(t, Bucket(t), Closes(t)))];

        // A bucket whose close was before that NBBO is over, though it has decisions after it.
        var over = decisions.FindLast(d => d.Closes && d.Time < first)?.Bucket;
        return [.. decisions.Where(d => d.Time >= first && d.Bucket != over)];
    }

    private static long Length(ReferenceSettings settings, long from, long to) =>
        settings.Schedule == "immediate" ? to - from : settings.Bucket;
}
