using Sor.Backtester.Output.Report.Charts;
using Sor.Core.Results;

namespace Sor.Backtester.Output.Report.Sections;

/// <summary>What was traded where, by the router judged and by <c>best_ask</c>, over all whole parents.</summary>
internal static class VenuesSection
{
    private static readonly string[] Head = ["venue", "router", "side", "shares", "fills", "mean price, $", "fees, $"];

    public static Html Of(BacktestResult result)
    {
        string[] routers = [.. new[] { result.Verdict.Optimized, result.Verdict.AgainstBestAsk.Router }.Distinct()];
        var sides = routers.SelectMany(r => result.Details.Strategies[r].Sides);
        var venues = sides.SelectMany(s => s.Venues.Keys).Distinct().Order(StringComparer.Ordinal).ToList();
        var bars = routers.Select(r => (r, Shares(result.Details.Strategies[r], venues))).ToList();
        return $"""
            <section id="venues" aria-labelledby="venues-title">
            <h2 id="venues-title">Venues</h2>
            <p>Over all whole parent orders, under the parameters that one would go on with.</p>
            <div class="figures">
            {Bars.Of("Where shares were filled", "percent of the shares filled", venues, bars)}</div>
            {Table.Of("venue-fills", "Fills by venue", Head, Rows(result.Details, venues, routers))}</section>

            """;
    }

    private static IReadOnlyList<double> Shares(StrategyResult strategy, List<string> venues)
    {
        var filled = Math.Max(1, strategy.Sides.Sum(s => s.Filled));
        return [.. venues.Select(v => 100.0 * strategy.Sides.Sum(s => s.Venues.TryGetValue(v, out var venue) ? venue.Shares : 0) / filled)];
    }

    private static IEnumerable<Html[]> Rows(DetailsResult details, List<string> venues, string[] routers) =>
        from mic in venues
        from router in routers
        from side in details.Strategies[router].NamedSides
        where side.Result.Venues.ContainsKey(mic)
        let venue = side.Result.Venues[mic]
        select new[]
        {
            Table.Cell(mic),
            Table.Cell(router),
            Table.Cell(side.Name),
            Table.Cell(Figures.Whole(venue.Shares)),
            Table.Cell(Figures.Whole(venue.Fills)),
            Table.Cell(Figures.Exact(venue.AvgFillPx)),
            Table.Cell(Figures.Exact(venue.Fees)),
        };
}
