using System.Text.Json;
using Sor.Core.MarketData;
using Sor.Tests.Classic;

namespace Sor.Tests.Commands;

/// <summary><c>backtest --preset classic</c>, run as a user runs it.</summary>
public sealed class ClassicPresetTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Out => folder.File("out");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(5_000, "60s")]
    [InlineData(1_200, "45s")]
    [InlineData(1_200, "snapshot")]
    public async Task A_file_gives_the_assignments_baselines_to_the_cent(long quantity, string bucket)
    {
        var records = Day();
        var output = await Classic(Write(records), "--quantity", $"{quantity}", "--bucket", bucket).SucceedAsync();

        var seconds = PublishedBaselines.BySecond(records.Select(r => (r.TsEvent, r.AskPx, (long)r.AskSz)));
        var twap =
            bucket == "snapshot"
                ? PublishedBaselines.TwapPerSnapshot(seconds, quantity)
                : PublishedBaselines.Twap(seconds, quantity, long.Parse(bucket[..^1]));
        using var result = Result();
        var baselines = result.RootElement.GetProperty("baselines");
        foreach (
            var (name, published) in new[]
            {
                ("best_ask", PublishedBaselines.BestAsk(seconds, quantity)),
                ("twap", twap),
                ("vwap", PublishedBaselines.Vwap(seconds, quantity)),
            }
        )
        {
            baselines.GetProperty(name).GetProperty("total_cash").GetDouble().ShouldBe(published.Cash, .005, name);
            result.RootElement.GetProperty("classic").GetProperty("filled").GetProperty(name).GetInt64().ShouldBe(published.Filled, name);
        }

        result
            .RootElement.EnumerateObject()
            .Select(p => p.Name)
            .ShouldBe(["best_parameters", "optimized", "baselines", "savings_vs_baselines_bps", "classic"]);
        result.RootElement.GetProperty("classic").GetProperty("points").GetInt32().ShouldBe(64);
        output.ShouldContain("best_ask");
        output.ShouldContain(quantity == 5_000 ? "its allocator buys nothing" : "no parameter has any part in it");
        output.ShouldContain("lambda_over, lambda_under and theta_queue are inert");
        output.ShouldContain("1 publisher count as venues of 500 seconds");
    }

    [Fact]
    public async Task Json_is_the_file_and_nothing_else()
    {
        var ending = await Classic(Write(Day()), "--json").EndAsync();

        (ending.Code, ending.Error).ShouldBe((0, ""));
        ending.Output.ShouldBe(File.ReadAllText(Path.Combine(Out, "result.json")).Trim());
        Files().ShouldBe(["result.json", "run.json"]);
    }

    [Fact]
    public async Task The_first_of_the_points_is_named_since_all_cost_the_same()
    {
        await Classic(Write(Day()), "--lambda-over", "0.2,0.4", "--lambda-under", "3", "--theta-queue", "0,0.5").SucceedAsync();

        using var result = Result();
        result.RootElement.GetProperty("best_parameters").GetRawText().ShouldBe("""
            {
                "lambda_over": 0.2,
                "lambda_under": 3,
                "theta_queue": 0
              }
            """, StringCompareShould.IgnoreLineEndings);
        result.RootElement.GetProperty("classic").GetProperty("points").GetInt32().ShouldBe(4);
    }

    [Fact]
    public async Task Window_fee_clock_and_snapshot_act()
    {
        var records = Day();
        for (var i = 0; i < records.Length; i++) records[i].TsRecv = records[i].TsEvent + 100 * (ulong)Nanos.One;
        var path = Write(records);
        await Classic(
                path,
                "--from",
                "13:39:00",
                "--to",
                "13:39:59",
                "--fees",
                "flat:take=0.003,add=-0.002",
                "--quantity",
                "100",
                "--clock",
                "recv")
            .SucceedAsync();

        var inWindow = records.Where(r => r.TsRecv / 1_000_000_000 % 86_400 is >= 49_140 and <= 49_199);
        var seconds = PublishedBaselines.BySecond(inWindow.Select(r => (r.TsRecv, r.AskPx, (long)r.AskSz)));
        using (var result = Result())
        {
            var (cash, filled) = PublishedBaselines.BestAsk(seconds, 100);
            result
                .RootElement.GetProperty("baselines")
                .GetProperty("best_ask")
                .GetProperty("total_cash")
                .GetDouble()
                .ShouldBe(cash + filled * .002, .005);
        }

        await Classic(path, "--snapshot", "event-venues").SucceedAsync();
        using var byEvent = Result();
        byEvent.RootElement.GetProperty("classic").GetProperty("snapshots").GetInt32().ShouldBe(2_000);
    }

    [Theory]
    [InlineData("--side", "buy")]
    [InlineData("--horizon", "all")]
    [InlineData("--schedule", "immediate")]
    [InlineData("--every", "1s")]
    [InlineData("--latency", "1ms")]
    [InlineData("--collar", "50")]
    [InlineData("--liquidity", "naive")]
    [InlineData("--fees-any-date", null)]
    [InlineData("--optimize", "static")]
    [InlineData("--walk-forward", "2h/1h")]
    [InlineData("--flags", "use")]
    [InlineData("--threads", "1")]
    [InlineData("--audit", null)]
    [InlineData("--group", "g")]
    public async Task An_option_that_cannot_act_is_refused_by_name(string option, string? value)
    {
        var ending = await Classic("nowhere.csv", value is null ? [option] : [option, value]).EndAsync();

        ending.Code.ShouldBe(2);
        ending.Error.ShouldBe(
            $"{option} cannot act with --preset classic, whose rules are fixed (see docs/classic.md): drop one of the two");
        ending.Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--fees", "fees.csv", "--fees fees.csv: --preset classic has one fee everywhere, such as flat:take=0.001,add=-0.0005")]
    [InlineData(
        "--from",
        "2024-08-01T13:36:32Z",
        "--from 2024-08-01T13:36:32Z: with --preset classic it is a UTC time of day such as 13:36:32"
    )]
    [InlineData("--snapshot", "book", "--snapshot book: is one of second-rows, event-venues")]
    [InlineData("--quantity", "0", "--quantity 0: is a whole number of shares from 1 to 1000000000")]
    public async Task A_value_that_cannot_be_is_refused(string option, string value, string said)
    {
        var ending = await Classic(Write(Day()), option, value).EndAsync();

        (ending.Code, ending.Error).ShouldBe((2, said));
    }

    [Fact]
    public async Task A_snapshot_without_the_preset_is_refused()
    {
        var ending = await SorProcess.Backtest("--snapshot", "second-rows").EndAsync();

        ending.Code.ShouldBe(2);
        ending.Error.ShouldStartWith("--snapshot is for --preset classic");
    }

    [Fact]
    public async Task An_empty_window_is_named()
    {
        var ending = await Classic(Write(Day()), "--from", "09:00", "--to", "09:30").EndAsync();

        ending.Code.ShouldBe(3);
        ending.Error.ShouldStartWith("no row with an ask between 09:00:00.000000000 and 09:30:00.000000000 UTC");
        Directory.EnumerateFiles(Out).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rejected_rows_are_counted_shown_and_written_down()
    {
        var path = Write(Day());
        File.AppendAllText(path, "rubbish\n");
        var output = await Classic(path).SucceedAsync();

        output.ShouldContain("1 rejected (1 field_count)");
        output.ShouldContain("day.csv, line 2002: field_count: rubbish");
        File.ReadAllLines(Path.Combine(Out, "rejects.csv"))[1].ShouldStartWith("field_count,\"day.csv\",2002,0,");
        Files().ShouldBe(["rejects.csv", "result.json", "run.json"]);

        await Classic(Write(Day())).SucceedAsync();
        Files().ShouldBe(["result.json", "run.json"], "the rejects of the run before are not this one's");
    }

    private SorProcess Classic(string file, params string[] options) =>
        SorProcess.Backtest([file, "--preset", "classic", "--out", Out, .. options]);

    private JsonDocument Result() => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Out, "result.json")));

    private string[] Files() => [.. Directory.EnumerateFiles(Out).Select(f => Path.GetFileName(f)).Order()];

    private string Write(Mbp1[] records) => folder.Write("day.csv", MbpTenFile.Text(records));

    /// <summary>Four rows a second for 500 seconds of one venue, in the window of the assignment.</summary>
    private static Mbp1[] Day()
    {
        var start = UtcTime.Midnight(new DateOnly(2024, 8, 1)) + Market.Seconds(13 * 3600 + 36 * 60 + 32);
        return [.. Enumerable.Range(0, 2_000).Select(i => new Mbp1
        {
            Length = 20,
            RecordType = 10,
            PublisherId = 2,
            InstrumentId = 38,
            TsEvent = start + (ulong)i * 250_000_000,
            TsRecv = start + (ulong)i * 250_000_000 + 170_625,
            Action = RecordAction.Add,
            Side = RecordSide.Ask,
            Flags = RecordFlags.Last,
            Price = Market.Px(222.81m),
            Size = 1,
            BidPx = Market.Px(222.80m),
            AskPx = Market.Px(222.81m + i * 7 % 31 * .01m),
            BidSz = 100,
            AskSz = (uint)(i * 37 % 700),
        })];
    }
}
