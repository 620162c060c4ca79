namespace Sor.Tests.Reference;

/// <content>Orders that rest: how routers place them, how they arrive, and how they are filled.</content>
internal sealed partial class ReferenceExecution
{
    private readonly Queue<long> cancels = [];
    private readonly Queue<Posting> posting = [];
    private readonly Dictionary<ReferenceRestingOrder, (int Bucket, ReferencePost? Post)> restingSince = [];
    private readonly Dictionary<ReferenceRestingOrder, ReferencePost> predictions = [];
    private ReferenceResting resting = null!;
    private bool narrow;

    /// <summary>Decisions of `queue` that had too few slices to look back at.</summary>
    public int WithoutSample { get; private set; }

    /// <summary>Every order that `queue` posted with something to expect of it, refused or not.</summary>
    public List<ReferencePost> Posts { get; } = [];

    /// <summary>
    /// `join` posts all of `want` over the venues showing the NBB, in proportion to displayed size, floor; the rest to the first by
    /// displayed size, then MIC.
    /// </summary>
    private List<ReferenceRestingOrder> Join(decimal price, long want)
    {
        var venues = At(price);
        var displayed = venues.Sum(v => book[v].NearSize);
        var shares = venues.ToDictionary(v => v, v => want * book[v].NearSize / displayed);
        var first = venues.OrderByDescending(v => book[v].NearSize).ThenBy(v => v, StringComparer.Ordinal).First();
        shares[first] += want - shares.Values.Sum();
        return Orders(price, shares.Select(s => (s.Key, s.Value)));
    }

    /// <summary>The decision of `queue`: what it takes, what it posts, and R.</summary>
    private (long Taken, List<ReferenceRestingOrder> Posts, long Limit) Place(long time, decimal price, long want, ReferenceNbbo nbbo)
    {
        // "R = min(left of the parent and not in flight, floor(overfill x S))."
        var left = settings.Quantity - fills.Sum(f => f.Shares) - flying.Sum(c => c.Shares);
        var limit = Math.Min(left, (long)Math.Floor(settings.Overfill * want));
        var scenarios = sample!.At(time);
        if (scenarios.Count < 30)
        {
            WithoutSample++;
            Steps.Add(new(time, "decides", "", null, want, null, $"sample {scenarios.Count}"));
            return (0, Join(price, want), want);
        }

        var venues = At(price);
        var sign = buys ? 1 : -1;
        var mid = nbbo.Mid!.Value;
        var filled = scenarios.Select(s => venues.Select(v => s.FilledAt(v, book[v].NearSize)).ToArray()).ToArray();
        var placement = new ReferenceQueue(new ReferenceProblem
        {
            Shares = want,
            Limit = limit,
            Spread = ReferenceSample.HalfNanos(nbbo.Spread) / 2,
            Offers = [.. Route("net", long.MaxValue, mid, (0, 1), null)
                .Select(child =>
                    (ReferenceSample.HalfNanos(sign * (book[child.Venue].Far!.Value - mid) + settings.Fee(child.Venue)), child.Shares))],
            Rebates = [.. venues.Select(v => ReferenceSample.HalfNanos(-settings.AddFee(v)))],
            Filled = filled,
            Moves = [.. scenarios.Select(s => s.Move)],
            Completions = [.. scenarios.Select(s => s.Completion)],
            LambdaUnder = strategy.LambdaUnder,
            LambdaOver = strategy.LambdaOver,
            Theta = strategy.Theta,
        }).Solve();
        Steps.Add(new(
            time, "decides", "", null, want, null, $"sample {scenarios.Count}, M {placement[^1]}, L {string.Join(' ', placement[..^1])}"));

        var orders = Orders(price, venues.Zip(placement));
        foreach (var order in orders)
        {
            // "Predicted mean_s min(L, y_s) / L", here not over L.
            var k = venues.IndexOf(order.Venue);
            var expected = filled.Sum(y => Math.Min(order.Left, y[k])) * 1_000_000_000 / scenarios.Count;
            predictions[order] = new ReferencePost(order.Venue, order.Left, expected);
            Posts.Add(predictions[order]);
        }

        return (placement[^1], orders, limit);
    }

    /// <summary>
    /// "Posts are cut so that, with all that was filled since the decision, they stay within R as decided, and within what is left of the
    /// parent and not in flight; those by the last MIC are cut first." "A post that would meet an offer of any venue at or below p is
    /// refused."
    /// </summary>
    private void Post(Posting posted, long time)
    {
        if (book.Meeting(posted.Price).Count > 0) return;
        var filled = fills.Sum(f => f.Shares);
        var room = Math.Min(posted.Limit - (filled - posted.FilledBefore), settings.Quantity - filled - flying.Sum(c => c.Shares));
        foreach (var order in posted.Orders)
        {
            order.Left = Math.Max(Math.Min(order.Left, room), 0);
            if (order.Left == 0) continue;
            room -= order.Left;
            order.Arrive(book[order.Venue]);
            resting.Add(order);
            restingSince[order] = (posted.Bucket, predictions.GetValueOrDefault(order));
            Steps.Add(new(time, "rests", order.Venue, order.Price, order.Left, order.Ahead, ""));
        }
    }

    private void FillResting(int index)
    {
        foreach (var (order, shares, through) in resting.Apply(index, available))
        {
            var (bucket, post) = restingSince[order];
            if (post is not null) post.Filled += shares;
            var time = market.Clock[index];
            var (fee, mid) = (settings.AddFee(order.Venue), market.Nbbo[index].Mid!.Value);
            fills.Add(new ReferenceFill(time, order.Venue, shares, order.Price, fee, mid, bucket, false, true, through));
            Steps.Add(new(time, "maker fill", order.Venue, order.Price, shares, null, through ? "through" : ""));
        }
    }

    /// <summary>The venues that show a price on our side, by MIC.</summary>
    private List<string> At(decimal price) => [.. book.Venues.Where(v => book[v].Near == price)];

    private List<ReferenceRestingOrder> Orders(decimal price, IEnumerable<(string Venue, long Shares)> shares)
    {
        var orders = shares.Where(s => s.Shares > 0)
            .Select(s => new ReferenceRestingOrder(s.Venue, price, s.Shares, buys, strategy.Assumption)).ToList();
        foreach (var order in orders) order.Watch(book[order.Venue]);
        return orders;
    }

    /// <summary>
    /// Orders on their way: when they arrive, what they may come to together with what is filled from the decision on, and what was filled
    /// before it.
    /// </summary>
    private sealed record Posting(
        long Arrives, decimal Price, List<ReferenceRestingOrder> Orders, long Limit, long FilledBefore, int Bucket);
}
