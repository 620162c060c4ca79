using System.Numerics;
using Sor.Core.Orders;
using Sor.Core.Strategies;
using Sor.Core.Tape;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>
/// The backtest's answer, from the outcomes of all instruments: parameters chosen on training parents, every strategy under them, and the verdict on the parents
/// held out.
/// </summary>
public sealed class TransactionCostAnalysis
{
    private readonly BacktestOptions options;
    private readonly bool hasTrades;
    private readonly IReadOnlyList<WindowOutcome> windows;

    /// <summary>Analyses outcomes.</summary>
    /// <exception cref="SorException">No parent is left to analyse.</exception>
    public TransactionCostAnalysis(BacktestOptions options, IReadOnlyList<InstrumentOutcome> instruments, bool hasTrades)
    {
        this.options = options;
        this.hasTrades = hasTrades;
        Instruments = instruments;
        Counts = instruments.Aggregate(default(InstrumentCounts), (sum, i) => sum + i.Counts);
        var all = instruments.SelectMany(i => i.Windows).ToList();
        NoQuoteWindows = all.Count(w => w.Status == WindowStatus.NoQuote);
        NoDecisionWindows = all.Count(w => w.Status == WindowStatus.NoDecision);
        windows = [.. all.Where(w => w.Status == WindowStatus.Whole).OrderBy(w => w.From).ThenBy(w => w.InstrumentId)];
        if (windows.Count == 0) throw NothingToAnalyse();

        Folds = options.Split.Divide([.. windows.Select(w => w.From)]);
        ChosenPerFold = [.. Folds.Select(f => Choose(f.Train))];
        Chosen = ChosenPerFold[^1];
    }

    /// <summary>The instruments, in the order of ids.</summary>
    public IReadOnlyList<InstrumentOutcome> Instruments { get; }

    /// <summary>Their counts together.</summary>
    public InstrumentCounts Counts { get; }

    /// <summary>Windows that count, in time order, then by instrument.</summary>
    public IReadOnlyList<WindowOutcome> Windows => windows;

    /// <summary>Windows without a two-sided NBBO by their start.</summary>
    public int NoQuoteWindows { get; }

    /// <summary>Windows in which no decision could be taken.</summary>
    public int NoDecisionWindows { get; }

    /// <summary>How parents are divided.</summary>
    public IReadOnlyList<Fold> Folds { get; }

    /// <summary>The point chosen on each fold's training parents.</summary>
    public IReadOnlyList<TunedPoint> ChosenPerFold { get; }

    /// <summary>The point of the last fold: what one would go on with.</summary>
    public TunedPoint Chosen { get; }

    /// <summary>Whether the verdict is on parents that the parameters were not chosen on.</summary>
    public bool IsOutOfSample => !Folds[0].InSample;

    /// <summary>What was run.</summary>
    public StrategySet Strategies => options.Strategies;

    /// <summary>What a strategy did on one side, over all parents.</summary>
    public StrategyResult Result(Strategy strategy, Side side) => StrategyResult.Of([.. windows.Select(w => new Parent(w, w.Of(strategy, side)))], hasTrades);

    /// <summary>Mean all-in basis points of a strategy over some parents and both sides.</summary>
    public decimal MeanAllIn(Strategy strategy, IReadOnlyList<int> parents) => parents.Average(i => Bps(windows[i].Of(strategy), []));

    /// <summary>Mean saving of our fold-wise parameters against a strategy on one side, all parents, bps.</summary>
    public decimal Saving(Strategy baseline, Side side) => windows.Average(w => Bps([w.Of(baseline, side)], [w.Of(Chosen.Strategy, side)]));

    /// <summary>Parents of the verdict, each with the tuned strategy chosen for it.</summary>
    public IReadOnlyList<(WindowOutcome Window, Strategy Chosen)> Judged() =>
        [.. Folds.Zip(ChosenPerFold).SelectMany(f => f.First.Test.Select(i => (windows[i], f.Second.Strategy)))];

    /// <summary>What a baseline cost more than ours, per judged parent.</summary>
    /// <param name="baseline">The baseline.</param>
    /// <param name="finishedOnly">Leave out parents with shares never filled under either.</param>
    public PairedDifference Difference(Strategy baseline, bool finishedOnly = false)
    {
        var judged = Judged().Where(j => !finishedOnly || !IsUnfinished(j.Window, j.Chosen)).ToList();
        return PairedDifference.Of(
            [.. judged.Select(j => (double)Bps(j.Window.Of(baseline), j.Window.Of(j.Chosen)))],
            [.. judged.Select(j => (int)(j.Window.From / TradingWindow.Day))]);
    }

    /// <summary>Whether any strategy compared left shares of a window's parents unfilled: such parents are left out for all alike.</summary>
    /// <param name="window">The window.</param>
    /// <param name="ours">The tuned strategy chosen for the window.</param>
    public bool IsUnfinished(WindowOutcome window, Strategy ours) => Strategies.Plain.Append(ours).Any(s => window.Of(s).Any(o => o.Remainder > 0));

    /// <summary>
    /// Mean cost beyond arrival mid of a window's parents less that of others of the same window. The difference is taken in integers: two ways to the same cost differ by
    /// nothing, not by a rounding.
    /// </summary>
    private static decimal Bps(ParentOutcome[] parents, ParentOutcome[] less)
    {
        var cost = parents.Aggregate(BigInteger.Zero, (sum, p) => sum + p.Shortfall2) - less.Aggregate(BigInteger.Zero, (sum, p) => sum + p.Shortfall2);
        return Nanos.Ratio(10_000 * cost, (BigInteger)parents.Length * parents[0].Quantity * parents[0].ArrivalMid2, StrategyResult.MeanDecimals);
    }

    /// <summary>The point with the least mean cost; ties go to the first in grid order.</summary>
    private TunedPoint Choose(IReadOnlyList<int> training)
    {
        var costs = Strategies.Points.Select(p => p.Strategy).Distinct().ToDictionary(s => s, s => MeanAllIn(s, training));
        return Strategies.Points.MinBy(p => costs[p.Strategy])!;
    }

    private SorException NothingToAnalyse()
    {
        if (Instruments.Count == 0) return SorException.BadData("the data has no records");
        if (Counts.Updates == 0 && Counts.MidEvent > 0)
            return SorException.BadData("no record has flag 128 (last of its event), so the book never changes: give --flags ignore if the flags of this file mean nothing");
        var records = Instruments.Sum(i => i.Records);
        if (Counts.NotRoutable == records)
            return SorException.BadData(
                $"none of the {records} records is of a venue that orders can be sent to: their publishers are consolidations, trade reporting facilities or other markets than US equities; "
                + "give data of the exchanges' own feeds, or check the publisher_id column");
        if (Counts.Updates == 0)
            return SorException.BadData("there is no quote record: the levels on a trade record are the book before the trade, so a book cannot be kept from trades alone; give MBP-1, MBP-10 or BBO data");
        var span = $"{UtcTime.Format(Instruments.Min(i => i.FirstTime))} to {UtcTime.Format(Instruments.Max(i => i.LastTime))}";
        if (options.Window.From is null && Instruments.Sum(i => i.Windows.Count) + Counts.PartialWindows + Counts.WindowsAfterData == 0)
            return SorException.BadData(Instruments.Min(i => i.FirstStart) is { } start
                ? $"the first parent order would start at {UtcTime.Format(start)}, the first bid and offer at once rounded up to a whole --every, and that leaves it no time: "
                    + $"the data runs from {span}; check --to, --every and --horizon"
                : "there is never a bid and an offer at once, without the bid above the offer: no parent order can start; check the price and size columns");
        var why = new List<string>();
        if (NoQuoteWindows > 0) why.Add($"{NoQuoteWindows} without a two-sided NBBO at the start");
        if (NoDecisionWindows > 0) why.Add($"{NoDecisionWindows} with the NBBO crossed throughout");
        if (Counts.PartialWindows > 0) why.Add($"{Counts.PartialWindows} cut short by the end of the span");
        if (Counts.WindowsAfterData > 0) why.Add($"{Counts.WindowsAfterData} after the last record");
        var detail = why.Count > 0 ? $" (left out: {string.Join(", ", why)})" : "";
        return SorException.BadData($"no parent order can be executed in the window{detail}: the data runs from {span}; check --from, --to and --horizon");
    }
}
