using System.Globalization;
using System.Text;

namespace Sor.Tests.Reference;

/// <summary>
/// Small markets at random, with all that real ones have (late rows, equal stamps, one-sided, locked and crossed moments, prints, cleared venues, events of several rows,
/// second publishers, reporting facilities, wide spreads, silences, a day before), under random settings: every number against the reference.
/// </summary>
public sealed class RandomMarketTests
{
    private const long Start = 1_729_175_400_000_000_000;
    private const long Second = 1_000_000_000;
    private const string Header = "ts_recv,ts_event,publisher_id,action,side,price,size,flags,bid_px_00,ask_px_00,bid_sz_00,ask_sz_00";

    private static readonly int[] Publishers = [2, 3, 5, 9, 43, 81, 82];

    // Another price, another publisher that speaks for XNAS, and a venue that is not there on the day itself: nothing of it may be left.
    private static readonly string[] DayBefore =
    [
        Row(Start - 86_400 * Second, 81, "M", null, 0, 128, 90m, 90.02m, 300, 300),
        Row(Start - 86_399 * Second, 12, "M", null, 0, 128, 90.01m, 90.02m, 300, 300),
        Row(Start - 86_398 * Second, 9, "M", null, 0, 128, 90.01m, 90.03m, 300, 300),
    ];

    /// <param name="pace">Seconds for each second: with a minute for a second, windows are long enough for a usual spread.</param>
    private static Gen<string[]> Rows(long pace) => Gen.Select(
        Gen.Int[0, 6], Gen.Frequency((6, Gen.Int[0, 900]), (1, Gen.Const(0)), (1, Gen.Int[-400, 0])), Gen.Int[-3, 3], Gen.Int[-1, 4], Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[0, 19], Gen.Int[1, 9])
        .Array[30, 220].Select(Gen.Bool).Select((updates, dayBefore) =>
        {
            var rows = new List<string>();
            if (dayBefore) rows.AddRange(DayBefore);
            rows.Add(Row(Start - 3 * pace * Second, 2, "M", null, 0, 128, 99.98m, 100.02m, 300, 300));
            var at = Start - 2 * pace * Second;
            foreach (var (venue, wait, move, spread, bidSize, askSize, kind, size) in updates)
            {
                at += (wait < 0 ? wait : wait * pace) * 1_000_000L;
                var bid = 100m + move * 0.01m;
                decimal? ask = bid + spread * 0.01m;
                rows.Add(kind switch
                {
                    < 3 => Row(at, Publishers[venue], "T", bid, size * 50, 128, bid, ask, 100, 100),
                    3 => Row(at, Publishers[venue], "R", null, 0, 128, null, null, 0, 0),
                    4 => Row(at, Publishers[venue], "A", bid, size, 0, bid, ask, 100, 100),
                    5 => Row(at, Publishers[venue], "M", null, 0, 128, null, ask, 0, askSize * 100),
                    6 => Row(at, Publishers[venue], "M", null, 0, 128, bid, null, bidSize * 100, 0),
                    7 => Row(at, Publishers[venue], "M", null, 0, 128, bid - 12m, ask + 13m, bidSize * 100, askSize * 100),
                    _ => Row(at, Publishers[venue], "M", null, 0, 128, bid, ask, bidSize * 100, askSize * 100),
                });
            }

            return rows.ToArray();
        });

    private static Gen<ReferenceSettings> Settings(long pace) => Gen.Select(
        Gen.Select(Gen.Long[1, 2_500], Gen.OneOf(5L, 8, 20), Gen.OneOf(1_000L, 700, 250), Gen.OneOf(5_000L, 3_000, 1_000)),
        Gen.Select(Gen.OneOf(0L, 0, 1, 300, 1_000, 2_500), Gen.OneOf("twap", "immediate", "pov:0.3"), Gen.Bool, Gen.Bool),
        Gen.OneOf(50m, 2m, 1.5m),
        Gen.Select(Gen.Int[15, 60], Gen.OneOf(0L, 3_000, 60_000)),
        Gen.OneOf(0.1m, 0.0003m),
        Gen.OneOf(300_000_000_000L, 600_000_000)).Select((order, execution, collar, length, maxSpread, maxSilence) => new ReferenceSettings
        {
            From = Start,
            To = Start + length.Item1 * pace * Second,
            Overtime = length.Item2 * pace * 1_000_000,
            Session = Start - 3_600 * Second,
            Quantity = order.Item1,
            Horizon = order.Item2 * pace * Second,
            Every = order.Item3 * pace * 1_000_000,
            Bucket = order.Item4 * pace * 1_000_000,
            Latency = execution.Item1 * pace * 1_000_000,
            Schedule = execution.Item2,
            Naive = execution.Item3,
            EveryEvent = execution.Item4,
            CollarBps = collar,
            MaxSpread = maxSpread,
            MaxSilence = maxSilence < Second ? maxSilence * pace : maxSilence,
            LambdaUnder = [0.5m, 1.25m, 3m],
            Fee = mic => mic switch { "BATS" => -0.0002m, "XBOS" => 0.0007m, _ => 0.003m },
        });

    [Fact]
    public void Every_number_of_a_random_market_is_that_of_the_slow_and_obvious_reference()
    {
        using var folder = new TemporaryFolder();
        var fees = folder.Write("fees.csv", "venue,from,to,take,add\nBATS,2024-01-01,2024-12-31,-0.0002,0\nXBOS,2024-01-01,2024-12-31,0.0007,0\n*,2024-01-01,2024-12-31,0.003,0\n");
        Gen.OneOf(1L, 60L).SelectMany(pace => Gen.Select(Rows(pace), Settings(pace))).Sample(
            (rows, settings) =>
            {
                var csv = Header + "\n" + string.Join('\n', rows) + "\n";
                var answer = new ReferenceAnswer(new ReferenceMarket(new StringReader(csv), settings.MaxSpread), settings);
                var run = () => ReferenceComparison.Product(folder.Write("day.csv", csv), settings, fees).GetAwaiter().GetResult();
                if (answer.Count == 0) Should.Throw<SorException>(() => run()).Kind.ShouldBe(FailureKind.Data);
                else run().ShouldEqual(answer.Numbers());
            },
            iter: 1_500,
            threads: 1,
            print: sample =>
            {
                var (rows, settings) = sample;
                return settings + "\n" + Header + "\n" + string.Join('\n', rows);
            });
    }

    [Fact]
    public async Task A_window_that_begins_with_the_last_record_has_no_market_and_is_left_out()
    {
        using var folder = new TemporaryFolder();
        string[] rows =
        [
            Row(Start - Second, 2, "M", null, 0, 128, 99.98m, 100.02m, 300, 300),
            Row(Start + 2 * Second, 3, "M", null, 0, 128, 99.99m, 100.01m, 200, 200),
            Row(Start + 5 * Second, 2, "M", null, 0, 128, 99.97m, 100.00m, 300, 300),
        ];
        var settings = new ReferenceSettings
        {
            From = Start,
            To = Start + 10 * Second,
            Session = Start - 3_600 * Second,
            Quantity = 54,
            Horizon = 5 * Second,
            Every = Second,
            Bucket = Second,
            Latency = 0,
            Schedule = "twap",
            Naive = false,
            EveryEvent = false,
            CollarBps = 50,
            LambdaUnder = [0.5m, 1.25m, 3m],
            Fee = _ => 0.003m,
        };
        var csv = Header + "\n" + string.Join('\n', rows) + "\n";

        var result = await ReferenceComparison.Product(folder.Write("day.csv", csv), settings, folder.Write("fees.csv", "venue,from,to,take,add\n*,2024-01-01,2024-12-31,0.003,0\n"));

        var parents = result.GetProperty("details").GetProperty("parents");
        (parents.GetProperty("whole").GetInt32(), parents.GetProperty("left_out_after_data").GetInt32()).ShouldBe((1, 1));
        result.ShouldEqual(new ReferenceAnswer(new ReferenceMarket(new StringReader(csv)), settings).Numbers());
    }

    private static string Row(long time, int publisher, string action, decimal? price, int size, int flags, decimal? bid, decimal? ask, int bidSize, int askSize)
    {
        var text = new StringBuilder();
        var stamp = DateTimeOffset.FromUnixTimeSeconds(time / Second).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) + $".{time % Second:000000000}Z";
        text.Append(CultureInfo.InvariantCulture, $"{stamp},{stamp},{publisher},{action},N,{price},{size},{flags},{bid},{ask},{bidSize},{askSize}");
        return text.ToString();
    }
}
