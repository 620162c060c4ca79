using Sor.Core.Execution;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Pipeline;
using Sor.Core.Tuning;

namespace Sor.Tests.Reference;

/// <summary>
/// Routers whose orders rest, by the product and by the reference: every fill of every parent, and what the parent costs, as lines of text.
/// </summary>
internal static class RestingComparison
{
    /// <summary>Runs the product and holds each parent of each side under each assumption against the reference.</summary>
    /// <param name="market">What the file holds.</param>
    /// <param name="file">The market's records.</param>
    /// <param name="settings">Settings of both.</param>
    /// <param name="fees">The settings' fees, as the product reads them.</param>
    /// <param name="queue">The point of `queue`.</param>
    /// <param name="routers">The routers compared.</param>
    /// <returns>How many parents were compared, and how many decisions of `queue` among them were the model's.</returns>
    public static (int Parents, int Modelled) Compare(
        ReferenceMarket market, string file, ReferenceSettings settings, string fees, ReferenceStrategy queue, params string[] routers)
    {
        var options = ReferenceComparison.Options(settings, fees, ReferenceComparison.RestingRouters(settings, queue));
        using var source = MarketDataFiles.Open([file], new ReadOptions { MaxDisorder = 1 });
        options = options.On(source.Schema);
        var windows = new Backtest(options)
            .RunAsync(source, TestContext.Current.CancellationToken).GetAwaiter().GetResult().Single().Windows;
        var (parents, modelled) = (0, 0);
        foreach (var strategy in options.Strategies.All.Where(s => routers.Contains(s.Router.Name)))
        {
            foreach (var side in options.Sides)
            {
                var buys = side == Side.Buy;
                var assumption = strategy.Assumption!.Name;
                var named = strategy.Router.Name == "queue"
                    ? queue with { Assumption = assumption }
                    : new ReferenceStrategy(strategy.Router.Name, Assumption: assumption);
                var sample = strategy.Router.Name == "queue" ? new ReferenceSample(market, settings, buys, assumption) : null;
                for (var from = settings.From; from + settings.Horizon <= settings.To && from < market.Clock[^1]; from += settings.Horizon)
                {
                    var execution = new ReferenceExecution(market, settings, named, buys, sample);
                    var expected = execution.Run(from, from + settings.Horizon);
                    var window = windows.SingleOrDefault(w => w.From == (ulong)from);
                    var got = window is { Status: WindowStatus.Whole } ? window.Of(strategy, side) : null;
                    var name = $"{strategy.Router.Name} {assumption} {side} {from}";
                    (got is null).ShouldBe(expected is null, name);
                    if (expected is null) continue;
                    Lines(got!, window!.Mics).ShouldBe(Lines(expected, buys), name);
                    if (strategy.Router.Name == "queue")
                        Posted(got!.Posted ?? new([], [], 0), window.Mics).ShouldBe(Posted(execution), name);
                    parents++;
                    modelled += execution.Steps.Count(s => s.Event == "decides") - execution.WithoutSample;
                }
            }
        }

        return (parents, modelled);
    }

    private static List<string> Posted(ReferenceExecution execution)
    {
        int Tenth(ReferencePost post) => (int)Math.Min(9, 10 * post.Predicted / (post.Shares * Nanos.One));
        return
        [
            $"without sample {execution.WithoutSample}",
            .. execution.Posts.GroupBy(Tenth).OrderBy(g => g.Key).Select(g => Sum($"tenth {g.Key}", g)),
            .. execution.Posts.GroupBy(p => p.Venue).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Sum(g.Key, g)),
        ];

        static string Sum(string name, IEnumerable<ReferencePost> posts) =>
            Line(name, posts.Count(), posts.Sum(p => p.Shares), posts.Sum(p => p.Predicted), posts.Sum(p => p.Filled));
    }

    private static List<string> Posted(PostedOrders posted, IReadOnlyList<string> mics) =>
    [
        $"without sample {posted.Unlearnt}",
        .. posted.ByTenth.Index().Where(t => t.Item.Orders > 0).Select(t => Sum($"tenth {t.Index}", t.Item)),
        .. posted.ByVenue.Index()
            .Where(v => v.Item.Orders > 0).OrderBy(v => mics[v.Index], StringComparer.Ordinal).Select(v => Sum(mics[v.Index], v.Item)),
    ];

    private static string Sum(string name, PostedSum sum) => Line(name, sum.Orders, sum.Shares, sum.ExpectedNano, sum.Filled);

    private static string Line(string name, long orders, long shares, Int128 expected, long filled) =>
        FormattableString.Invariant($"{name}: {orders} orders, {shares} shares, {expected} billionths expected, {filled} filled");

    private static List<string> Lines(ReferenceParent parent, bool buys) =>
    [
        .. parent.Fills.Select(f => Line((ulong)f.Time, f.Venue, f.Shares, f.Price, f.Fee, f.Mid, KindOf(f), f.Overtime)),
        Line(parent.Remainder, ReferenceResult.Cash([parent], buys), parent.Buckets),
        Line(parent.WaitedShareSeconds, parent.AheadShareSeconds),
    ];

    private static List<string> Lines(ParentOutcome parent, IReadOnlyList<string> mics) =>
    [
        .. parent.Fills.Select(f => Line(
            f.Time, mics[f.Venue], f.Shares, Dollars(f.Price), Dollars(f.Fee), Dollars(f.Mid2) / 2, f.Kind, f.Sweep == SweepKind.Overtime)),
        Line(parent.Remainder, Dollars(parent.Cash), parent.BucketShares),
        Line((decimal)parent.WaitedShareNanos / Nanos.One, (decimal)parent.AheadShareNanos / Nanos.One),
    ];

    private static FillKind KindOf(ReferenceFill fill) => fill.Through ? FillKind.Through : fill.Maker ? FillKind.Rested : FillKind.Taken;

    private static decimal Dollars(Int128 nanos) => (decimal)nanos / Nanos.One;

    private static string Line(ulong time, string venue, long shares, decimal price, decimal fee, decimal mid, FillKind kind, bool overtime)
    {
        var stamp = UtcTime.Format(time);
        var note = overtime ? " overtime" : "";
        return FormattableString.Invariant($"{stamp} {venue} {shares} at {price:0.0000} fee {fee:0.0000} mid {mid:0.00000} {kind}{note}");
    }

    private static string Line(long remainder, decimal cash, long[] buckets) =>
        FormattableString.Invariant($"remainder {remainder}, cash {cash:0.000000000}, {string.Join(' ', buckets)}");

    private static string Line(decimal waited, decimal ahead) =>
        FormattableString.Invariant($"waited {waited:0.000000000}, ahead {ahead:0.000000000}");
}
