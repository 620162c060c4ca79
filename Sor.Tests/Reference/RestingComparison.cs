using System.Globalization;
using Sor.Core.Execution;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Pipeline;
using Sor.Core.Strategies;
using Sor.Core.Tuning;

namespace Sor.Tests.Reference;

/// <summary>Routers whose orders rest, by the product and by the reference: every fill of every parent, and what the parent costs, as lines of text.</summary>
internal static class RestingComparison
{
    /// <summary>Runs the product and holds each parent of each side under each assumption against the reference.</summary>
    /// <returns>How many parents were compared.</returns>
    public static int Compare(ReferenceMarket market, string file, ReferenceSettings settings, string fees)
    {
        var options = ReferenceComparison.Options(settings, fees, rests: true);
        using var source = MarketDataFiles.Open([file], new ReadOptions { MaxDisorder = 1 });
        options = options.On(source.Schema);
        var windows = new Backtest(options).RunAsync(source, TestContext.Current.CancellationToken).GetAwaiter().GetResult().Single().Windows;
        var compared = 0;
        for (var from = settings.From; from + settings.Horizon <= settings.To && from < market.Clock[^1]; from += settings.Horizon)
        {
            var window = windows.SingleOrDefault(w => w.From == (ulong)from);
            foreach (var strategy in options.Strategies.Resting)
            {
                foreach (var side in options.Sides)
                {
                    var buys = side == Side.Buy;
                    var expected = Expected(market, settings, strategy, buys).Run(from, from + settings.Horizon);
                    var got = window is { Status: WindowStatus.Whole } ? window.Of(strategy, side) : null;
                    var name = $"{strategy.Router.Name} {strategy.Assumption!.Name} {side} {from}";
                    (got is null).ShouldBe(expected is null, name);
                    if (expected is null) continue;
                    Lines(got!, window!.Mics).ShouldBe(Lines(expected, buys), name);
                    compared++;
                }
            }
        }

        return compared;
    }

    private static ReferenceExecution Expected(ReferenceMarket market, ReferenceSettings settings, Strategy strategy, bool buys) =>
        new(market, settings, new ReferenceStrategy(strategy.Router.Name, Assumption: strategy.Assumption!.Name), buys);

    private static List<string> Lines(ReferenceParent parent, bool buys) =>
    [
        .. parent.Fills.Select(f => Line((ulong)f.Time, f.Venue, f.Shares, f.Price, f.Fee, f.Mid, f.Through ? FillKind.Through : f.Maker ? FillKind.Rested : FillKind.Taken, f.Overtime)),
        string.Create(CultureInfo.InvariantCulture, $"remainder {parent.Remainder}, cash {ReferenceResult.Cash([parent], buys):0.000000000}, {string.Join(' ', parent.Buckets)}"),
    ];

    private static List<string> Lines(ParentOutcome parent, IReadOnlyList<string> mics) =>
    [
        .. parent.Fills.Select(f => Line(
            f.Time, mics[f.Venue], f.Shares, (decimal)f.Price / Nanos.One, (decimal)f.Fee / Nanos.One, (decimal)f.Mid2 / (2 * Nanos.One), f.Kind, f.Sweep == SweepKind.Overtime)),
        string.Create(CultureInfo.InvariantCulture, $"remainder {parent.Remainder}, cash {(decimal)parent.Cash / Nanos.One:0.000000000}, {string.Join(' ', parent.BucketShares)}"),
    ];

    private static string Line(ulong time, string venue, long shares, decimal price, decimal fee, decimal mid, FillKind kind, bool overtime) =>
        string.Create(CultureInfo.InvariantCulture, $"{UtcTime.Format(time)} {venue} {shares} at {price:0.0000} fee {fee:0.0000} mid {mid:0.00000} {kind}{(overtime ? " overtime" : "")}");
}
