using System.Globalization;
using Sor.Core.Orders;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>The verdict in words.</summary>
internal static class VerdictSentence
{
    /// <summary>Says what was found.</summary>
    /// <param name="options">What was run.</param>
    /// <param name="choice">The parameters chosen.</param>
    /// <param name="difference">What the baseline cost more than ours, over the judged parents.</param>
    /// <param name="unfinished">Judged parents with shares never filled.</param>
    /// <param name="finished">The difference without those.</param>
    /// <param name="implausible">The share of the volume printed that was taken, where that is more than an execution could take unseen.</param>
    public static string Of(
        BacktestOptions options, ParameterChoice choice, PairedDifference difference, int unfinished, PairedDifference finished, decimal? implausible)
    {
        var judged = choice.Judged.Select(j => j.Window).ToList();
        var outOfReach = judged.Count(w => w.Reaches.All(r => r.Within == 0));
        if (outOfReach == judged.Count) return NothingInReach(options, judged);
        var sentence = Headline(options, choice, difference);
        if (outOfReach > 0) sentence += $" In {outOfReach} of them nothing was on display within the collar.";
        if (unfinished > 0)
        {
            sentence += $" In {unfinished} of them some router never filled all its shares; those are charged at the collar.";
            sentence += finished.Count > 0 ? $" Without them {options.Strategies.Tuned.Name} was {Comparison(finished.Mean)}." : " There is none without.";
        }

        if (implausible is { } participation)
            sentence += $" The execution is not plausible: it takes {Percent(participation)} of the volume printed, and above 20 % prices would have moved.";
        if (options.Order.Liquidity == Liquidity.Naive)
            sentence += " Liquidity is naive: what was taken is there again at every decision, which flatters every figure.";
        return sentence;
    }

    /// <summary>Where nothing is within the collar all routers are charged alike, and comparing them would say nothing about them.</summary>
    private static string NothingInReach(BacktestOptions options, List<WindowOutcome> judged)
    {
        var sides = options.Sides.Count == 2 ? "bought or sold" : options.Sides[0] == Side.Buy ? "bought" : "sold";
        var nearest = judged.Min(w => w.Reaches.Min(r => r.NearestNanoBps));
        return $"Nothing could be {sides} within the collar (--collar {Nanos.Format(options.Order.Collar.NanoBps)} bps): the best price on display was never nearer to the mid than "
            + $"{Bps((double)nearest / Nanos.One)} bps. All shares are charged at the collar, by every router alike, so nothing is compared; a wider --collar would trade on this spread.";
    }

    private static string Headline(BacktestOptions options, ParameterChoice choice, PairedDifference difference)
    {
        var sides = options.Sides.Count == 2 ? "each bought and sold" : options.Sides[0] == Side.Buy ? "bought" : "sold";
        var orders = difference.Count == 1 ? "one parent order" : $"{difference.Count} parent orders";
        var ours = $"Splitting over venues by the Cont-Kukanov model ({choice.Chosen.Strategy.Name}, {options.Strategies.Tuned.Describe(choice.Chosen.Point)})";
        var shares = options.Order.Quantity.ToString("N0", CultureInfo.InvariantCulture);
        return $"{ours} was {Comparison(difference.Mean)} than taking the best price on display ({options.Strategies.BestAsk.Name}), over {orders} of {shares} shares, {sides}, "
            + $"on the same {options.Strategies.Schedule} schedule{Scatter(difference)}.{Sample(options, choice)}";
    }

    /// <summary>
    /// How single parents differ, and whether their mean says more than chance would: by the interval, or for few parents by two standard errors, the usual rule of thumb.
    /// </summary>
    private static string Scatter(PairedDifference difference)
    {
        if (difference.StandardDeviation is not { } deviation) return "";
        var counts = $": cheaper in {difference.Cheaper}, dearer in {difference.Dearer}, standard deviation {Bps(deviation)} bps";
        if (difference.Interval is { } interval)
            counts += $", 95 % interval of the mean {Bps(interval.Low)} to {Bps(interval.High)} (over {interval.Resampled})";
        var byChance = difference.Interval is { } i
            ? i.Low <= 0 && i.High >= 0
            : Math.Abs(difference.Mean) <= 2 * deviation / Math.Sqrt(difference.Count);
        return byChance && difference.Mean != 0 ? counts + ", so the difference may well be chance" : counts;
    }

    private static string Sample(BacktestOptions options, ParameterChoice choice) =>
        options.Strategies.Points.All(p => p.Strategy == choice.Chosen.Strategy) ? ""
        : choice.IsOutOfSample ? " The parameter was chosen on other parent orders than these."
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
