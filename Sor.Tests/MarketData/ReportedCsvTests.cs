using Sor.Core.MarketData;
using static Sor.Tests.MarketData.CsvSample;

namespace Sor.Tests.MarketData;

/// <summary>What goes wrong with market data elsewhere, by public reports of it, and what is read or said here.</summary>
public sealed class ReportedCsvTests : IDisposable
{
    private const string Offers = "ts_event,publisher_id,ask_px_00,ask_sz_00,action,price,size,sequence";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("NA")] // R.
    [InlineData("#N/A")] // Spreadsheets.
    [InlineData("\\N")] // ClickHouse, MySQL and Hive.
    public void What_is_not_there_may_have_any_of_the_usual_names(string nothing)
    {
        using var source = Open($"{Header}\n{Row.Replace("222.83,421", $"{nothing},421", StringComparison.Ordinal)}\n");

        Drain(source).Single().AskPx.ShouldBe(Mbp1.UndefinedPrice);
        source.Summary.Rejects.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2e2", "3e3", 200, 3_000)] // R's readr.
    [InlineData("200", "1e+05", 200, 100_000)] // R itself.
    public void Zeros_at_the_end_of_a_number_may_be_an_exponent(string price, string size, long dollars, uint shares)
    {
        var row = Row.Replace(",222.83,421,36,", $",{price},421,{size},", StringComparison.Ordinal);
        var record = Drain(Open($"{Header}\n{row}\n")).Single();

        (record.AskPx, record.AskSz).ShouldBe((dollars * Nanos.One, shares));
    }

    [Theory]
    [InlineData("1.5e+05")]
    [InlineData("1e-05")]
    [InlineData("1e10")]
    [InlineData("e5")]
    [InlineData("1e")]
    public void Other_exponents_are_not_read(string size)
    {
        using var source = Open(
            $"{Header}\n{Row.Replace(",36,", $",{size},", StringComparison.Ordinal)}\n",
            new ReadOptions { MaxRejectRate = 1 });

        Drain(source).ShouldBeEmpty();
        source.Summary.Rejects.ShouldBe([new RejectCount("bad_size", 1)]);
    }

    [Theory]
    [InlineData("NA")]
    [InlineData("NAN")]
    public void A_symbol_that_means_nothing_elsewhere_is_a_symbol(string symbol)
    {
        using var source = Open($"{Header}\n{Row.Replace("AAPL", symbol, StringComparison.Ordinal)}\n");

        Drain(source);
        source.Summary.Symbols.ShouldBe([new InstrumentSymbol(38, symbol)]);
    }

    [Theory]
    [InlineData("2024-08-01D13:36:32.492082308")]
    [InlineData("2024.08.01D13:36:32.492082308")]
    public void Times_may_be_written_as_kdb_does(string time) =>
        Drain(Open($"{Header}\n{Row.Replace("2024-08-01T13:36:32.492082308Z", time, StringComparison.Ordinal)}\n"))
            .Single()
            .TsRecv.ShouldBe(Received);

    [Theory]
    [InlineData("2024-08-01T13:37Z")]
    [InlineData("2024-08-01 13:37")]
    [InlineData("2024-08-01T09:37-04:00")]
    public void Seconds_that_are_0_may_be_left_out_where_others_are_written(string time)
    {
        var read = Drain(Open($"{Offers}\n2024-08-01T13:36:59Z,2,1.5,100,A,,0,1\n{time},2,1.5,100,A,,0,2\n"));

        (read[1].TsEvent - read[0].TsEvent).ShouldBe(Market.Seconds(1));
    }

    [Theory]
    [InlineData("2024-08-01 13:37")]
    [InlineData("2024-08-01T13:37Z")]
    public void Times_of_which_not_one_has_seconds_are_not_read(string time) =>
        Should
            .Throw<SorException>(() => Drain(Open($"{Offers}\n{time},2,1.5,100,A,,0,1\n{time},2,1.5,100,A,,0,2\n")))
            .Message.ShouldContain("2 of 2 rows cannot be read (2 bad_time)");

    [Fact]
    public void Minutes_with_decimals_are_no_time() =>
        Drain(Open($"{Offers}\n2024-08-01T13:36:59Z,2,1.5,100,A,,0,1\n2024-08-01T13:37.5,2,1.5,100,A,,0,2\n", new() { MaxRejectRate = 1 }))
            .Count.ShouldBe(1);

    [Theory]
    [InlineData("bid_px_00,ask_px_00", "ask_px_00,bid_px_00")]
    [InlineData(",symbol", "")]
    public void A_header_again_with_other_columns_ends_the_run(string columns, string instead)
    {
        var other = Header.Replace(columns, instead, StringComparison.Ordinal);

        Should
            .Throw<SorException>(() => Drain(Open($"{Header}\n{Rows(200)}{other}\n{Rows(200)}")))
            .Message.ShouldBe(
                "data.csv, line 202: a header again, with other columns than the first, so that the rows after it would be read under the "
                + "wrong names; give the files that were put together here one by one");
    }

    [Theory]
    [InlineData(Header)]
    [InlineData("\uFEFF" + Header)]
    public void The_same_header_again_is_a_row_that_cannot_be_read(string again)
    {
        using var source = Open($"{Header}\n{Rows(200)}{again}\n{Rows(200)}");

        Drain(source).Count.ShouldBe(400);
        source.Summary.Rejects.ShouldBe([new RejectCount("bad_time", 1)]);
    }

    [Theory]
    [InlineData(2, "data.csv: 100 of 200 trades are the one before them again, number and stamps and all, and count twice; give each record once")]
    [InlineData(1, null)]
    public void Trades_that_stand_there_twice_are_asked_about(int times, string? asked) =>
        Doubt(i => $"2,80.01,100,T,80.01,100,{i + 1}", times).ShouldBe(asked);

    [Fact]
    public void Trades_that_nothing_numbers_may_be_alike() => Doubt(_ => "2,80.01,100,T,80.01,100,0", 2).ShouldBeNull();

    [Theory]
    [InlineData(9, "data.csv: 100 of 100 offers show fewer than 10 shares; if sizes are round lots, as NYSE TAQ has them before November 2025, multiply them by the lot, mostly 100")]
    [InlineData(10, null)]
    public void Sizes_that_look_like_lots_are_asked_about(int size, string? asked) =>
        Doubt(i => $"2,80.01,{size},A,,0,{i}").ShouldBe(asked);

    [Theory]
    [InlineData("0.000000161", "data.csv: offers start at 0.000000161 dollars a share, less than a quote's smallest step (0.0001): prices seem to have been divided once too often")]
    [InlineData("0.0001", null)]
    [InlineData("999", null)]
    [InlineData("1250", "data.csv: offers start at 1250 and are read as dollars a share")]
    [InlineData("1250.50", null)]
    public void Prices_that_look_like_another_unit_are_asked_about(string price, string? asked) =>
        Doubt(i => $"2,{price},100,A,,0,{i}").ShouldBe(asked);

    /// <summary>What is asked about a file of a hundred rows, a second after each other.</summary>
    private string? Doubt(Func<int, string> row, int times = 1)
    {
        var rows = Enumerable.Range(0, 100).SelectMany(i => Enumerable.Repeat($"2024-08-01T13:{36 + i / 60}:{i % 60:00}Z,{row(i)}\n", times));
        using var source = Open($"{Offers}\n2024-08-01T13:35:59Z,2,,,A,,0,0\n{string.Concat(rows)}");
        Drain(source);
        return source.Summary.Doubts.SingleOrDefault()?.Text;
    }

    private MarketDataSource Open(string text, ReadOptions? options = null) =>
        MarketDataFiles.Open([folder.Write("data.csv", text)], options ?? new ReadOptions());
}
