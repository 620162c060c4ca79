using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Results;
using Sor.Core.Strategies;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>Sums up what a strategy did, by side.</summary>
internal static class StrategySides
{
    /// <summary>Buys and sells of a strategy, each over all parents.</summary>
    /// <param name="sides">The sides executed.</param>
    /// <param name="parents">The parents, at least one.</param>
    /// <param name="window">The window of each.</param>
    /// <param name="strategy">The strategy of each.</param>
    /// <param name="schema">What the data carried.</param>
    public static StrategyResult Of<T>(
        IReadOnlyList<Side> sides, IReadOnlyList<T> parents, Func<T, WindowOutcome> window, Func<T, Strategy> strategy, SourceSchema schema)
    {
        var (buys, sells) = (new SideSummary(schema), new SideSummary(schema));
        foreach (var parent in parents)
            foreach (var outcome in window(parent).Of(strategy(parent)))
                (outcome.Side == Side.Buy ? buys : sells).Add(window(parent), outcome);
        return new StrategyResult(
            sides.Contains(Side.Buy) ? buys.Result() : null,
            sides.Contains(Side.Sell) ? sells.Result() : null);
    }
}
