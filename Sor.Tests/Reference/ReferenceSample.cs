namespace Sor.Tests.Reference;

/// <summary>
/// What one slice would have filled: y and the displayed size at its start by venue, twice the mid's move, and c. Half nano-dollars, and
/// for sells with signs turned.
/// </summary>
internal sealed record ReferenceScenario(
    long Start, long End, Dictionary<string, long> Filled, Dictionary<string, long> Displayed, long Move, long Completion)
{
    /// <summary>
    /// "A venue that was not in a slice takes the y of the one whose displayed size then is nearest to k's now (ties: MIC)."
    /// </summary>
    public long FilledAt(string venue, long displayedNow) =>
        Filled.TryGetValue(venue, out var y) ? y
            : Filled[Displayed.OrderBy(d => Math.Abs(d.Value - displayedNow)).ThenBy(d => d.Key, StringComparer.Ordinal).First().Key];
}

/// <summary>The scenarios of one side under one assumption, in the order in which their slices ended.</summary>
internal sealed class ReferenceSample
{
    private const long HalfHour = 1_800_000_000_000;

    /// <summary>More than any order has shares: what an order without limit is filled when it is filled whole.</summary>
    private const long Everything = 1_000_000_000;

    private readonly ReferenceMarket market;
    private readonly ReferenceSettings settings;
    private readonly bool buys;
    private readonly string assumption;
    private readonly List<ReferenceScenario> scenarios = [];

    public ReferenceSample(ReferenceMarket market, ReferenceSettings settings, bool buys, string assumption)
    {
        (this.market, this.settings, this.buys, this.assumption) = (market, settings, buys, assumption);
        var slices = new List<ReferenceSlice>();
        for (var from = settings.From; from + settings.Horizon <= settings.To && from < market.Clock[^1]; from += settings.Horizon)
        {
            if (market.LastAt(from) < 0) continue;
            var to = from + settings.Horizon;
            List<ReferenceDecision> before = slices.Count == 0 ? ReferenceDecision.Before(market, settings, from, to) : [];
            slices.AddRange(ReferenceSlice.Of(market, settings, before, buys));
            slices.AddRange(ReferenceSlice.Of(market, settings, ReferenceDecision.Of(market, settings, from, to), buys));
        }

        if (slices.Count == 0) return;
        var book = market.BookAt(buys, slices[0].Start);
        var row = market.LastAt(slices[0].Start) + 1;
        foreach (var slice in slices)
        {
            for (; row < market.Rows.Count && market.Clock[row] <= slice.Start; row++) Apply(book, row);
            var virtuals = book.Venues.Where(v => book[v].Near == slice.Price)
                .Select(v => new VirtualOrder(this, book, v, slice.Price)).ToList();
            var displayed = virtuals.ToDictionary(v => v.Venue, v => book[v.Venue].NearSize);
            for (; row < market.Rows.Count && market.Clock[row] <= slice.End; row++)
            {
                foreach (var virtualOrder in virtuals) virtualOrder.Before(row);
                book.Apply(market.Rows[row]);
                foreach (var virtualOrder in virtuals) virtualOrder.After(row);
                if (market.Rows[row].IsUpdate) book.Quoted(market.Rows[row].Venue!);
            }

            // "c = 2 x lowest ask + take fee within the collar at its end minus mid2 (none: the slice is left out)."
            var end = market.Nbbo[market.LastAt(slice.End)].Mid!.Value;
            var start = market.Nbbo[market.LastAt(slice.Start)].Mid!.Value;
            var sign = buys ? 1 : -1;
            var prices = book.Venues.Where(v => book[v].Far is { } far && sign * (far - end) * 10_000 <= settings.CollarBps * end)
                .Select(v => sign * book[v].Far!.Value + settings.Fee(v)).ToList();
            if (!slice.Whole || prices.Count == 0) continue;
            scenarios.Add(new ReferenceScenario(
                slice.Start,
                slice.End,
                virtuals.ToDictionary(v => v.Venue, v => v.Filled),
                displayed,
                HalfNanos(sign * (end - start)),
                HalfNanos(prices.Min() - sign * end)));
        }
    }

    /// <summary>"Slices of its side that ended at or before it and started at most 30 minutes before it, the newest 200."</summary>
    public List<ReferenceScenario> At(long time) => [.. scenarios.Where(s => s.End <= time && s.Start >= time - HalfHour).TakeLast(200)];

    public static long HalfNanos(decimal dollars) => (long)(dollars * 2_000_000_000m);

    private static void Apply(ReferenceBook book, ReferenceRow row)
    {
        book.Apply(row);
        if (row.IsUpdate) book.Quoted(row.Venue!);
    }

    private void Apply(ReferenceBook book, int row) => Apply(book, market.Rows[row]);

    /// <summary>
    /// "What an order without limit, posted there at the start, would have been filled by these rules under the strategy's assumption,
    /// alone (it is never refused)."
    /// </summary>
    private sealed class VirtualOrder
    {
        private readonly ReferenceSample sample;
        private readonly ReferenceBook book;
        private readonly ReferenceResting resting;
        private readonly Dictionary<string, long> available;
        private ReferenceQuote before;

        public VirtualOrder(ReferenceSample sample, ReferenceBook book, string venue, decimal price)
        {
            (this.sample, this.book, Venue) = (sample, book, venue);
            available = book.Venues.ToDictionary(v => v, v => book[v].FarSize);
            resting = new ReferenceResting(sample.market, book, sample.buys, sample.assumption);
            var order = new ReferenceRestingOrder(venue, price, Everything, sample.buys, sample.assumption);
            order.Watch(book[venue]);
            order.Arrive(book[venue]);
            resting.Add(order);
        }

        public string Venue { get; }

        public long Filled { get; private set; }

        public void Before(int row)
        {
            if (sample.market.Rows[row].Venue is { } venue) before = book[venue];
        }

        public void After(int row)
        {
            if (sample.market.Rows[row] is { IsUpdate: true, Venue: { } venue })
                available[venue] = ReferenceBook.Available(available.GetValueOrDefault(venue), before, book[venue]);
            Filled += resting.Apply(row, available).Sum(f => f.Shares);
        }
    }
}
