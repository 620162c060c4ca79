using System.Globalization;
using Sor.Core.Execution;
using Sor.Core.Orders;
using Sor.Core.Results;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>
/// The verdict in words: first what bears on its worth, then what was found. Only what is beyond chance is called cheaper or dearer.
/// </summary>
internal static class VerdictSentence
{
    /// <summary>Says what was found.</summary>
    public static string Of(BacktestOptions options, ParameterChoice choice, VerdictResult verdict, CalibrationResult? calibration)
    {
        var judged = choice.Judged.Select(j => j.Window).ToList();
        if (judged.All(VerdictNotes.IsOutOfReach)) return NothingInReach(options, judged);
        var found = judged.Count == 1 ? OneOrder(options, choice, verdict) : Many(options, choice, verdict, calibration);
        var text = string.Join(" ", verdict.Notes.Append(found));
        return options.Strategies.Points.All(p => p.Strategy == choice.Chosen.Strategy) || choice.IsOutOfSample
            ? text
            : text + " There are too few parent orders to choose parameters on others than these (in-sample).";
    }

    /// <summary>
    /// Where nothing is within the collar all routers are charged alike, and comparing them would say nothing about them.
    /// </summary>
    private static string NothingInReach(BacktestOptions options, List<WindowOutcome> judged)
    {
        var sides = options.Sides.Count == 2 ? "bought or sold" : options.Sides[0] == Side.Buy ? "bought" : "sold";
        var nearest = (decimal)judged.Min(w => w.Reaches.Min(r => r.NearestNanoBps)) / Nanos.One;
        var collar = Nanos.Format(options.Order.Collar.NanoBps);
        return $"Nothing could be {sides} within the collar of {collar} bps: the best price on display was never nearer to the mid than {Bps(nearest)} bps. "
            + "All shares are charged at the collar, by every router alike, so nothing is compared; a wider collar would trade on this spread.";
    }

    private static string OneOrder(BacktestOptions options, ParameterChoice choice, VerdictResult verdict)
    {
        string[] held = [verdict.Optimized, verdict.AgainstBestPlain.Router, verdict.AgainstBestAsk.Router];
        var costs = verdict.Routers.Where(r => held.Contains(r.Key)).Select(r => $"{r.Key} {Bps(r.Value.AllInBps.Value)}");
        return $"{Orders(options, verdict.AgainstBestAsk.Count)}: {Ours(options, choice)} is held against {Rivals(verdict)}. "
            + $"All-in cost in bps: {string.Join(", ", costs)}. One order shows nothing about others.";
    }

    private static string Many(BacktestOptions options, ParameterChoice choice, VerdictResult verdict, CalibrationResult? calibration)
    {
        var (plain, bestAsk) = (verdict.AgainstBestPlain, verdict.AgainstBestAsk);
        var sample = choice.IsOutOfSample && options.Strategies.Grid.Axes.Count > 0 ? ", others than those that chose its parameters" : "";
        var text =
            $"{Orders(options, bestAsk.Count)}{sample}: {Ours(options, choice)} was {Difference(plain)} than {plain.Router}, the best router without parameters on the training orders{Scatter(plain)}.";
        if (plain.Router != bestAsk.Router) text += $" It was {Difference(bestAsk)} than {bestAsk.Router}{Scatter(bestAsk)}.";
        if (bestAsk.Told == "cheaper") text += By(options, verdict.SavingBy);
        return text + Bracket(verdict) + Calibrated(calibration);
    }

    /// <summary>Where a saving comes from.</summary>
    private static string By(BacktestOptions options, SavingResult saving)
    {
        var fees = $" Of that, {Bps(saving.FeeOrderBps.Value)} bps is the order of fees, which needs no model, ";
        return options.Strategies.Tuned.Rests
            ? fees + $"{Bps(saving.RestingBps.Value)} bps what resting orders saved where they were filled, and "
                + $"{Bps(saving.WaitingAndDepthBps.Value)} bps the rest: when and how deep it takes, and how the mid moved until orders were filled."
            : fees + $"and {Bps(saving.WaitingAndDepthBps.Value)} bps when and how deep it takes.";
    }

    /// <summary>How far the answer rests on what nobody can see.</summary>
    private static string Bracket(VerdictResult verdict) => verdict.Bracket is not { } bracket
        ? ""
            : $" The mean saving against {verdict.AgainstBestAsk.Router} is {Bps(verdict.AgainstBestAsk.Difference.Value)} bps under the {QueueAssumptions.All[0].Name} assumption on queues, "
            + Listed([.. bracket.Select(b => $"{Bps(b.Value.AgainstBestAsk.Value)} under the {b.Key} one")]) + ".";

    private static string Listed(string[] items) =>
        items.Length < 2 ? string.Concat(items) : $"{string.Join(", ", items[..^1])} and {items[^1]}";

    private static string Calibrated(CalibrationResult? calibration)
    {
        if (calibration is not { Told: "more" or "fewer", All: { Ratio: { } ratio } all }) return "";
        var off = Number((long)Math.Abs(all.Filled - all.Expected));
        return ratio < 1
            ? $" Of its resting orders the model expected {off} fills more than it got, in shares ({Bps(ratio)} filled for one expected), so that its choices are off; what was paid is not touched by it."
            : $" Of its resting orders the model expected {off} fills fewer than it got, in shares ({Bps(ratio)} filled for one expected), so that its choices are off; what was paid is not touched by it.";
    }

    private static string Orders(BacktestOptions options, int count)
    {
        var sides = options.Sides.Count == 2 ? "each bought and sold" : options.Sides[0] == Side.Buy ? "bought" : "sold";
        var orders = count == 1 ? "One parent order" : $"{Number(count)} parent orders";
        var shares = options.Order.Quantity == 1 ? "1 share" : $"{Number(options.Order.Quantity)} shares";
        return $"{orders} of {shares}, {sides}, on the same {options.Strategies.Schedule} schedule";
    }

    private static string Ours(BacktestOptions options, ParameterChoice choice) =>
        options.Strategies.Tuned is { IsOwn: true, Name: var own } ? choice.Parameters.Length > 0 ? $"{own} ({choice.Parameters})" : own
        : $"the Cont-Kukanov model ({string.Join(", ", new[] { options.Strategies.Tuned.Name, choice.Parameters }.Where(text => text.Length > 0))})";

    private static string Rivals(VerdictResult verdict) => verdict.AgainstBestPlain.Router == verdict.AgainstBestAsk.Router
        ? verdict.AgainstBestAsk.Router
        : $"{verdict.AgainstBestPlain.Router} and {verdict.AgainstBestAsk.Router}";

    private static string Difference(ComparisonResult comparison) => comparison.Told is "cheaper" or "dearer"
        ? $"{Size(comparison)} {comparison.Told}"
        : "neither cheaper nor dearer, as far as can be told from chance,";

    private static string Size(ComparisonResult comparison)
    {
        var dollars = Math.Abs(comparison.DollarsAParent).ToString("N2", CultureInfo.InvariantCulture);
        return $"{Bps(Math.Abs(comparison.Difference.Value))} bps ({Bps(Math.Abs(comparison.MilsAShare))} mils a share, ${dollars} an order)";
    }

    /// <summary>The interval, and where it holds 0 the mean and how many orders a difference of this size would need.</summary>
    private static string Scatter(ComparisonResult comparison)
    {
        if (comparison.Cheaper == 0 && comparison.Dearer == 0) return " (the cost is the same in every order)";
        var interval = comparison.Interval is { } i ? $"95 % interval of the saving {Bps(i.Low.Value)} to {Bps(i.High.Value)}" : "";
        if (comparison.Told is "cheaper" or "dearer") return $" ({interval})";
        var mean = $"mean saving {Bps(comparison.Difference.Value)} bps, {interval}";
        if (comparison.Count < PairedDifference.FewestToTell)
            return $" ({mean}; under {PairedDifference.FewestToTell} orders nothing can be told from chance)";
        return comparison.ParentsNeeded is { } needed
            ? $" ({mean}; it would take some {Number(needed)} orders to tell a difference of this size from chance)"
            : $" ({mean})";
    }

    // Small numbers keep more decimals, so that an end of an interval beside 0 is not shown as 0.
    private static string Bps(decimal value) =>
        decimal.Round(value, Math.Abs(value) < .1m ? 4 : Math.Abs(value) < 1 ? 3 : 2).ToString("0.####", CultureInfo.InvariantCulture);

    private static string Number(long n) => n.ToString("N0", CultureInfo.InvariantCulture);
}
