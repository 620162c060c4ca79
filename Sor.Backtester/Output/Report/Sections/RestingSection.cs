using Sor.Core.Execution;
using Sor.Core.Results;

namespace Sor.Backtester.Output.Report.Sections;

/// <summary>
/// What resting orders did, and between which assumptions on the queue their cost lies. Without any there is no such section.
/// </summary>
internal static class RestingSection
{
    private static readonly string[] Head =
    [
        "router", "side", "shares filled", "by resting orders", "through", "ahead, share seconds",
        "after 1 s, $", "after 10 s, $", "after 60 s, $", "mid 1 s, $", "mid 10 s, $", "mid 60 s, $",
    ];

    public static Html Of(DetailsResult details)
    {
        var resting = details.Strategies.Where(s => s.Value.Sides.Any(side => side.Maker > 0)).ToList();
        if (resting.Count == 0) return Html.None;
        // From the kindest to the harshest: the headline stands between the other two, and a user's own follow.
        var others = details.Strategies.Keys.Where(name => name.Contains('.')).Select(name => name[name.IndexOf('.')..]).Distinct().ToList();
        string[] suffixes = [.. others.Take(1), "", .. others.Skip(1)];
        string[] head = ["router", .. suffixes.Select(s => s.Length == 0 ? QueueAssumptions.All[0].Name : s[1..])];
        var brackets = details.Strategies.Keys.Where(name => details.Strategies.ContainsKey(name + others[0]));
        return $"""
            <section id="resting" aria-labelledby="resting-title">
            <h2 id="resting-title">Resting orders</h2>
            <p>Over all whole parent orders. Nobody knows where in the queue an order would have stood: the answer is shown under more than
            one assumption. <em>Through</em> are shares filled since the market traded or quoted through their price.</p>
            {Table.Of("brackets", "All-in cost by assumption on the queue, bps, mean of the sides", head, brackets.Select(Bracket))}
            {Table.Of("makers", "What resting orders filled, and where the mid was afterwards", Head, resting.SelectMany(Rows))}</section>

            """;

        Html[] Bracket(string name) =>
            [Table.Cell(name), .. suffixes.Select(suffix => Cost(details.Strategies[name + suffix]))];
    }

    private static Html Cost(StrategyResult strategy) => Table.Cell(Figures.Bps(strategy.MeanOf(s => s.AllInBps)));

    private static IEnumerable<Html[]> Rows(KeyValuePair<string, StrategyResult> strategy) =>
        from side in strategy.Value.NamedSides
        let s = side.Result
        select new[]
        {
            strategy.Key,
            side.Name,
            Figures.Whole(s.Filled),
            Figures.Whole(s.Maker),
            Figures.Whole(s.Through),
            Figures.Exact(s.AheadShareSeconds),
            Figures.Exact(s.Markouts.Maker.After1),
            Figures.Exact(s.Markouts.Maker.After10),
            Figures.Exact(s.Markouts.Maker.After60),
            Figures.Exact(s.Markouts.MakerFromMid.After1),
            Figures.Exact(s.Markouts.MakerFromMid.After10),
            Figures.Exact(s.Markouts.MakerFromMid.After60),
        }.Select(Table.Cell).ToArray();
}
