using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Results;
using Sor.Core.Strategies;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>Sums up what a strategy did, by side.</summary>
internal static class StrategySides
{
    /// <summary>Sums up.</summary>
    /// <param name="sides">The sides executed.</param>
    /// <param name="parents">The parents, at least one.</param>
    /// <param name="window">The window of each.</param>
    /// <param name="strategy">The strategy of each.</param>
    /// <param name="schema">What the data carried.</param>
    public static StrategyResult Of<T>(
        IReadOnlyList<Side> sides, IReadOnlyList<T> parents, Func<T, WindowOutcome> window, Func<T, Strategy> strategy, SourceSchema schema)
    {
        SideResult? Sum(Side side)
        {
            if (!sides.Contains(side)) return null;
            return SideSummary.Of(parents.Select(p => (window(p), window(p).Of(strategy(p), side))), schema);
        }

        return new StrategyResult(Sum(Side.Buy), Sum(Side.Sell));
    }
}
