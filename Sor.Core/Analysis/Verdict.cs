using System.Globalization;
using Sor.Core.Orders;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>The answer in words a trader understands, and the numbers it rests on.</summary>
/// <param name="Sentence">One to a few sentences.</param>
/// <param name="Difference">What <c>best_ask</c> cost more than <c>static</c>, per judged parent.</param>
/// <param name="OutOfSample">Whether the judged parents are others than the parameters were chosen on.</param>
/// <param name="Unfinished">Judged parents with shares never filled.</param>
/// <param name="DifferenceFinished">The difference without those, left out for all strategies alike.</param>
/// <param name="IsPlausible">Whether no side filled more than a fifth of the volume printed; <c>null</c> where prints are unknown.</param>
public sealed record Verdict(
    string Sentence,
    PairedDifference Difference,
    bool OutOfSample,
    int Unfinished,
    PairedDifference DifferenceFinished,
    bool? IsPlausible)
{
    /// <summary>Above this share of the volume printed an execution would have moved the market.</summary>
    public const decimal PlausibleParticipation = 0.2m;

    /// <summary>Words the analysis.</summary>
    public static Verdict Of(TransactionCostAnalysis analysis, BacktestOptions options)
    {
        var baseline = analysis.Strategies.BestAsk;
        var tuned = analysis.Chosen.Strategy;
        var judged = analysis.Judged();
        var difference = analysis.Difference(baseline);
        var unfinished = judged.Count(j => analysis.IsUnfinished(j.Window, j.Chosen));
        var finished = analysis.Difference(baseline, finishedOnly: true);
        var participation = options.Sides.Select(side => analysis.Result(tuned, side).Participation).Max();
        bool? plausible = participation is null ? null : participation <= PlausibleParticipation;

        var sentence = Headline(options, analysis, difference);
        if (unfinished > 0)
        {
            sentence += $" In {unfinished} of them some router never filled all its shares; those are charged at the collar.";
            sentence += finished.Count > 0 ? $" Without them {tuned.Name} was {Comparison(finished.Mean)}." : " There is none without.";
        }

        if (plausible == false)
            sentence += $" The execution is not plausible: it takes {Percent(participation!.Value)} of the volume printed, and above 20 % prices would have moved.";
        if (options.Order.Liquidity == Liquidity.Naive) sentence += " Liquidity is naive: what was taken is there again at every decision, which flatters every figure.";
        return new Verdict(sentence, difference, analysis.IsOutOfSample, unfinished, finished, plausible);
    }

    private static string Headline(BacktestOptions options, TransactionCostAnalysis analysis, PairedDifference difference)
    {
        var sides = options.Sides.Count == 2 ? "each bought and sold" : options.Sides[0] == Side.Buy ? "bought" : "sold";
        var orders = difference.Count == 1 ? "one parent order" : $"{difference.Count} parent orders";
        return $"Splitting over venues by the Cont-Kukanov model ({analysis.Chosen.Strategy.Name}, {analysis.Strategies.Tuned.Describe(analysis.Chosen.Point)}) was {Comparison(difference.Mean)} than taking the best price on display ({analysis.Strategies.BestAsk.Name}), "
            + $"over {orders} of {options.Order.Quantity.ToString("N0", CultureInfo.InvariantCulture)} shares, {sides}, on the same {analysis.Strategies.Schedule} schedule{Scatter(difference)}.{Sample(analysis)}";
    }

    /// <summary>
    /// How single parents differ, and whether their mean says more than chance would: by the interval, or for few parents by two standard errors, the usual rule of thumb.
    /// </summary>
    private static string Scatter(PairedDifference difference)
    {
        if (difference.StandardDeviation is not { } deviation) return "";
        var counts = $": cheaper in {difference.Cheaper}, dearer in {difference.Dearer}, standard deviation {Bps(deviation)} bps";
        if (difference.Interval is { } interval) counts += $", 95 % interval of the mean {Bps(interval.Low)} to {Bps(interval.High)} (over {interval.Resampled})";
        var byChance = difference.Interval is { } i ? i.Low <= 0 && i.High >= 0 : Math.Abs(difference.Mean) <= 2 * deviation / Math.Sqrt(difference.Count);
        return byChance && difference.Mean != 0 ? counts + ", so the difference may well be chance" : counts;
    }

    private static string Sample(TransactionCostAnalysis analysis) =>
        analysis.Strategies.Points.All(p => p.Strategy == analysis.Chosen.Strategy) ? ""
        : analysis.IsOutOfSample ? " The parameter was chosen on other parent orders than these."
        : " There are too few parent orders to choose the parameter on others than these (in-sample).";

    private static string Comparison(double bps) => Math.Round(bps, 4) switch
    {
        0 => "no cheaper (0 bps)",
        > 0 => $"{Bps(bps)} bps cheaper",
        _ => $"{Bps(-bps)} bps dearer",
    };

    private static string Bps(double value) => Math.Round(value, Math.Abs(value) < 1 ? 3 : 2).ToString("0.###", CultureInfo.InvariantCulture);

    private static string Percent(decimal fraction) => (100 * fraction).ToString(fraction < 10 ? "0.#" : "N0", CultureInfo.InvariantCulture) + " %";
}
