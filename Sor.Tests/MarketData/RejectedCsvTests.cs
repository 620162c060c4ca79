using Sor.Core.MarketData;
using static Sor.Tests.MarketData.CsvSample;

namespace Sor.Tests.MarketData;

/// <summary>Rows that cannot be read: each is told by its place and reason, and how many are borne is said.</summary>
public sealed class RejectedCsvTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("222.83", "-222.83", "bad_price", 15, "ask_px_00")]
    [InlineData("222.83", "22283000000000000000", "bad_price", 15, "ask_px_00")]
    [InlineData("222.83", "99999999.5", "bad_price", 15, "ask_px_00")]
    [InlineData("222.83", "222,83", "field_count", 0, "")]
    [InlineData("222.83", "2.2e2", "bad_price", 15, "ask_px_00")]
    [InlineData(",36,", ",-36,", "bad_size", 17, "ask_sz_00")]
    [InlineData(",36,", ",4000000000,", "bad_size", 17, "ask_sz_00")]
    [InlineData(",36,", ",99999999999999999999,", "bad_size", 17, "ask_sz_00")]
    [InlineData(",2,38,", ",70000,38,", "bad_publisher", 4, "publisher_id")]
    [InlineData(",2,38,", ",2,-1,", "bad_instrument", 5, "instrument_id")]
    [InlineData(",A,B,", ",Q,B,", "bad_action", 6, "action")]
    [InlineData(",A,B,", ",A,buy,", "bad_side", 7, "side")]
    [InlineData(",128,", ",256,", "bad_number", 11, "flags")]
    [InlineData("13:36:32.491911683Z", "25:36:32Z", "bad_time", 2, "ts_event")]
    [InlineData("13:36:32.491911683Z", "13:36:32-4:00", "bad_time", 2, "ts_event")]
    [InlineData("2024-08-01T13:36:32.491911683Z", "17225193", "bad_time", 2, "ts_event")]
    [InlineData("2024-08-01T13:36:32.491911683Z", "2024-02-30T13:36:32Z", "bad_time", 2, "ts_event")]
    [InlineData(",AAPL", "", "field_count", 0, "")]
    public void A_bad_cell_is_rejected_with_its_line_and_column(string good, string bad, string reason, int column, string name)
    {
        using var source = Open(
            $"{Header}\n{Row}\n{Row.Replace(good, bad, StringComparison.Ordinal)}\n{Row}\n",
            new ReadOptions { MaxRejectRate = 1 }
        );
        Drain(source).Count.ShouldBe(2);

        source.Summary.Rejects.ShouldBe([new RejectCount(reason, 1)]);
        var place = column == 0 ? "line 3" : $"line 3, column {column} ({name})";
        source.FirstRejects.Single().ShouldStartWith($"data.csv, {place}: {reason}: ");
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("18446744073709551615")]
    public void A_row_without_any_time_is_rejected(string none)
    {
        using var source = Open($"ts_event,publisher_id,ask_px_00,ask_sz_00\n{none},2,222.8,100\n", new ReadOptions { MaxRejectRate = 1 });

        Drain(source).ShouldBeEmpty();
        source.FirstRejects.Single().ShouldStartWith("data.csv, line 2, column 1 (ts_event): bad_time");
    }

    [Fact]
    public void Strict_ends_at_the_first_bad_row()
    {
        var failure = Should.Throw<SorException>(() =>
            Drain(Open($"{Header}\n{Row.Replace("222.83", "x", StringComparison.Ordinal)}\n", new ReadOptions { Strict = true })));

        failure.Kind.ShouldBe(FailureKind.Data);
        failure.Message.ShouldStartWith("data.csv, line 2, column 15 (ask_px_00): bad_price: ");
    }

    [Fact]
    public void Too_many_bad_rows_fail_the_run_and_say_how_to_allow_them()
    {
        var text = $"{Header}\n" + string.Concat(Enumerable.Range(0, 100).Select(i => (i % 50 == 7 ? "rubbish" : Row) + "\n"));

        var failure = Should.Throw<SorException>(() => Drain(Open(text)));

        failure.Kind.ShouldBe(FailureKind.Data);
        failure.Message.ShouldContain("2 of 100 rows cannot be read (2 field_count)");
        failure.Remedy.ShouldBe(new MendOrAllowMoreRejects());
        Drain(Open(text, new ReadOptions { MaxRejectRate = 0.02 })).Count.ShouldBe(98);
    }

    [Fact]
    public void Rejects_are_written_so_that_no_spreadsheet_runs_them()
    {
        using var rejects = new StringWriter();
        Drain(
            Open($"{Header}\n=cmd|'/c calc'!A1\n\"quoted\"\t\u0007\n", new ReadOptions { MaxRejectRate = 1, OpenRejects = () => rejects }));

        rejects.ToString().ShouldBe("reason,file,line,column,column_name,offset,text\n" +
            $"field_count,\"data.csv\",2,0,\"\",0,\"'=cmd|'/c calc'!A1\"\n" +
            $"field_count,\"data.csv\",3,0,\"\",0,\"\"\"quoted\"\" \uFFFD\"\n");
    }

    [Fact]
    public void A_line_without_end_is_rejected_in_little_memory_and_reading_goes_on()
    {
        var path = folder.File("data.csv");
        using (var file = new StreamWriter(path))
        {
            file.Write($"{Header}\n");
            for (var i = 0; i < 100; i++) file.Write(new string('7', 1_000_000));
            file.Write($"\n{Row}\n");
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        using var source = MarketDataFiles.Open([path], new ReadOptions { MaxRejectRate = 1 });
        Drain(source).Count.ShouldBe(1);

        source.Summary.Rejects.ShouldBe([new RejectCount("line_too_long", 1)]);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(8_000_000);
    }

    private MarketDataSource Open(string text, ReadOptions? options = null) =>
        MarketDataFiles.Open([folder.Write("data.csv", text)], options ?? new ReadOptions());
}
