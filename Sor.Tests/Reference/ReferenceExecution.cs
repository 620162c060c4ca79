namespace Sor.Tests.Reference;

/// <summary>What a run of the reference depends on. Times are nanoseconds since the epoch, spans nanoseconds.</summary>
internal sealed record ReferenceSettings
{
    public required long From { get; init; }

    public required long To { get; init; }

    public long Horizon { get; init; } = 1_800_000_000_000;

    public long Every { get; init; } = 1_000_000_000;

    /// <summary>Whether each time with a book update is a decision too.</summary>
    public bool EveryEvent { get; init; }

    public long Bucket { get; init; } = 60_000_000_000;

    public long Latency { get; init; }

    public long Overtime { get; init; }

    /// <summary>When the day's session begins.</summary>
    public required long Session { get; init; }

    public long Quantity { get; init; } = 5_000;

    public string Schedule { get; init; } = "twap";

    public bool Naive { get; init; }

    /// <summary>The values of lambda_under tried, in grid order.</summary>
    public IReadOnlyList<decimal> LambdaUnder { get; init; } = [1.5m];

    public decimal CollarBps { get; init; } = 50;

    public decimal MaxSpread { get; init; } = 0.1m;

    public long MaxSilence { get; init; } = 300_000_000_000;

    public Func<string, decimal> Fee { get; init; } = _ => 0.001m;
}

/// <summary>One execution of the reference.</summary>
internal sealed record ReferenceFill(long Time, string Venue, long Shares, decimal Price, decimal Fee, decimal Mid, int Bucket, bool Overtime);

/// <summary>What became of one parent.</summary>
internal sealed record ReferenceParent(
    long From, long To, decimal Arrival, List<ReferenceFill> Fills, long[] Buckets, long Remainder, decimal RemainderPrice, decimal RemainderFee, int Taken, Dictionary<string, int> Skipped, long VolumeMeanwhile)
{
    /// <summary>What the remainder would be charged at half the collar.</summary>
    public required decimal HalfCollar { get; init; }

    /// <summary>What the remainder would be charged at twice the collar.</summary>
    public required decimal TwiceCollar { get; init; }

    public required decimal WaitedShareSeconds { get; init; }
}

/// <summary>
/// Executes one parent on one side under one router, event by event and decision by decision. Every step is a sentence of the design.
/// </summary>
internal sealed class ReferenceExecution(ReferenceMarket market, ReferenceSettings settings, string router, bool buys, decimal lambdaUnder)
{
    private readonly Dictionary<string, (decimal? Price, long Displayed)> shown = [];
    private readonly Dictionary<string, long> available = [];
    private readonly List<ReferenceFill> fills = [];
    private readonly List<(long Time, long Shares)> dues = [];
    private readonly List<(long Arrives, string Venue, long Shares, decimal Limit, bool Closing, int Bucket, bool Overtime)> flying = [];
    private readonly Dictionary<string, int> skipped = [];
    private int taken;
    private decimal? dearestClosing;

    /// <returns>What became of the parent; <c>null</c> for one without a tradable NBBO by its start, or without a decision.</returns>
    public ReferenceParent? Run(long from, long to)
    {
        if (market.LastAt(from) < 0 || market.Nbbo[market.LastAt(from)].Mid is null) return null;
        var first = market.FirstOfDay(market.LastAt(from));
        var row = first;
        for (; row < market.Rows.Count && market.Clock[row] <= from; row++) Apply(market.Rows[row]);

        // "A change of price gives available = displayed, as does the start of a parent."
        foreach (var venue in shown.Keys) available[venue] = shown[venue].Displayed;

        var bucket = settings.Schedule == "immediate" ? to - from : settings.Bucket;
        var starts = new List<long>();
        for (var start = from; start < to; start += bucket) starts.Add(start);
        var grid = new List<long>();
        for (var at = from; at < to; at += settings.Every) grid.Add(at);
        grid.Add(to);
        var decisions = settings.EveryEvent ? [.. grid.Concat(market.UpdatesWithin(from, to)).Distinct()] : grid;
        var instants = decisions.Select(t => (Time: t, Decides: true)).ToList();

        // "What is not filled at `to` is swept in all-in price order at each grid decision after it, until `to` + overtime."
        for (var at = from; at <= to + settings.Overtime; at += settings.Every)
            if (at > to)
                instants.Add((at, true));
        if (settings.Latency > 0) instants.AddRange(instants.Select(i => (i.Time + settings.Latency, false)).ToList());

        var arrival = market.Nbbo[row - 1].Mid!.Value;
        var (due, entered) = (0L, 0);
        var usual = ((decimal Sum, long Time)?)null;
        decimal? last = null;

        // "It meets the book at decision + latency, after that instant's records and before a decision of that instant."
        foreach (var (time, decides) in instants.OrderBy(i => i.Time).ThenBy(i => i.Decides))
        {
            for (; row < market.Rows.Count && market.Clock[row] <= time; row++) Apply(market.Rows[row]);
            var nbbo = market.Nbbo[row - 1];
            if (!decides)
            {
                Arrive(time, nbbo.Mid!.Value);
                continue;
            }

            // "naive refills at every decision."
            if (settings.Naive)
                foreach (var venue in shown.Keys)
                    available[venue] = shown[venue].Displayed;

            while (entered < starts.Count && starts[entered] <= time)
            {
                var child = Child(entered, starts, from, due);
                dues.Add((time, child));
                due += child;
                usual = market.UsualHalfSpread(starts[entered], settings.Session, settings.MaxSilence);
                entered++;
            }

            // "Else no decision is taken, counted by reason."
            if (market.UntradableAt(time, settings.MaxSilence) is { } reason)
            {
                if (time <= to) skipped[reason] = skipped.GetValueOrDefault(reason) + 1;
                continue;
            }

            if (time <= to) taken++;
            var mid = nbbo.Mid!.Value;
            last = mid;

            // "Fewer than 5 of them with tradable time: the half-spread at the bucket's first decision taken; fixed for the bucket."
            usual ??= (nbbo.Spread / 2, 1);
            var want = due - fills.Sum(f => f.Shares) - flying.Sum(c => c.Shares);
            if (want <= 0) continue;

            // "A bucket is closed at its last grid decision before the next bucket's start (the last bucket at `to`)."
            var closing = time > to || (grid.Contains(time) && (entered == starts.Count ? time == to : !grid.Exists(t => t > time && t < starts[entered])));
            foreach (var (venue, shares) in Route(closing ? "net" : router, want, mid, usual.Value, buys ? nbbo.Ask : nbbo.Bid))
            {
                if (settings.Latency == 0) Fill(time, venue, shares, mid, closing, entered - 1, time > to);
                else flying.Add((time + settings.Latency, venue, shares, shown[venue].Price!.Value, closing, entered - 1, time > to));
            }
        }

        if (taken == 0) return null;
        var lastMid = last!.Value;

        var remainder = settings.Quantity - fills.Sum(f => f.Shares);
        var sign = buys ? 1 : -1;

        // "Charged the collar price of the last decision taken, overtime included (rounded down to a nano-dollar, for sells too), or the
        // dearest price that a closing or
        // overtime sweep of this parent paid if that was worse, plus the highest take fee."
        decimal Charge(decimal bps)
        {
            var collar = Math.Floor(lastMid * (1 + sign * bps / 10_000m) * 1_000_000_000m) / 1_000_000_000m;
            return dearestClosing is { } paid && sign * paid > sign * collar ? paid : collar;
        }

        var buckets = new long[starts.Count];
        foreach (var fill in fills) buckets[fill.Bucket] += fill.Shares;
        var highestFee = market.Rows.Take(row).Skip(first).Select(r => r.Venue).OfType<string>().Distinct().Max(settings.Fee);
        return new ReferenceParent(from, to, arrival, fills, buckets, remainder, Charge(settings.CollarBps), highestFee, taken, skipped,
            VolumeMeanwhile(from, to, [.. instants.Select(i => i.Time).Distinct().Order()]))
        {
            HalfCollar = Charge(settings.CollarBps / 2),
            TwiceCollar = Charge(settings.CollarBps * 2),
            WaitedShareSeconds = Waited(),
        };
    }

    /// <summary>"From when a share became due to its fill": the share that has been due longest is filled first.</summary>
    private decimal Waited()
    {
        var (waited, waiting) = (0m, new Queue<(long Time, long Shares)>(dues));
        foreach (var fill in fills)
        {
            for (var left = fill.Shares; left > 0;)
            {
                var (time, shares) = waiting.Peek();
                if (shares == 0)
                {
                    waiting.Dequeue();
                    continue;
                }

                var now = Math.Min(left, shares);
                waited += now * (fill.Time - time) / 1_000_000_000m;
                left -= now;
                waiting = new Queue<(long, long)>(waiting.Skip(1).Prepend((time, shares - now)));
            }
        }

        return waited;
    }

    /// <summary>
    /// "Lit volume printed from its first fill to its last, at least a minute": from the instant before the first fill; short of a minute on to later instants of the window,
    /// then back to earlier ones.
    /// </summary>
    private long VolumeMeanwhile(long from, long to, List<long> times)
    {
        if (fills.Count == 0) return 0;
        var (start, end) = (Math.Max(times.IndexOf(fills[0].Time) - 1, 0), times.IndexOf(fills[^1].Time));
        while (times[end] - times[start] < 60_000_000_000 && end + 1 < times.Count && times[end] < to) end++;
        while (times[end] - times[start] < 60_000_000_000 && start > 0) start--;
        var volume = 0L;
        for (var i = 0; i < market.Rows.Count; i++)
            if (market.Rows[i].IsPrint && market.Clock[i] <= times[end] && (start == 0 ? market.Clock[i] >= from : market.Clock[i] > times[start]))
                volume += market.Rows[i].TradeSize;
        return volume;
    }

    /// <summary>twap: "bucket b of n gets floor(Q/n), the first Q mod n one more"; pov: "floor(R V), V printed in [start, end) of the bucket before".</summary>
    private long Child(int b, List<long> starts, long from, long before)
    {
        var (n, quantity) = (starts.Count, settings.Quantity);
        if (settings.Schedule.StartsWith("pov:", StringComparison.Ordinal))
        {
            if (b == n - 1) return quantity - before;
            if (b == 0) return 0;
            var volume = 0L;
            for (var i = market.LastAt(starts[b - 1] - 1) + 1; i < market.Rows.Count && market.Clock[i] < starts[b]; i++)
                if (market.Rows[i].IsPrint)
                    volume += market.Rows[i].TradeSize;
            return Math.Min((long)Math.Floor(decimal.Parse(settings.Schedule[4..], System.Globalization.CultureInfo.InvariantCulture) * volume), quantity - before);
        }

        return quantity / n + (b < quantity % n ? 1 : 0);
    }

    private void Apply(ReferenceRow row)
    {
        if (row.Venue is null) return;
        decimal? price;
        long size;
        if (row.Action == "R") (price, size) = (null, 0);
        else if (row.Action is "T" or "F" || (row.Flags & 128) == 0) return;
        else (price, size) = buys ? (row.Ask, row.AskSize) : (row.Bid, row.BidSize);
        if (price is null) size = 0;
        var before = shown.GetValueOrDefault(row.Venue);
        shown[row.Venue] = (price, size);

        // "At an unchanged price each displayed change d gives available = min(available + max(d, 0), displayed); a change of price gives available = displayed."
        available[row.Venue] = before.Price == price && price is not null
            ? Math.Min(available[row.Venue] + Math.Max(size - before.Displayed, 0), size)
            : size;
    }

    private void Arrive(long time, decimal mid)
    {
        foreach (var child in flying.Where(c => c.Arrives == time).ToList())
        {
            flying.Remove(child);
            if (shown[child.Venue].Price is not { } price || (buys ? price > child.Limit : price < child.Limit)) continue;
            var shares = Math.Min(child.Shares, available[child.Venue]);
            if (shares > 0) Fill(time, child.Venue, shares, mid, child.Closing, child.Bucket, child.Overtime);
        }
    }

    private void Fill(long time, string venue, long shares, decimal mid, bool closing, int bucket, bool overtime)
    {
        var price = shown[venue].Price!.Value;
        available[venue] -= shares;
        fills.Add(new ReferenceFill(time, venue, shares, price, settings.Fee(venue), mid, bucket, overtime));
        if (closing && (dearestClosing is null || (buys ? price > dearestClosing : price < dearestClosing))) dearestClosing = price;
    }

    private List<(string Venue, long Shares)> Route(string name, long want, decimal mid, (decimal Sum, long Time) usual, decimal? best)
    {
        decimal Cost(decimal price) => buys ? price : -price;
        decimal AllIn(string venue) => Cost(shown[venue].Price!.Value) + settings.Fee(venue);

        // "No marketable child beyond the collar: (2 ask - mid2) 10^4 <= 50 mid2." "Ties everywhere: larger available size, then MIC."
        var venues = shown.Keys
            .Where(v => shown[v].Price is { } price && available[v] > 0 && (Cost(price) - Cost(mid)) * 10_000 <= settings.CollarBps * mid)
            .OrderByDescending(v => available[v]).ThenBy(v => v, StringComparer.Ordinal)
            .ToList();
        switch (name)
        {
            case "best_ask":
                return Take(venues.Where(v => shown[v].Price == best), want);
            case "sweep":
                return Take(venues.OrderBy(v => Cost(shown[v].Price!.Value)), want);
            case "net":
                return Take(venues.OrderBy(AllIn), want);
            case "static":
                return Take(venues.Where(v => (AllIn(v) - Cost(mid)) * usual.Time < lambdaUnder * usual.Sum).OrderBy(AllIn), want);
            default:
                var at = venues.Where(v => shown[v].Price == best).ToList();
                var sum = at.Sum(v => available[v]);
                var w = Math.Min(want, sum);
                var shares = at.ToDictionary(v => v, v => (long)Math.Floor((decimal)w * available[v] / sum));
                var rest = w - shares.Values.Sum();
                foreach (var venue in at)
                {
                    var more = Math.Min(rest, available[venue] - shares[venue]);
                    shares[venue] += more;
                    rest -= more;
                }

                return [.. at.Where(v => shares[v] > 0).Select(v => (v, shares[v]))];
        }
    }

    private List<(string, long)> Take(IEnumerable<string> venues, long want)
    {
        var children = new List<(string, long)>();
        foreach (var venue in venues)
        {
            var shares = Math.Min(want, available[venue]);
            if (shares > 0) children.Add((venue, shares));
            want -= shares;
        }

        return children;
    }
}
