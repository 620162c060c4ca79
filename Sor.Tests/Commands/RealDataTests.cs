using System.Text.Json;

namespace Sor.Tests.Commands;

/// <summary>Files that once gave a confident answer which was wrong, and what a user sees now.</summary>
public sealed class RealDataTests : CommandTest
{
    [Fact]
    public async Task A_file_per_venue_gives_what_the_merged_file_gives_whatever_the_order()
    {
        var merged = await ResultAsync(Case("venues-merged"));

        foreach (var paths in new[] { new[] { Case("venue-xnas"), Case("venue-arcx") }, [Case("venue-arcx"), Case("venue-xnas")] })
        {
            var result = await ResultAsync(paths);
            Hash(result).ShouldBe(Hash(merged));
            BestAsk(result).ShouldBe(BestAsk(merged));
        }
    }

    [Fact]
    public async Task Venues_merged_with_ids_of_their_own_are_one_instrument()
    {
        var (own, merged) = (await ResultAsync(Case("venues-merged-own-ids")), await ResultAsync(Case("venues-merged")));

        Hash(own).ShouldBe(Hash(merged));
        BestAsk(own).ShouldBe(BestAsk(merged));
    }

    [Fact]
    public async Task Two_stocks_told_apart_by_their_ticker_are_two_instruments()
    {
        var result = await ResultAsync(Case("two-stocks-ticker"));

        result.GetProperty("data").GetProperty("crossed").GetInt64().ShouldBe(0);
        result.GetRawText().ShouldContain("AAA");
        result.GetRawText().ShouldContain("BBB");
    }

    [Fact]
    public async Task A_quoted_cell_with_a_comma_in_a_column_that_is_not_used_is_read()
    {
        var result = await ResultAsync(Case("quoted-comma"));

        result.GetProperty("data").GetProperty("records").GetInt64().ShouldBe(720);
    }

    [Fact]
    public async Task Prices_in_ten_thousandths_are_asked_about_and_read_as_such_when_told()
    {
        var path = Case("px-x10000");
        var ending = await Backtest(path).EndAsync();

        ending.Code.ShouldBe(0);
        ending.Error.ShouldContain(
            "px-x10000.csv.zst: offers start at 800300 and are read as dollars a share; if they are ten-thousandths of a dollar, give --price-scale 10000"
        );

        ending = await Backtest(path, "--price-scale", "10000").EndAsync();
        ending.Error.ShouldNotContain("--price-scale");
        ending.Code.ShouldBe(0);
        var read = BestAsk(await ResultAsync(path, "--price-scale", "10000"));
        read.ShouldBe(BestAsk(await ResultAsync(Case("venue-xnas"))));
    }

    [Fact]
    public Task A_scale_where_prices_have_their_own() => Fails(
        2,
        "market.dbn: prices of DBN are always in billionths of a dollar, and --price-scale is for CSV: leave it out, or run the files of CSV by themselves",
        "--price-scale",
        "10000",
        Write(Market(), "market.dbn"));

    [Theory]
    [InlineData("", true)]
    [InlineData("Z", false)]
    public async Task Times_without_a_zone_that_look_like_New_Yorks_are_asked_about(string zone, bool isAsked)
    {
        var rows = Enumerable.Range(0, 390).Select(i => $"2024-10-17 {9 + (30 + i) / 60:00}:{(30 + i) % 60:00}:00{zone},XNAS,80.00,500,80.02,500");
        var file = Folder.Write("day.csv", $"datetime,exchange,bid,bid_size,ask,ask_size\n{string.Join('\n', rows)}\n");

        var ending = await Backtest(file, "--quantity", "100", "--fees", "flat:take=0").EndAsync();

        const string Asked =
            "day.csv: times have no zone and are read as UTC; they begin at 09:30:00.000000000 and end at 15:59:00.000000000, as the exchanges do "
            + "by New York's clock: if they are that, write them with their offset, as 2024-08-01T09:30:00-04:00";
        ending.Error.ShouldBe(isAsked ? Asked : "");
    }

    [Fact]
    public Task A_scale_that_is_none() =>
        Fails(2, "--price-scale 7: is a power of ten from 1 to 1000000000, such as 10000", "--price-scale", "7", Write(Market()));

    [Fact]
    public Task The_same_file_twice()
    {
        var path = Write(Market());
        return Fails(2, $"{path} and {path} are the same file: every record would count twice; give it once", path, path);
    }

    [Fact]
    public async Task One_stamp_three_hours_ahead_is_named()
    {
        var path = Write(Market());
        var lines = File.ReadAllLines(path);
        lines[500] = lines[500].Replace("T14:", "T17:", StringComparison.Ordinal);
        File.WriteAllLines(path, lines);

        await Fails(
            3,
            "1902 of 2402 records are more than a second behind the clock, more than 1.00 % of them: record 500 of market.csv set it to "
            + "2024-10-17T17:34:09.500000000Z from "
                + "2024-10-17T14:34:09.000000000Z, and record 501 is at 2024-10-17T14:34:10.000000000Z: the first of the two stamps seems to be wrong; mend that record, or allow more with --max-disorder",
            path);
    }

    [Fact]
    public async Task Venues_one_after_the_other_in_one_file_are_said_to_be_that()
    {
        var path = Write(Market());
        var lines = File.ReadAllLines(path);
        File.WriteAllLines(
            path,
            [
                lines[0],
                .. lines.Skip(1).Where(l => l.Contains(",1,2,1,", StringComparison.Ordinal)),
                .. lines.Skip(1).Where(l => !l.Contains(",1,2,1,", StringComparison.Ordinal)),
            ]);

        var ending = await Backtest(path).EndAsync();

        Failed(ending, 3, "1199 of 2402 records are more than a second behind the clock");
        ending.Error.ShouldContain(
            "it seems that parts were put one after the other; give the parts as files of their own, or sort them by time"
        );
    }

    [Fact]
    public async Task Two_parts_in_turns_are_said_to_be_unsorted()
    {
        var rows = Enumerable
            .Range(0, 600)
            .SelectMany(i => new[] { 14, 17 }, (i, hour) => $"2024-10-17T{hour}:{i / 60:00}:{i % 60:00}Z,XNAS,80.00,80.03,300,300\n");

        var ending = await Backtest(Folder.Write("turns.csv", "timestamp,mic,bid,ask,bid_size,ask_size\n" + string.Concat(rows)))
            .EndAsync();

        Failed(ending, 3, "599 of 1200 records are more than a second behind the clock");
        ending.Error.ShouldEndWith("the records are not sorted by time; sort them, or allow more with --max-disorder");
    }

    [Fact]
    public async Task Rows_in_no_order_are_said_to_be_unsorted()
    {
        var path = Write(Market());
        var lines = File.ReadAllLines(path);
        var rows = lines[1..];
        new Random(1).Shuffle(rows);
        File.WriteAllLines(path, [lines[0], .. rows]);

        (await Backtest(path).EndAsync()).Error.ShouldEndWith(
            "the records are not sorted by time; sort them, or allow more with --max-disorder");
    }

    [Fact]
    public async Task Rows_in_reverse_are_said_to_be_unsorted_and_allowed_where_the_user_says_so()
    {
        var path = Write(Market());
        var lines = File.ReadAllLines(path);
        File.WriteAllLines(path, [lines[0], .. lines.Skip(1).Reverse()]);

        var ending = await Backtest(path).EndAsync();
        Failed(ending, 3, "2399 of 2402 records are more than a second behind the clock");
        ending.Error.ShouldEndWith("the records are not sorted by time; sort them, or allow more with --max-disorder");

        (await Backtest(path, "--max-disorder", "1").EndAsync()).Error.ShouldNotContain("behind the clock");
    }

    [Fact]
    public async Task A_price_of_0_is_no_quote_and_is_counted()
    {
        var market = Market();
        for (var i = 200; i < 300; i++) market.Records[i] = market.Records[i] with { AskPx = 0 };

        await Backtest(Write(market), "--horizon", "5m", "--fees", "flat:take=0").SucceedAsync();

        using var result = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Out, "result.json")));
        result.RootElement.GetProperty("data").GetProperty("zero_prices").GetInt64().ShouldBe(100);
        var prices = File.ReadLines(Path.Combine(Out, "fills.csv")).ToList();
        var column = Array.IndexOf(prices[0].Split(','), "price");
        prices
            .Skip(1)
            .Select(l => l.Split(',')[column])
            .ShouldAllBe(price => price.StartsWith("10", StringComparison.Ordinal) || price.StartsWith("9.", StringComparison.Ordinal));
    }

    [Fact]
    public Task A_file_of_trades_alone_is_no_market()
    {
        var market = new Market();
        for (var i = 0; i < 100; i++) market.Trade(i, Tests.Market.Nasdaq, 10m, 100);
        return Fails(3, "market.csv: all 100 records are trades, as in Databento's TBBO", Write(market));
    }

    private static string Case(string name) => SharedData.Path($"cases/{name}.csv.zst");

    private async Task<JsonElement> ResultAsync(params string[] arguments)
    {
        await Backtest([.. arguments, "--fees", "flat:take=0.001,add=-0.0005"]).SucceedAsync();
        using var result = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Out, "result.json")));
        return result.RootElement.Clone();
    }

    private static string Hash(JsonElement result) => result.GetProperty("data").GetProperty("hash").GetRawText();

    private static string BestAsk(JsonElement result) =>
        result.GetProperty("details").GetProperty("strategies").GetProperty("best_ask").GetRawText();
}
