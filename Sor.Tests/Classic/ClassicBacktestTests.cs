using System.Text;
using System.Text.Json;
using Sor.Core.Classic;
using Sor.Core.MarketData;

namespace Sor.Tests.Classic;

public sealed class ClassicBacktestTests
{
    private static readonly ulong Midnight = UtcTime.Midnight(new DateOnly(2024, 8, 1));

    [Fact]
    public void A_worked_example()
    {
        // 13:36:32 shows 300 in lots, 13:36:33 shows 600: the allocator waits for the second and takes 200 at .82, of the two rows at .83
        // the later first.
        var result = Run(
            new ClassicOptions { Quantity = 500 },
            (32.1, 2, 222.81m, 190),
            (32.2, 2, 222.83m, 260),
            (33.0, 2, 222.83m, 200),
            (33.5, 2, 222.82m, 200),
            (33.9, 2, 222.83m, 200),
            (34.0, 2, 222.90m, 1_000));
        result.Optimized.Filled.ShouldBe(500);
        result.Optimized.TotalCash.ShouldBe(200 * 222.821m + 300 * 222.831m);
        result.BestAsk.TotalCash.ShouldBe(190 * 222.811m + 260 * 222.831m + 50 * 222.821m);
        // One bucket, swept at its first second: 50 shares are never bought.
        result.Twap.TotalCash.ShouldBe(190 * 222.811m + 260 * 222.831m);
        result.Twap.Remainder.ShouldBe(50);
        // 190/450 of 500 is 211, capped at 190; 260/450 of the 310 left is 179, …
        result.Vwap.TotalCash.ShouldBe(190 * 222.811m + 179 * 222.831m + 43 * 222.831m + 29 * 222.821m + 19 * 222.831m + 40 * 222.901m);
        result.Snapshots.ShouldBe(3);
        result.Rows.ShouldBe(6);
        result.Publishers.ShouldBe(1);
        result.Points.ShouldBe(64);
        result.Best.ShouldBe(ClassicOptions.DefaultGrid.First);
        result.Optimized.AvgFillPx.ShouldBe(222.827m);
    }

    [Fact]
    public void Without_a_snapshot_of_the_whole_order_the_allocator_never_trades_and_says_why()
    {
        var result = Run(new ClassicOptions { Quantity = 500 }, (32.1, 2, 222.81m, 490), (33.1, 2, 222.81m, 490));
        result.Optimized.Filled.ShouldBe(0);
        result.Optimized.AvgFillPx.ShouldBeNull();
        result.BestAsk.SavingOf(result.Optimized).ShouldBeNull();
        result.Notes.ShouldContain("the allocator never trades: no snapshot shows 500 shares in lots of 100");
        Run(new ClassicOptions { Quantity = 450 }, (32.1, 2, 222.81m, 490))
            .Notes.ShouldContain("the allocator never trades: it adds up lots of 100, and 450 is no multiple of that");
    }

    [Fact]
    public void Savings_compare_prices_of_filled_shares_not_cash()
    {
        var dear = new ClassicTotals(new ClassicFills(100, (Int128)200 * 100 * Nanos.One, 0, 0), 100);
        var cheap = new ClassicTotals(new ClassicFills(50, (Int128)199 * 50 * Nanos.One, 0, 0), 100);
        dear.SavingOf(cheap).ShouldBe(50m);
        cheap.SavingOf(dear).ShouldBe(-50.2513m);
    }

    [Fact]
    public void The_window_holds_its_last_second_whole_and_nothing_else()
    {
        var result = Run(
            new ClassicOptions { Quantity = 100 },
            (31.999, 2, 1m, 100),
            (32, 2, 2m, 100),
            (554.999, 2, 3m, 100),
            (555, 2, 4m, 100));
        result.Rows.ShouldBe(2);
        result.Snapshots.ShouldBe(2);
    }

    [Fact]
    public void Event_venues_are_the_first_row_of_each_publisher_at_one_stamp()
    {
        var options = new ClassicOptions { Quantity = 300, Snapshot = ClassicSnapshot.EventVenues };
        var result = Run(options, (32.1, 5, 10.02m, 200), (32.1, 2, 10.01m, 100), (32.1, 2, 10.00m, 900), (32.2, 2, 10.00m, 300));
        result.Rows.ShouldBe(3);
        result.Snapshots.ShouldBe(2);
        result.Optimized.TotalCash.ShouldBe(100 * 10.011m + 200 * 10.021m);
    }

    [Fact]
    public void Rows_out_of_order_belong_to_their_own_second()
    {
        var ordered = Run(new ClassicOptions { Quantity = 100 }, (32.1, 2, 10.02m, 100), (32.9, 2, 10.01m, 100), (33.0, 2, 10.00m, 100));
        var late = Run(new ClassicOptions { Quantity = 100 }, (32.1, 2, 10.02m, 100), (33.0, 2, 10.00m, 100), (32.9, 2, 10.01m, 100));
        late.Optimized.ShouldBe(ordered.Optimized);
        late.Vwap.ShouldBe(ordered.Vwap);
    }

    [Fact]
    public void What_cannot_be_answered_is_refused_by_name()
    {
        Should.Throw<SorException>(() => Run(new ClassicOptions(), (0, 2, 10m, 100))).Message.ShouldContain("13:36:32");
        Should.Throw<SorException>(() => Run(new ClassicOptions { Quantity = 0 }, (32, 2, 10m, 100))).Kind.ShouldBe(FailureKind.Request);
        var two = Records((32, 2, 10m, 100), (33, 2, 10m, 100));
        two[1].InstrumentId = 7;
        Should
            .Throw<SorException>(() => ClassicBacktest.Run(Source(two), new ClassicOptions()))
            .Message.ShouldContain("instruments 38 and 7");
    }

    [Fact]
    public void Baselines_are_those_of_the_public_implementations_to_the_cent_on_any_rows()
    {
        // Several rows per second, some seconds empty, sizes from none to more than a slice; windows from a moment to several buckets.
        var row = Gen.Select(
            Gen.Int[32_000, 300_000],
            Gen.Int[0, 30],
            Gen.Int[0, 900],
            (ms, tick, size) => (At: ms / 1000.0, Publisher: (ushort)2, Ask: 222.81m + tick * .01m, Size: (uint)size));
        Gen.Select(row.List[1, 80], Gen.Long[1, 6_000]).Sample(
            (rows, quantity) => Compare(Records([.. rows.OrderBy(r => r.At)]), new ClassicOptions { Quantity = quantity }),
            iter: 500);
    }

    [Theory]
    [InlineData(14, 36)]
    [InlineData(15, 0)]
    [InlineData(20, 50)]
    public void Baselines_are_those_of_the_public_implementations_to_the_cent_on_a_real_day(int hour, int minute)
    {
        using var source = MarketDataFiles.Open([SharedData.Path("data/taq-2018-01-02.mbp-1.csv.zst")], new ReadOptions());
        var records = new List<Mbp1>();
        var buffer = new Mbp1[4096];
        while (source.Read(buffer) is var count and > 0) records.AddRange(buffer.AsSpan(0, count));
        var from = (uint)(hour * 3600 + minute * 60 + 32);
        Compare([.. records], new ClassicOptions { From = Duration.OfSeconds(from), To = Duration.OfSeconds(from + 522) });
    }

    [Fact]
    public void A_file_in_the_dialect_with_two_stamps_of_one_name_gives_the_same_as_its_records()
    {
        var rows = new List<(double, ushort, decimal, uint)>();
        for (var i = 0; i < 2_000; i++) rows.Add((32 + i * .25, 2, 222.81m + i * 7 % 31 * .01m, (uint)(i * 37 % 700)));
        var records = Records([.. rows]);
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "l1_day.csv");
        File.WriteAllText(path, MbpTenFile.Text(records));
        using var source = MarketDataFiles.Open([path], new ReadOptions());
        var fromFile = ClassicBacktest.Run(source, new ClassicOptions(), cancel: TestContext.Current.CancellationToken);
        var inMemory = ClassicBacktest.Run(Source(records), new ClassicOptions(), cancel: TestContext.Current.CancellationToken);
        fromFile.Baselines.ShouldBe(inMemory.Baselines);
        fromFile.Optimized.ShouldBe(inMemory.Optimized);
        fromFile.Optimized.Filled.ShouldBe(0);
        fromFile.Rows.ShouldBe(inMemory.Rows);
    }

    [Fact]
    public void The_result_has_the_assignments_keys_first()
    {
        using var stream = new MemoryStream();
        ClassicResultWriter.Write(stream, Run(new ClassicOptions { Quantity = 100 }, (32.1, 2, 222.80m, 100)));
        using var json = JsonDocument.Parse(stream.ToArray());
        json.RootElement.EnumerateObject()
            .Select(p => p.Name)
            .ShouldBe(["best_parameters", "optimized", "baselines", "savings_vs_baselines_bps", "classic"]);
        Encoding.UTF8.GetString(stream.ToArray()).ShouldContain("\"total_cash\": 22280.1,\n");
        json.RootElement.GetProperty("best_parameters").GetProperty("theta_queue").GetDecimal().ShouldBe(.05m);
        json.RootElement.GetProperty("savings_vs_baselines_bps").GetProperty("twap").GetDecimal().ShouldBe(0);
        json.RootElement.GetProperty("classic").GetProperty("inert").GetArrayLength().ShouldBe(3);
    }

    private static void Compare(Mbp1[] records, ClassicOptions options)
    {
        const ulong day = 86_400 * (ulong)Nanos.One;
        var (from, end) = (options.From.Nanos, options.To.Nanos + (ulong)Nanos.One);
        var inWindow = records.Where(r => r.TsEvent % day >= from && r.TsEvent % day < end)
            .Where(r => r.AskPx != Mbp1.UndefinedPrice && r.AskSz != Mbp1.UndefinedSize);
        var snapshots = PublishedBaselines.BySecond(inWindow.Select(r => (r.TsEvent, r.AskPx, (long)r.AskSz)));
        var result = ClassicBacktest.Run(Source(records), options);
        Same(result.BestAsk, PublishedBaselines.BestAsk(snapshots, options.Quantity));
        Same(result.Twap, PublishedBaselines.Twap(snapshots, options.Quantity, 60));
        Same(result.Vwap, PublishedBaselines.Vwap(snapshots, options.Quantity));
        Same(
            ClassicBacktest.Run(Source(records), options with { TwapBucket = null }).Twap,
            PublishedBaselines.TwapPerSnapshot(snapshots, options.Quantity));

        static void Same(ClassicTotals totals, (double Cash, long Filled) published)
        {
            totals.Filled.ShouldBe(published.Filled);
            ((double)totals.TotalCash).ShouldBe(published.Cash, .005);
        }
    }

    private static ClassicResult Run(ClassicOptions options, params (double At, ushort Publisher, decimal Ask, uint Size)[] rows) =>
        ClassicBacktest.Run(Source(Records(rows)), options);

    private static Records Source(Mbp1[] records) => new(records, new SourceSchema("mbp-10", true, true));

    /// <summary>Times are seconds after 13:36:00.</summary>
    private static Mbp1[] Records(params (double At, ushort Publisher, decimal Ask, uint Size)[] rows) => [.. rows.Select(r => new Mbp1
    {
        Length = 20,
        RecordType = 10,
        PublisherId = r.Publisher,
        InstrumentId = 38,
        TsEvent = Midnight + (ulong)(decimal.Multiply(48_960 + (decimal)r.At, Nanos.One)),
        TsRecv = Midnight + (ulong)(decimal.Multiply(48_960 + (decimal)r.At, Nanos.One)) + 170_625,
        Action = RecordAction.Add,
        Side = RecordSide.Ask,
        Flags = RecordFlags.Last,
        Price = (long)(r.Ask * Nanos.One),
        Size = 1,
        BidPx = (long)(r.Ask * Nanos.One) - 10_000_000,
        AskPx = (long)(r.Ask * Nanos.One),
        BidSz = 100,
        AskSz = r.Size,
    })];
}
