using System.Globalization;
using System.Text.Json;
using Sor.Core.Analysis;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Pipeline;
using Sor.Core.Strategies;
using Sor.Core.Tape;
using Sor.Core.Tuning;

namespace Sor.Tests.Reference;

/// <summary>Runs the product with the reference's settings, and holds its result against the reference number by number.</summary>
internal static class ReferenceComparison
{
    /// <summary>The result of the product over one or more files.</summary>
    public static async Task<JsonElement> Product(string file, ReferenceSettings settings, string fees)
    {
        var options = Options(settings, fees, Routers(settings));
        using var source = MarketDataFiles.Open([file], new ReadOptions { MaxDisorder = 1 });
        var outcomes = await new Backtest(options).RunAsync(source, TestContext.Current.CancellationToken);
        using var bytes = new MemoryStream();
        TransactionCostAnalysis.Of(options, outcomes, source.Schema, source.Summary).Write(bytes);
        return JsonDocument.Parse(bytes.ToArray()).RootElement;
    }

    /// <summary>What a run of the product with these settings depends on.</summary>
    public static BacktestOptions Options(ReferenceSettings settings, string fees, StrategySet strategies) =>
        new()
        {
            Order = new ParentOrder(
                settings.Quantity, new Collar(Nano(settings.CollarBps)), settings.Naive ? Liquidity.Naive : Liquidity.Depleting),
            Strategies = strategies,
            Window = TradingWindow.Between((ulong)settings.From, (ulong)settings.To, Span(settings.Horizon)),
            Tape = new TapeOptions
            {
                Every = Span(settings.Every),
                EveryEvent = settings.EveryEvent,
                Latency = Span(settings.Latency),
                Bucket = Span(settings.Bucket),
                Overtime = Span(settings.Overtime),
            },
            Replay = new ReplayOptions
            {
                Limits = new() { MaxSpreadNano = Nano(settings.MaxSpread), MaxSilence = Span(settings.MaxSilence) },
            },
            Fees = FeeSchedule.Parse(fees, anyDate: false),
            LongestSlice = settings.Slice == 0 ? null : Span(settings.Slice),
        };

    /// <summary>The plain routers and `static` at each of the settings' points.</summary>
    public static StrategySet Routers(ReferenceSettings settings) =>
        new(Schedule(settings.Schedule), TunedRouter.Static, new([0], [.. settings.LambdaUnder.Select(Nano)], [0]));

    /// <summary>Every router; `queue` at one point.</summary>
    public static StrategySet RestingRouters(ReferenceSettings settings, ReferenceStrategy queue) =>
        new(
            Schedule(settings.Schedule),
            TunedRouter.Queue,
            new([Nano(queue.LambdaOver)], [Nano(queue.LambdaUnder)], [Nano(queue.Theta)]),
            rests: true,
            Nano(settings.Overfill));

    /// <summary>Every number of the reference, found by its path in the product's result.</summary>
    public static void ShouldEqual(this JsonElement result, Dictionary<string, decimal?> expected)
    {
        foreach (var (path, number) in expected)
        {
            var node = result;
            foreach (var part in path.Split('.'))
                node = node.ValueKind == JsonValueKind.Array ? node[int.Parse(part, CultureInfo.InvariantCulture)] : node.GetProperty(part);
            (node.ValueKind == JsonValueKind.Null ? (decimal?)null : node.GetDecimal()).ShouldBe(number, path);
        }

        // And no venue or bucket beside those of the reference.
        foreach (var router in result.GetProperty("details").GetProperty("strategies").EnumerateObject())
            foreach (var side in new[] { "buy", "sell" })
            {
                var prefix = $"details.strategies.{router.Name}.{side}.";
                var venues = expected.Keys.Count(k =>
                    k.StartsWith(prefix + "venues.", StringComparison.Ordinal) && k.EndsWith(".shares", StringComparison.Ordinal));
                var buckets = expected.Keys.Count(k => k.StartsWith(prefix + "buckets.", StringComparison.Ordinal));
                router.Value.GetProperty(side).GetProperty("venues").EnumerateObject().Count().ShouldBe(venues);
                router.Value.GetProperty(side).GetProperty("buckets").GetArrayLength().ShouldBe(buckets);
            }
    }

    private static Schedule Schedule(string name) => name switch
    {
        "twap" => new Schedule(ScheduleKind.Twap),
        "immediate" => new Schedule(ScheduleKind.Immediate),
        var pov => new Schedule(ScheduleKind.PercentOfVolume, Nano(decimal.Parse(pov[4..], CultureInfo.InvariantCulture))),
    };

    private static Duration Span(long nanos) => new((ulong)nanos);

    private static long Nano(decimal value) => (long)(value * Nanos.One);
}
