using System.Globalization;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Results;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>What a reader must know before the number, because it bears on what the number is worth.</summary>
internal static class VerdictNotes
{
    /// <summary>One sentence for each that holds.</summary>
    /// <param name="options">What was run.</param>
    /// <param name="windows">The windows of the run.</param>
    /// <param name="judged">The parents judged.</param>
    /// <param name="schema">What the data carried.</param>
    /// <param name="unfinished">Judged parents with shares never filled.</param>
    /// <param name="sensitivity">The differences with these charged otherwise.</param>
    /// <param name="implausible">By router, judged parents in which it was not plausible; <c>null</c> where prints are unknown.</param>
    public static IReadOnlyList<string> Of(
        BacktestOptions options,
        ParentWindows windows,
        IReadOnlyList<JudgedParent> judged,
        SourceSchema schema,
        int unfinished,
        SensitivityResult sensitivity,
        IReadOnlyDictionary<string, int>? implausible)
    {
        var notes = new List<string>();
        if (UncoveredDate(options.Fees, windows) is { } date)
            notes.Add(
                $"The fees are not those of {date:yyyy-MM-dd}: {options.Fees.Name} has none for that date, and its nearest are charged.");
        if (options.Order.Liquidity == Liquidity.Naive)
            notes.Add("Liquidity is naive: what was taken is there again at every decision, which flatters every figure.");
        if (!schema.HasBids)
        {
            notes.Add($"The data has no bids: {(options.AreSidesGiven ? "" : "orders are only bought, ")}the mid is the best offer, "
                + "and half-spreads are not available.");
        }

        if (options.Strategies.Lacks is { } lacking)
            notes.Add(
                $"The data has no {lacking}, so no order can rest: queue, join and join_wide are not available"
                + (options.Strategies.Tuned.IsOwn ? "." : ", and static is tuned."));
        if (windows.Instruments.SelectMany(i => i.Venues).Select(v => v.Mic).Distinct().ToList() is [var only])
            notes.Add($"All records are of one venue, {only}: there is nothing to route.");
        if (Resolution(windows) is var resolution && options.Tape.Latency.Nanos is > 0 and var latency && latency < resolution)
        {
            notes.Add($"The data's stamps are whole multiples of {Seconds(resolution)} s: "
                + $"a latency of {Seconds(latency)} s falls within one stamp and cannot act.");
        }

        if (windows.Instruments.Max(i => i.SampledEvery) is var bar && bar > options.Tape.Every.Nanos)
        {
            notes.Add($"Quotes are sampled every {Seconds(bar)} s, and decisions are taken every {Seconds(options.Tape.Every.Nanos)} s: "
                + "most see a quote that is older.");
        }

        if (implausible is not null && implausible.Values.Any(count => count > 0))
        {
            var which = string.Join(", ", implausible.Where(r => r.Value > 0).Select(r => $"{r.Key} in {Number(r.Value)}"));
            notes.Add("Not plausible, since more than 20 % of the volume printed meanwhile was taken and prices would have moved: "
                + $"{which} of {Number(judged.Count)}.");
        }

        var outOfReach = judged.Count(j => IsOutOfReach(j.Window));
        if (outOfReach > 0) notes.Add($"In {Number(outOfReach)} of {Number(judged.Count)} nothing was on display within the collar.");
        if (unfinished > 0)
        {
            var (half, twice) = (sensitivity.HalfCollar.AgainstBestAsk, sensitivity.TwiceCollar.AgainstBestAsk);
            notes.Add($"In {Number(unfinished)} of {Number(judged.Count)} some router never filled all its shares; "
                + "those are charged at the collar. "
                + $"At half the collar the mean saving against {options.Strategies.BestAsk.Name} would be {Bps(half)} bps, "
                + $"at twice {Bps(twice)}.");
        }

        if (windows.LeftOut is { Count: > 0 } left) notes.Add($"Windows left out: {string.Join(", ", left)}.");
        return notes;
    }

    /// <summary>Whether no price on display was ever within the collar, on any side.</summary>
    public static bool IsOutOfReach(WindowOutcome window) => window.Reaches.All(r => r.Within == 0);

    /// <summary>The first date of a window for which a venue's fees are another date's.</summary>
    private static DateOnly? UncoveredDate(FeeSchedule fees, ParentWindows windows)
    {
        if (!fees.AnyDate || fees.IsFlat) return null;
        foreach (var window in windows.Whole)
            if (NewYork.DateOf(window.From) is var date && window.Mics.Any(mic => !fees.Covers(mic, date)))
                return date;
        return null;
    }

    private static ulong Resolution(ParentWindows windows) => windows.Instruments.Min(i => i.Resolution);

    private static string Seconds(ulong nanos) => Nanos.Format((long)nanos);

    private static string Bps(BasisPoints value) => Math.Round(value.Value, 3).ToString("0.###", CultureInfo.InvariantCulture);

    private static string Number(long n) => n.ToString("N0", CultureInfo.InvariantCulture);
}
