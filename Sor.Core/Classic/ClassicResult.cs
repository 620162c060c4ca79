using System.Numerics;

namespace Sor.Core.Classic;

/// <summary>What one policy of the classic assignment paid.</summary>
/// <param name="Fills">Shares and cash, exact.</param>
/// <param name="Quantity">Shares ordered.</param>
public sealed record ClassicTotals(ClassicFills Fills, long Quantity)
{
    /// <summary>Shares bought.</summary>
    public long Filled => Fills.Shares;

    /// <summary>Shares never bought. The assignment charges nothing for them.</summary>
    public long Remainder => Quantity - Filled;

    /// <summary>What the filled shares cost with fees, dollars, exact.</summary>
    public decimal TotalCash => (decimal)Fills.Cash / Nanos.One;

    /// <summary>
    /// Dollars per filled share with fees, as the assignment counts it, rounded half to even to 6 decimals; <c>null</c> without a fill.
    /// </summary>
    public decimal? AvgFillPx => Filled == 0 ? null : Nanos.Ratio(Fills.Cash, (BigInteger)Filled * Nanos.One, 6);

    /// <summary>
    /// How much cheaper another policy was per filled share, basis points of this one's average price, rounded half to even to 4 decimals;
    /// <c>null</c> if either bought nothing. Totals of cash are not compared: they differ by the shares never bought.
    /// </summary>
    public decimal? SavingOf(ClassicTotals ours)
    {
        if (Filled == 0 || ours.Filled == 0) return null;
        var theirs = (BigInteger)Fills.Cash * ours.Filled;
        return Nanos.Ratio(10_000 * (theirs - (BigInteger)ours.Fills.Cash * Filled), theirs, 4);
    }
}

/// <summary>The outcome of the classic assignment.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Best">The first point of the grid: all cost the same.</param>
/// <param name="Optimized">The trial allocator.</param>
/// <param name="BestAsk">The best ask baseline.</param>
/// <param name="Twap">The twap baseline.</param>
/// <param name="Vwap">The vwap baseline.</param>
/// <param name="Snapshots">Snapshots in the window.</param>
/// <param name="Rows">Rows in them.</param>
/// <param name="RowsWithoutAsk">Rows of the window that are in none, since they show no ask.</param>
/// <param name="Publishers">Publishers in the window.</param>
public sealed record ClassicResult(
    ClassicOptions Options,
    ClassicPoint Best,
    ClassicTotals Optimized,
    ClassicTotals BestAsk,
    ClassicTotals Twap,
    ClassicTotals Vwap,
    int Snapshots,
    int Rows,
    long RowsWithoutAsk,
    int Publishers)
{
    /// <summary>Points of the grid. They share one evaluation, since no parameter can act.</summary>
    public int Points => Options.Grid.Count;

    /// <summary>Parameters without effect on any split: all of them. <c>docs/classic.md</c> says why.</summary>
    public IReadOnlyList<string> Inert { get; } = ["lambda_over", "lambda_under", "theta_queue"];

    /// <summary>The baselines by name, in the order of the result.</summary>
    public IEnumerable<(string Name, ClassicTotals Totals)> Baselines => [("best_ask", BestAsk), ("twap", Twap), ("vwap", Vwap)];

    /// <summary>What a reader must know before believing the numbers, a sentence each.</summary>
    public IEnumerable<string> Notes
    {
        get
        {
            yield return "lambda_over, lambda_under and theta_queue are inert: the allocator only ever considers splits of exactly the shares wanted, none larger than its row, so nothing is "
                + $"over, under or resting; all {Points} points cost the same and the first is named";
            if (Optimized.Fills.First is { } first)
            {
                yield return $"the allocator trades all {Options.Quantity} shares in the first snapshot that shows as many in lots of {TrialSplit.Lot}, at {UtcTime.Format(first)}, and nothing "
                    + "before: against policies that trade at other times it measures the drift of the market";
            }
            else if (Options.Quantity % TrialSplit.Lot != 0)
            {
                yield return $"the allocator never trades: it adds up lots of {TrialSplit.Lot}, and {Options.Quantity} is no multiple of that";
            }
            else
            {
                yield return $"the allocator never trades: no snapshot shows {Options.Quantity} shares in lots of {TrialSplit.Lot}";
            }

            if (Options.Snapshot == ClassicSnapshot.SecondRows)
                yield return $"{Rows} rows of {Publishers} publisher{(Publishers == 1 ? "" : "s")} count as venues of {Snapshots} seconds: one queue's updates are bought several times over";
            foreach (var (name, totals) in Baselines)
                if (totals.Remainder > 0)
                    yield return $"{name} leaves {totals.Remainder} of {totals.Quantity} shares unbought, for which nothing is charged: compare average prices, not cash";
        }
    }
}
