using System.Globalization;

namespace Sor.Tests.Reference;

/// <summary>
/// The reference itself against what an implementation that it knows nothing of made of the real day: every parent of every router, and
/// some parents event by event.
/// </summary>
public sealed class ReferenceRestingCasesTests
{
    [Theory]
    [InlineData("A", "best_ask")]
    [InlineData("A", "net")]
    [InlineData("A", "prorata")]
    [InlineData("A", "static")]
    [InlineData("A", "join")]
    [InlineData("A", "join_wide")]
    [InlineData("A", "queue")]
    [InlineData("E", "best_ask")]
    [InlineData("E", "net")]
    [InlineData("E", "prorata")]
    [InlineData("E", "static")]
    [InlineData("E", "join")]
    [InlineData("E", "join_wide")]
    [InlineData("E", "queue")]
    public void Every_parent_costs_what_was_measured(string setting, string router)
    {
        var measured = Rows("parents.csv").GroupBy(Name).ToDictionary(rows => rows.Key, rows => rows.ToList());
        var settings = Settings(setting);
        var compared = 0;
        foreach (var row in Rows("results.csv").Where(r => r["setting"] == setting && r["router"] == router))
        {
            var buys = row["side"] == "buy";
            var strategy = StrategyOf(row);
            var parents = new List<ReferenceParent>();
            for (var from = settings.From; from + settings.Horizon <= settings.To; from += settings.Horizon)
                parents.Add(Execution(settings, strategy, buys).Run(from, from + settings.Horizon)!);

            var fills = parents.SelectMany(p => p.Fills).ToList();
            (fills.Sum(f => f.Shares), parents.Sum(p => p.Remainder), ReferenceResult.Cash(parents, buys), (long)fills.Count)
                .ShouldBe((Count(row["filled"]), Count(row["remainder"]), Dollars(row["total_cash"]), Count(row["fills"])), Name(row));
            (Shares(f => f.Maker), Shares(f => f.Through), Shares(f => f.Overtime))
                .ShouldBe((Count(row["maker"]), Count(row["through"]), Count(row["overtime"])), Name(row));
            long Shares(Func<ReferenceFill, bool> of) => fills.Where(of).Sum(f => f.Shares);

            measured[Name(row)].Select(r => (Dollars(r["cash"]), Dollars(r["arrival_mid2"])))
                .ShouldBe(parents.Select(p => (ReferenceResult.Cash([p], buys), p.Arrival * 2_000_000_000)), Name(row));
            compared++;
        }

        compared.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("events-a-join-proportional.csv", "A", 0, "join", "proportional")]
    [InlineData("events-a-join-optimistic.csv", "A", 0, "join", "optimistic")]
    [InlineData("events-a-join-pessimistic.csv", "A", 0, "join", "pessimistic")]
    [InlineData("events-a-queue-proportional.csv", "A", 0, "queue", "proportional")]
    [InlineData("events-latency-join-proportional.csv", "E", 3, "join", "proportional")]
    [InlineData("events-latency-queue-proportional.csv", "E", 3, "queue", "proportional")]
    public void Every_decision_order_and_fill_of_a_parent_is_what_was_measured(
        string file, string setting, int parent, string router, string assumption)
    {
        var expected = File.ReadAllLines(SharedData.Path("cases/resting/" + file)).Skip(1);
        var settings = Settings(setting);
        var strategy = router == "queue"
            ? new ReferenceStrategy("queue", 0.5m, 2, 0.05m, assumption)
            : new ReferenceStrategy(router, Assumption: assumption);
        var execution = Execution(settings, strategy, buys: true);

        execution.Run(settings.From + parent * settings.Horizon, settings.From + (parent + 1) * settings.Horizon);

        execution.Steps.Select(Line).ShouldBe(expected);
    }

    private static ReferenceSettings Settings(string setting) => ReferenceDay.Settings with { Latency = setting == "E" ? 250_000_000 : 0 };

    private static ReferenceExecution Execution(ReferenceSettings settings, ReferenceStrategy strategy, bool buys) =>
        new(
            ReferenceDay.Market,
            settings,
            strategy,
            buys,
            strategy.Router == "queue" ? ReferenceDay.Sample(buys, strategy.Assumption) : null);

    private static ReferenceStrategy StrategyOf(Dictionary<string, string> row)
    {
        var parameters = row["parameters"].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return row["router"] switch
        {
            "static" => new ReferenceStrategy("static", Dollars(parameters[1])),
            "queue" =>
                new ReferenceStrategy("queue", Dollars(parameters[0]), Dollars(parameters[1]), Dollars(parameters[2]), row["assumption"]),
            "join" or "join_wide" => new ReferenceStrategy(row["router"], Assumption: row["assumption"]),
            var plain => new ReferenceStrategy(plain),
        };
    }

    private static List<Dictionary<string, string>> Rows(string file)
    {
        var lines = File.ReadAllLines(SharedData.Path("cases/resting/" + file));
        var names = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => names.Zip(line.Split(',')).ToDictionary(c => c.First, c => c.Second))];
    }

    private static string Name(Dictionary<string, string> row) =>
        $"{row["setting"]} {row["router"]} {row["parameters"]} {row["assumption"]} {row["side"]}";

    private static string Line(ReferenceStep step)
    {
        var time = UtcTime.Format((ulong)step.Time);
        var note = step.Note.Contains(',', StringComparison.Ordinal) ? $"\"{step.Note}\"" : step.Note;
        return FormattableString.Invariant(
            $"{time},{step.Event},{step.Venue},{step.Price:0.0000},{step.Shares},{step.Ahead},{note}");
    }

    private static long Count(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static decimal Dollars(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
