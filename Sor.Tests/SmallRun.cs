using Sor.Core.Analysis;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Pipeline;
using Sor.Core.Results;
using Sor.Core.Tape;
using Sor.Core.Tuning;

namespace Sor.Tests;

/// <summary>Backtests small enough for a test: parents of 300 shares, over three venues that quote around twenty dollars.</summary>
internal static class SmallRun
{
    public static SourceSchema Schema { get; } = new("mbp-1", HasBids: true, HasTrades: true);

    /// <summary>Parents of ten seconds each, so many seconds long.</summary>
    public static BacktestOptions Options(double seconds) => new()
    {
        Fees = FeeSchedule.Parse("flat:take=0.003,add=-0.002", anyDate: false),
        Order = new ParentOrder(300, new Collar(50 * Nanos.One), Liquidity.Depleting),
        Window = TradingWindow.Between(Market.Open, Market.Open + Market.Seconds(seconds), Duration.OfSeconds(10)),
        Tape = new TapeOptions { Bucket = Duration.OfSeconds(5) },
    };

    /// <summary>200 seconds in which more is traded than anyone here takes; stamps are hundredths of a second.</summary>
    public static Mbp1[] LiquidVenues() => [.. Venues(quotes: 850, apart: 0.25, leastSize: 100, traded: 5_000).Records];

    /// <summary>40 seconds of instruments with ids from 1, each of which shows other sizes; now and then a side is empty.</summary>
    /// <param name="count">How many instruments.</param>
    /// <param name="then">What comes after the 40 seconds.</param>
    public static Mbp1[] Instruments(int count, Market? then = null) =>
    [
        .. Venues(quotes: 400, apart: 0.11, leastSize: 0, traded: 50).Append(then ?? new Market()).Records.SelectMany(r =>
            Enumerable.Range(1, count).Select(id => r with { InstrumentId = (uint)id, AskSz = r.AskSz + (uint)id * 10 })),
    ];

    public static async Task<IReadOnlyList<InstrumentOutcome>> OutcomesAsync(
        BacktestOptions options, Mbp1[] records, SourceSchema? schema = null)
    {
        using var source = new Records(records, schema ?? Schema);
        return await new Backtest(options).RunAsync(source, TestContext.Current.CancellationToken);
    }

    public static async Task<BacktestResult> ResultAsync(BacktestOptions options, Mbp1[] records, SourceSchema? schema = null) =>
        Result(options, await OutcomesAsync(options, records, schema), schema);

    public static BacktestResult Result(BacktestOptions options, IReadOnlyList<InstrumentOutcome> outcomes, SourceSchema? schema = null) =>
        TransactionCostAnalysis.Of(options, outcomes, schema ?? Schema, SourceSummary.Empty);

    /// <summary>A result as <c>result.json</c>.</summary>
    public static string Json(this BacktestResult result)
    {
        using var bytes = new MemoryStream();
        result.Write(bytes);
        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static Market Venues(int quotes, double apart, uint leastSize, uint traded)
    {
        var market = new Market();
        for (var i = 0; i < quotes; i++)
        {
            var (at, venue) = (-1 + i * apart, (ushort)(i % 3 == 0 ? Market.Nasdaq : i % 3 == 1 ? Market.Nyse : Market.Arca));
            var px = 20m + i * 37 % 5 * 0.01m;
            market.Quote(at, venue, px, leastSize + (uint)(i % 5 * 100), px + 0.06m, leastSize + (uint)(i * 7 % 4 * 100));
            if (i % 4 == 0) market.Trade(at, venue, px, traded);
        }

        return market;
    }
}
