namespace Sor.Tests.Reference;

/// <summary>
/// The whole answer of the reference: every router and every value of lambda_under executed over every window, parameters chosen on the
/// first half of the parents, and the classic keys, the tuning and the verdict that follow.
/// </summary>
internal sealed class ReferenceAnswer
{
    private static readonly string[] Fixed = ["best_ask", "prorata", "sweep", "net"];

    private readonly ReferenceMarket market;
    private readonly ReferenceSettings settings;
    private readonly Dictionary<(string Router, bool Buys), List<ReferenceParent>> parents = [];

    public ReferenceAnswer(ReferenceMarket market, ReferenceSettings settings)
    {
        (this.market, this.settings) = (market, settings);
        foreach (var buys in new[] { true, false })
        {
            foreach (var router in Fixed) parents[(router, buys)] = Run(settings, new(router), buys);
            parents[("twap", buys)] = Run(settings with { Schedule = "twap" }, new("sweep"), buys);
            foreach (var lambda in settings.LambdaUnder) parents[(Name(lambda), buys)] = Run(settings, new("static", lambda), buys);
        }

        Count = parents[("best_ask", true)].Count;
    }

    /// <summary>Whole parents of a side.</summary>
    public int Count { get; }

    /// <summary>Every number of the result that the reference knows, by its path.</summary>
    public Dictionary<string, decimal?> Numbers()
    {
        var numbers = new Dictionary<string, decimal?>();
        var all = Enumerable.Range(0, Count).ToList();
        var train = Count < 4 ? all : all[..(Count / 2)];
        var test = Count < 4 ? all : all[(Count / 2)..];

        // "Objective: mean all-in bps over training parents, both sides, remainders at their penalty; ties: first in grid order."
        var chosen = settings.LambdaUnder[0];
        foreach (var lambda in settings.LambdaUnder)
            if (Mean(Name(lambda), train) < Mean(Name(chosen), train))
                chosen = lambda;
        var ours = Name(chosen);

        numbers["best_parameters.lambda_under"] = chosen;
        numbers["optimized.total_cash"] = ReferenceResult.Cash(parents[(ours, true)], true);
        foreach (var (key, router) in new[] { ("best_ask", "best_ask"), ("twap", "twap"), ("vwap", "prorata") })
        {
            numbers[$"baselines.{key}.total_cash"] = ReferenceResult.Cash(parents[(router, true)], true);
            numbers[$"savings_vs_baselines_bps.{key}"] = Round(all.Average(i => AllIn(router, true, i) - AllIn(ours, true, i)));
        }

        numbers["details.parents.whole"] = Count;
        numbers["details.parents.decisions"] = parents[("best_ask", true)].Sum(p => p.Taken);
        foreach (var reason in new[] { "one_sided", "crossed", "wide", "silent" })
            numbers[$"details.parents.decisions_skipped.{reason}"] =
                parents[("best_ask", true)].Sum(p => p.Skipped.GetValueOrDefault(reason));
        foreach (var (name, router) in Fixed.Select(r => (r, r)).Append(("static", ours)))
        {
            foreach (var buys in new[] { true, false })
                foreach (var (key, value) in ReferenceResult.Of(market, settings, parents[(router, buys)], buys))
                    numbers[$"details.strategies.{name}.{(buys ? "buy" : "sell")}.{key}"] = value;
            foreach (var (key, value) in ReferenceResult.MeanOf(market, settings, parents[(router, true)], parents[(router, false)]))
                numbers[$"details.strategies.{name}.mean.{key}"] = value;
        }

        for (var p = 0; p < settings.LambdaUnder.Count; p++)
        {
            numbers[$"tuning.points.{p}.lambda_under"] = settings.LambdaUnder[p];
            numbers[$"tuning.points.{p}.in_sample_bps"] = Round(Mean(Name(settings.LambdaUnder[p]), train));
            numbers[$"tuning.points.{p}.out_of_sample_bps"] = Count < 4 ? null : Round(Mean(Name(settings.LambdaUnder[p]), test));
        }

        // "The best router without parameters on the training parents", and best_ask, over the parents held out: what each cost more than
        // ours.
        var rival = Fixed[0];
        foreach (var router in Fixed)
            if (Mean(router, train) < Mean(rival, train))
                rival = router;
        Comparison("verdict.against_best_plain.", rival);
        Comparison("verdict.against_best_ask.", "best_ask");

        // "Order of fees: net less best_ask where both take."
        var feeOrder = test.Average(i =>
            (FeeOrder(i, true) + FeeOrder(i, false)) / (2 * settings.Quantity * parents[(ours, true)][i].Arrival)) * 10_000;
        numbers["verdict.saving_by.fee_order_bps"] = Round(feeOrder);
        numbers["verdict.unfinished"] =
            test.Count(i => Fixed.Append(ours).Any(r => parents[(r, true)][i].Remainder > 0 || parents[(r, false)][i].Remainder > 0));
        foreach (var router in Fixed.Append(ours))
        {
            var name = $"verdict.routers.{(router == ours ? "static" : router)}.";
            numbers[name + "all_in_bps"] = Round(Mean(router, test));
            numbers[name + "fills"] = test.Sum(i => parents[(router, true)][i].Fills.Count + parents[(router, false)][i].Fills.Count);
        }

        numbers["data.late"] = market.Late;
        numbers["data.conditions.one_sided_s"] = market.Seconds(settings.From, settings.To, n => n.Untradable == "one_sided");
        numbers["data.conditions.crossed_s"] = market.Seconds(settings.From, settings.To, n => n.Untradable == "crossed");
        numbers["data.conditions.wide_s"] = market.Seconds(settings.From, settings.To, n => n.Untradable == "wide");
        numbers["data.conditions.locked_s"] = market.Seconds(settings.From, settings.To, n => n.Locked);
        numbers["data.conditions.watched_s"] = market.Seconds(settings.From, settings.To, _ => true);
        var (silent, longest) = market.Silence(settings.From, settings.To, settings.MaxSilence);
        (numbers["data.conditions.silent_s"], numbers["data.conditions.longest_silence_s"]) = (silent, longest);
        foreach (var (key, charged) in new (string, Func<ReferenceParent, ReferenceParent>)[]
        {
            ("half_collar", p => p with { RemainderPrice = p.HalfCollar }),
            ("twice_collar", p => p with { RemainderPrice = p.TwiceCollar }),
        })
        {
            decimal Charged(string router, int i) =>
                ReferenceResult.Cash([charged(parents[(router, true)][i])], true)
                - ReferenceResult.Cash([charged(parents[(router, false)][i])], false);
            numbers[$"verdict.sensitivity.{key}.against_best_ask"] = Round(test.Average(i =>
                10_000 * (Charged("best_ask", i) - Charged(ours, i)) / (2 * settings.Quantity * parents[(ours, true)][i].Arrival)));
        }

        return numbers;

        void Comparison(string prefix, string other)
        {
            var differences = test.Select(i => Saving(other, ours, i)).ToList();
            var dollars = test.Average(i => Dollars(other, ours, i) / 2);
            numbers[prefix + "n"] = test.Count;
            numbers[prefix + "cheaper"] = differences.Count(d => d > 0);
            numbers[prefix + "dearer"] = differences.Count(d => d < 0);
            numbers[prefix + "difference"] = Round(differences.Average());
            numbers[prefix + "dollars_a_parent"] = Round(dollars);
            numbers[prefix + "mils_a_share"] = Round(1_000 * dollars / settings.Quantity);
        }
    }

    /// <summary>
    /// What net saved of what best_ask paid with fees, on as many shares as both take at an instant, the first ones of each; in dollars.
    /// </summary>
    private decimal FeeOrder(int i, bool buys)
    {
        decimal Paid(string router, long time, long shares)
        {
            var paid = 0m;
            foreach (var fill in parents[(router, buys)][i].Fills.Where(f => f.Time == time))
            {
                paid += Math.Min(shares, fill.Shares) * ((buys ? fill.Price : -fill.Price) + fill.Fee);
                shares -= Math.Min(shares, fill.Shares);
            }

            return paid;
        }

        long Taken(string router, long time) => parents[(router, buys)][i].Fills.Where(f => f.Time == time).Sum(f => f.Shares);
        return parents[("best_ask", buys)][i].Fills.Select(f => f.Time).Distinct().Sum(time =>
        {
            var both = Math.Min(Taken("best_ask", time), Taken("net", time));
            return Paid("best_ask", time, both) - Paid("net", time, both);
        });
    }

    private decimal Dollars(string baseline, string ours, int i) =>
        ReferenceResult.Cash([parents[(baseline, true)][i]], true) - ReferenceResult.Cash([parents[(baseline, false)][i]], false)
            - ReferenceResult.Cash([parents[(ours, true)][i]], true) + ReferenceResult.Cash([parents[(ours, false)][i]], false);

    /// <summary>Both sides are of the same quantity and arrival mid, so dollars may be added up before anything is divided.</summary>
    private decimal Saving(string baseline, string ours, int i) =>
        10_000 * Dollars(baseline, ours, i) / (2 * settings.Quantity * parents[(ours, true)][i].Arrival);

    private decimal Mean(string router, List<int> over) => over.Average(i => Both(router, i));

    private decimal Both(string router, int i) => (AllIn(router, true, i) + AllIn(router, false, i)) / 2;

    private decimal AllIn(string router, bool buys, int i) => ReferenceResult.AllIn(parents[(router, buys)][i], settings, buys);

    /// <summary>
    /// "--horizon cuts [from, to] into consecutive windows; a last partial window is left out", as is one that no record came after the
    /// start of.
    /// </summary>
    private List<ReferenceParent> Run(ReferenceSettings with, ReferenceStrategy strategy, bool buys)
    {
        var run = new List<ReferenceParent>();
        for (var from = with.From; from + with.Horizon <= with.To && from < market.Clock[^1]; from += with.Horizon)
            if (new ReferenceExecution(market, with, strategy, buys).Run(from, from + with.Horizon) is { } parent)
                run.Add(parent);
        return run;
    }

    private static string Name(decimal lambda) => $"static {lambda}";

    private static decimal Round(decimal value) => ReferenceResult.Round(value, 4);
}
