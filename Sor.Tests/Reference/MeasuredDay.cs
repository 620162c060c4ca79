using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Pipeline;
using Sor.Core.Strategies;
using Sor.Core.Tape;
using Sor.Core.Tuning;

namespace Sor.Tests.Reference;

/// <summary>
/// The real day under the options that others measured it with: parents of half an hour from 14:35 to 20:59 UTC, one flat fee.
/// </summary>
internal static class MeasuredDay
{
    /// <summary>Every parent window, in time order.</summary>
    public static async Task<IReadOnlyList<WindowOutcome>> WindowsAsync(StrategySet strategies, int latencyMilliseconds = 0)
    {
        var midnight = UtcTime.Midnight(new DateOnly(2018, 1, 2));
        var options = new BacktestOptions
        {
            Strategies = strategies,
            Window = TradingWindow.Between(
                midnight + Duration.OfMinutes(14 * 60 + 35).Nanos,
                midnight + Duration.OfMinutes(20 * 60 + 59).Nanos,
                Duration.OfMinutes(30)),
            Tape = new TapeOptions { Latency = new Duration((ulong)latencyMilliseconds * 1_000_000), Overtime = Duration.OfMinutes(1) },
            Fees = FeeSchedule.Parse("flat:take=0.001,add=-0.0005", anyDate: false),
        };
        using var source = MarketDataFiles.Open([SharedData.Path("data/taq-2018-01-02.mbp-1.csv.zst")], new ReadOptions());
        var outcomes = await new Backtest(options.On(source.Schema)).RunAsync(source, TestContext.Current.CancellationToken);
        return outcomes.Single().Windows;
    }
}
