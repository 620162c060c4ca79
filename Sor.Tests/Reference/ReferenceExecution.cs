namespace Sor.Tests.Reference;

/// <summary>
/// Executes one parent on one side under one router, event by event and decision by decision. Every step is a sentence of the design.
/// </summary>
internal sealed partial class ReferenceExecution(
    ReferenceMarket market, ReferenceSettings settings, ReferenceStrategy strategy, bool buys, ReferenceSample? sample = null)
{
    private ReferenceBook book = new(buys);
    private readonly Dictionary<string, long> available = [];
    private readonly List<ReferenceFill> fills = [];
    private readonly List<(long Time, long Shares)> dues = [];
    private readonly List<(long Arrives, string Venue, long Shares, decimal Limit, bool Closing, int Bucket, bool Overtime)> flying = [];
    private readonly Dictionary<string, int> skipped = [];
    private int taken;
    private decimal? dearestClosing;

    /// <summary>Every order and fill, in turn.</summary>
    public List<ReferenceStep> Steps { get; } = [];

    /// <returns>What became of the parent; <c>null</c> for one without a tradable NBBO by its start, or without a decision.</returns>
    public ReferenceParent? Run(long from, long to)
    {
        if (market.LastAt(from) < 0 || market.Nbbo[market.LastAt(from)].Mid is null) return null;
        book = market.BookAt(buys, from);
        resting = new ReferenceResting(market, book, buys, strategy.Assumption);
        var first = market.FirstOfDay(market.LastAt(from));
        var row = market.LastAt(from) + 1;

        // "A change of price gives available = displayed, as does the start of a parent."
        foreach (var venue in book.Venues) available[venue] = book[venue].FarSize;

        var starts = ReferenceDecision.Buckets(settings, from, to);
        var decisions = ReferenceDecision.Of(market, settings, from, to);
        var closes = decisions.Where(d => d.Closes).Select(d => d.Time).ToHashSet();
        var slices = strategy.Rests ? ReferenceSlice.Of(market, settings, decisions, buys) : [];
        var starting = slices.ToDictionary(s => s.Start);
        var ending = slices.Select(s => s.End).ToHashSet();
        var slice = (ReferenceSlice?)null;
        var instants = decisions.Select(d => (d.Time, Decides: true)).ToList();

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
            for (; row < market.Rows.Count && market.Clock[row] <= time; row++) Apply(row);
            var nbbo = market.Nbbo[row - 1];
            if (!decides)
            {
                Arrive(time, nbbo.Mid!.Value);
                continue;
            }

            // "naive refills at every decision."
            if (settings.Naive)
                foreach (var venue in book.Venues)
                    available[venue] = book[venue].FarSize;

            while (entered < starts.Count && starts[entered] <= time)
            {
                var child = Child(entered, starts, from, due);
                dues.Add((time, child));
                due += child;
                usual = market.UsualHalfSpread(starts[entered], settings.Session, settings.MaxSilence);
                entered++;
            }

            // "There everything resting is cancelled", at an untaken close too.
            if (ending.Contains(time)) cancels.Enqueue(time + settings.Latency);

            // "Else no decision is taken, counted by reason."
            if (market.UntradableAt(time, settings.MaxSilence) is { } reason)
            {
                if (time <= to) skipped[reason] = skipped.GetValueOrDefault(reason) + 1;
                if (settings.Latency == 0) Arrive(time, nbbo.Mid!.Value);
                continue;
            }

            if (time <= to) taken++;
            var mid = nbbo.Mid!.Value;
            last = mid;

            // "Fewer than 5 of them with tradable time: the half-spread at the bucket's first decision taken; fixed for the bucket."
            usual ??= (nbbo.Spread / 2, 1);
            var want = due - fills.Sum(f => f.Shares) - flying.Sum(c => c.Shares);

            // "There the router is set aside and what is due is swept in all-in price order."
            var closing = time > to || closes.Contains(time);
            var bucket = entered - 1;
            slice = starting.GetValueOrDefault(time) ?? (time < slice?.End ? slice : null);

            // "In a slice that starts with a spread of one tick or less (one cent; .0001 below $1; locked counts) as best_ask, at every
            // decision of it; else as join."
            if (slice?.Start == time) narrow = strategy.Router == "join_wide" && nbbo.Spread <= (slice.Price < 1 ? 0.0001m : 0.01m);
            var best = buys ? nbbo.Ask : nbbo.Bid;
            if (want > 0 && (closing || !strategy.Rests)) Send(Route(closing ? "net" : strategy.Router, want, mid, usual.Value, best));
            else if (want > 0 && slice is not null)
            {
                if (narrow) Send(Route("best_ask", want, mid, usual.Value, best));
                else if (slice.Start == time) Rest(slice, want, nbbo);
            }

            if (settings.Latency == 0) Arrive(time, mid);

            void Send(List<(string Venue, long Shares)> children)
            {
                foreach (var (venue, shares) in children)
                {
                    flying.Add((time + settings.Latency, venue, shares, book[venue].Far!.Value, closing, bucket, time > to));
                    Steps.Add(new(time, "sends", venue, book[venue].Far, shares, null, ""));
                    if (settings.Latency == 0) Arrive(time, mid);
                }
            }

            void Rest(ReferenceSlice slice, long due, ReferenceNbbo nbbo)
            {
                var (market, posts, limit) = strategy.Router == "queue"
                    ? Place(time, slice.Price, due, nbbo)
                    : (0, Join(slice.Price, due), due);
                if (market > 0) Send(Route("net", market, mid, usual.Value, best));
                posting.Enqueue(new Posting(time + settings.Latency, slice.Price, posts, limit, fills.Sum(f => f.Shares), bucket));
                foreach (var post in posts) Steps.Add(new(time, "posts", post.Venue, slice.Price, post.Left, null, ""));
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
        var highestFee = remainder == 0
            ? 0
            : market.Rows.Take(row).Skip(first).Select(r => r.Venue).OfType<string>().Distinct().Max(settings.Fee);
        return new ReferenceParent(from, to, arrival, fills, buckets, remainder, Charge(settings.CollarBps), highestFee, taken, skipped,
            VolumeMeanwhile(from, to, [.. instants.Select(i => i.Time).Distinct().Order()]))
        {
            HalfCollar = Charge(settings.CollarBps / 2),
            TwiceCollar = Charge(settings.CollarBps * 2),
            WaitedShareSeconds = Waits().Sum(w => w.Shares * w.Seconds),
            AheadShareSeconds = Waits().Sum(w => w.Shares * Math.Max(-w.Seconds, 0)),
        };
    }

    /// <summary>
    /// "From when a share became due to its fill": the share that has been due longest is filled first. Negative where it was filled
    /// before.
    /// </summary>
    private List<(long Shares, decimal Seconds)> Waits()
    {
        var (waits, next, of) = (new List<(long Shares, decimal Seconds)>(), 0, 0L);
        foreach (var fill in fills)
        {
            for (var left = fill.Shares; left > 0;)
            {
                if (of == dues[next].Shares) (next, of) = (next + 1, 0);
                var now = Math.Min(left, dues[next].Shares - of);
                waits.Add((now, (fill.Time - dues[next].Time) / 1_000_000_000m));
                (left, of) = (left - now, of + now);
            }
        }

        return waits;
    }

    /// <summary>
    /// "Lit volume printed from its first fill to its last, at least a minute": from the instant before the first fill; short of a minute
    /// on to later instants of the window, then back to earlier ones.
    /// </summary>
    private long VolumeMeanwhile(long from, long to, List<long> times)
    {
        if (fills.Count == 0) return 0;
        var (start, end) = (Math.Max(times.FindLastIndex(t => t < fills[0].Time), 0), times.FindIndex(t => t >= fills[^1].Time));
        while (times[end] - times[start] < 60_000_000_000 && end + 1 < times.Count && times[end] < to) end++;
        while (times[end] - times[start] < 60_000_000_000 && start > 0) start--;
        var volume = 0L;
        for (var i = market.LastAt(start == 0 ? from - 1 : times[start]) + 1; i <= market.LastAt(times[end]); i++)
            if (market.Rows[i].IsPrint)
                volume += market.Rows[i].TradeSize;
        return volume;
    }

    /// <summary>
    /// twap: "bucket b of n gets floor(Q/n), the first Q mod n one more"; pov: "floor(R V), V printed in [start, end) of the bucket
    /// before".
    /// </summary>
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
            var rate = decimal.Parse(settings.Schedule[4..], System.Globalization.CultureInfo.InvariantCulture);
            return Math.Min((long)Math.Floor(rate * volume), quantity - before);
        }

        return quantity / n + (b < quantity % n ? 1 : 0);
    }

    private void Apply(int index)
    {
        var row = market.Rows[index];
        var before = row.Venue is null ? default : book[row.Venue];
        book.Apply(row);
        if (row.IsUpdate)
            available[row.Venue!] = ReferenceBook.Available(available.GetValueOrDefault(row.Venue!), before, book[row.Venue!]);
        FillResting(index);
        if (!row.IsUpdate) return;
        foreach (var post in posting.SelectMany(p => p.Orders).Where(o => o.Venue == row.Venue)) post.Watch(book[row.Venue!]);
        book.Quoted(row.Venue!);
    }

    /// <summary>
    /// "What is decided at t reaches the venues at t + d, after that instant's records, in this order: cancels (fills until then count),
    /// takers, posts."
    /// </summary>
    private void Arrive(long time, decimal mid)
    {
        if (cancels.TryPeek(out var cancelled) && cancelled == time)
        {
            cancels.Dequeue();
            resting.CancelAll();
        }

        foreach (var child in flying.Where(c => c.Arrives == time).ToList())
        {
            flying.Remove(child);
            if (book[child.Venue].Far is not { } price || (buys ? price > child.Limit : price < child.Limit)) continue;

            // "Takers are cut by the parent's quantity only."
            var shares = Math.Min(Math.Min(child.Shares, available[child.Venue]), settings.Quantity - fills.Sum(f => f.Shares));
            if (shares > 0) Fill(time, child.Venue, shares, mid, child.Closing, child.Bucket, child.Overtime);
        }

        if (posting.TryPeek(out var posted) && posted.Arrives == time) Post(posting.Dequeue(), time);
    }

    private void Fill(long time, string venue, long shares, decimal mid, bool closing, int bucket, bool overtime)
    {
        var price = book[venue].Far!.Value;
        available[venue] -= shares;
        fills.Add(new ReferenceFill(time, venue, shares, price, settings.Fee(venue), mid, bucket, overtime));
        Steps.Add(new(time, "taker fill", venue, price, shares, null, closing ? "closing" : ""));
        if (closing && (dearestClosing is null || (buys ? price > dearestClosing : price < dearestClosing))) dearestClosing = price;
    }

    private List<(string Venue, long Shares)> Route(string name, long want, decimal mid, (decimal Sum, long Time) usual, decimal? best)
    {
        decimal Cost(decimal price) => buys ? price : -price;
        decimal AllIn(string venue) => Cost(book[venue].Far!.Value) + settings.Fee(venue);

        // "No marketable child beyond the collar: (2 ask - mid2) 10^4 <= 50 mid2." "Ties everywhere: larger available size, then MIC."
        var venues = book.Venues
            .Where(v => book[v].Far is { } price && available[v] > 0 && (Cost(price) - Cost(mid)) * 10_000 <= settings.CollarBps * mid)
            .OrderByDescending(v => available[v]).ThenBy(v => v, StringComparer.Ordinal)
            .ToList();
        switch (name)
        {
            case "best_ask":
                return Take(venues.Where(v => book[v].Far == best), want);
            case "sweep":
                return Take(venues.OrderBy(v => Cost(book[v].Far!.Value)), want);
            case "net":
                return Take(venues.OrderBy(AllIn), want);
            case "static":
                return Take(venues.Where(v => (AllIn(v) - Cost(mid)) * usual.Time < strategy.LambdaUnder * usual.Sum).OrderBy(AllIn), want);
            default:
                var at = venues.Where(v => book[v].Far == best).ToList();
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
