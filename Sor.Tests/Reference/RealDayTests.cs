using System.Text.Json;
using Sor.Core;
using Sor.Core.Analysis;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Tape;

namespace Sor.Tests.Reference;

/// <summary>The real day: every number of every router and side against the reference.</summary>
public sealed class RealDayTests
{
    private static readonly string[] Routers = ["best_ask", "prorata", "sweep", "net", "static"];
    private static readonly Lazy<ReferenceMarket> Day = new(() => ReferenceMarket.Load(SharedData.Path("data/taq-2018-01-02.mbp-1.csv.zst")));
    private static readonly long Midnight = (long)UtcTime.Midnight(new DateOnly(2018, 1, 2));

    public static TheoryData<long, string, bool, int, string> Settings
    {
        get
        {
            var all = new TheoryData<long, string, bool, int, string>();
            foreach (var quantity in new[] { 500L, 5_000, 50_000 })
                foreach (var schedule in new[] { "twap", "immediate" })
                    foreach (var naive in new[] { false, true })
                        foreach (var latency in new[] { 0, 250 })
                            all.Add(quantity, schedule, naive, latency, "flat");
            all.Add(5_000, "pov:0.1", false, 0, "flat");
            all.Add(5_000, "twap", false, 1_500, "venues");
            all.Add(50_000, "immediate", false, 0, "venues");
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task Every_number_is_that_of_the_slow_and_obvious_reference(long quantity, string schedule, bool naive, int latencyMilliseconds, string fees)
    {
        var settings = new ReferenceSettings
        {
            From = Midnight + 52_500_000_000_000,
            To = Midnight + 75_540_000_000_000,
            Quantity = quantity,
            Schedule = schedule,
            Naive = naive,
            Latency = latencyMilliseconds * 1_000_000L,
            Fee = fees == "flat" ? _ => 0.001m : Fee,
        };
        var result = await Product(settings, fees);
        var strategies = result.GetProperty("details").GetProperty("strategies");
        result.GetProperty("details").GetProperty("parents").GetProperty("whole").GetInt32().ShouldBe(12);
        result.GetProperty("data").GetProperty("late").GetInt32().ShouldBe(Day.Value.Late);
        foreach (var router in Routers)
            foreach (var buys in new[] { true, false })
            {
                var parents = new List<ReferenceParent>();
                for (var from = settings.From; from + settings.Horizon <= settings.To; from += settings.Horizon)
                    parents.Add(new ReferenceExecution(Day.Value, settings, router, buys).Run(from, from + settings.Horizon));
                foreach (var (key, expected) in ReferenceResult.Of(Day.Value, settings, parents, buys))
                {
                    var node = strategies.GetProperty(router).GetProperty(buys ? "buy" : "sell");
                    foreach (var part in key.Split('.')) node = node.GetProperty(part);
                    (node.ValueKind == JsonValueKind.Null ? (decimal?)null : node.GetDecimal()).ShouldBe(expected, $"{router} {(buys ? "buy" : "sell")} {key}");
                }
            }
    }

    private static decimal Fee(string mic) => mic switch { "BATY" => -0.0002m, "EDGA" => -0.0016m, "XBOS" => 0.0007m, "IEXG" => 0.001m, _ => 0.003m };

    private static async Task<JsonElement> Product(ReferenceSettings settings, string fees)
    {
        using var folder = new TemporaryFolder();
        var schedule = folder.Write("fees.csv", "venue,from,to,take,add\nBATY,2018-01-01,2018-12-31,-0.0002,0\nEDGA,2018-01-01,2018-12-31,-0.0016,0\nXBOS,2018-01-01,2018-12-31,0.0007,0\nIEXG,2018-01-01,2018-12-31,0.001,0\n*,2018-01-01,2018-12-31,0.003,0\n");
        var options = new BacktestOptions
        {
            Order = new ParentOrder(settings.Quantity, new Collar(50 * Nanos.One), settings.Naive ? Liquidity.Naive : Liquidity.Depleting),
            Schedule = settings.Schedule switch
            {
                "twap" => new Schedule(ScheduleKind.Twap),
                "immediate" => new Schedule(ScheduleKind.Immediate),
                _ => new Schedule(ScheduleKind.PercentOfVolume, Nanos.One / 10),
            },
            Window = new TradingWindow((ulong)(settings.From - Midnight), (ulong)(settings.To - Midnight), false, (ulong)settings.Horizon),
            Tape = new TapeOptions((ulong)settings.Every, false, (ulong)settings.Latency, (ulong)settings.Bucket),
            Fees = FeeSchedule.Parse(fees == "flat" ? "flat:take=0.001,add=-0.0005" : schedule, anyDate: false),
            Grid = new([0], [1_500_000_000], [0]),
        };
        using var source = MarketDataFiles.Open([SharedData.Path("data/dbn/taq-2018-01-02.v3.dbn.zst")], new ReadOptions());
        var outcomes = await new Backtest(options).RunAsync(source, TestContext.Current.CancellationToken);
        var analysis = new TransactionCostAnalysis(options, outcomes, source.Schema.HasTrades);
        using var bytes = new MemoryStream();
        ResultWriter.Write(bytes, options, analysis, Verdict.Of(analysis, options), source.Schema, source.Summary);
        return JsonDocument.Parse(bytes.ToArray()).RootElement;
    }
}
