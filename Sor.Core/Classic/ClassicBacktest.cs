using Sor.Core.MarketData;

namespace Sor.Core.Classic;

/// <summary>
/// The trial assignment to the letter, for comparison with what its many public implementations print; <c>docs/classic.md</c> says what it
/// is, and why Sor's own backtest answers the question better.
/// </summary>
public static class ClassicBacktest
{
    /// <summary>Runs the allocator and the three baselines over a source, read once to its end.</summary>
    /// <param name="source">The records.</param>
    /// <param name="options">What the result depends on.</param>
    /// <param name="progress">Called now and then with the records read so far.</param>
    /// <param name="cancel">Ends the run early.</param>
    /// <exception cref="SorException">An option is out of range, or the data has nothing in the window, or several instruments.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ClassicResult Run(
        IRecordSource source,
        ClassicOptions options,
        Action<long>? progress = null,
        CancellationToken cancel = default)
    {
        if (options.Quantity < 1) throw SorException.Usage($"{options.Quantity} shares: at least one share");
        if (options.From.Nanos > options.To.Nanos)
            throw SorException.Usage(
                $"the window begins at {UtcTime.FormatTimeOfDay(options.From.Nanos)}, after its end at {UtcTime.FormatTimeOfDay(options.To.Nanos)}");
        if (options.TwapBucket is { Nanos: 0 }) throw SorException.Usage("a bucket takes time");
        if (options.Grid.Count == 0) throw SorException.Usage("the parameter grid has no point: give each axis a value");
        var market = ClassicMarket.Read(source, options, progress, cancel);
        var execution = new ClassicExecution(market, options);
        return new ClassicResult(
            options,
            options.Grid.First,
            Totals(execution.Trial()),
            Totals(execution.BestAsk()),
            Totals(execution.Twap()),
            Totals(execution.Vwap()),
            market.Count,
            market.Rows,
            market.RowsWithoutAsk,
            market.Publishers);

        ClassicTotals Totals(ClassicFills fills) => new(fills, options.Quantity);
    }
}
