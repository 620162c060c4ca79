using System.Text;
using Sor.Core.MarketData;
using Sor.Core.MarketData.Formats.Csv;
using static Sor.Tests.MarketData.CsvSample;

namespace Sor.Tests.MarketData;

public sealed class CsvFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_row_of_Databentos_own_is_read_field_by_field()
    {
        var record = Read($"{Header}\n{Row}\n").Single();

        (record.TsRecv, record.TsEvent).ShouldBe((Received, Received - 170_625));
        (record.PublisherId, record.InstrumentId, record.Action, record.Side, record.Flags).ShouldBe(
            ((ushort)2, 38U, RecordAction.Add, RecordSide.Bid, RecordFlags.Last));
        (record.Price, record.Size, record.TsInDelta, record.Sequence).ShouldBe((222_810_000_000, 190U, 170_625, 46_542_624U));
        (record.BidPx, record.AskPx, record.BidSz, record.AskSz, record.BidCt, record.AskCt).ShouldBe(
            (222_810_000_000, 222_830_000_000, 421U, 36U, 4U, 2U));
    }

    public static TheoryData<string, string> Dialects => new()
    {
        { "carriage returns and a byte order mark", $"\uFEFF{Header}\r\n{Row}\r\n" },
        { "no line end at the end", $"{Header}\n{Row}" },
        { "blank lines", $"{Header}\n\n{Row}\n\n" },
        { "blank lines before the header", $"\n\r\n{Header}\n{Row}\n" },
        { "quoted cells", $"{Quoted(Header)}\n{Quoted(Row)}\n" },
        { "an index column", $",{Header}\n0,{Row}\n" },
        { "a column more", $"{Header},ts_out\n{Row},1722519392492083308\n" },
        { "ts_event twice and no ts_recv", $"{Header.Replace("ts_recv", "ts_event", StringComparison.Ordinal)}\n{Row}\n" },
            {
                "stamps with an offset",
                $"{Header}\n{Row.Replace("T13", " 13", StringComparison.Ordinal).Replace("Z", "+00:00", StringComparison.Ordinal)}\n"
            },
            {
                "raw prices",
                $"{Header}\n{Row.Replace("222.81", "222810000000", StringComparison.Ordinal).Replace("222.83", "222830000000", StringComparison.Ordinal)}\n"
            },
        { "nine decimals", $"{Header}\n{Row.Replace("222.81", "222.810000000", StringComparison.Ordinal)}\n" },
            {
                "raw stamps",
                $"{Header}\n{Row.Replace("2024-08-01T13:36:32.492082308Z", "1722519392492082308", StringComparison.Ordinal).Replace("2024-08-01T13:36:32.491911683Z", "1722519392491911683", StringComparison.Ordinal)}\n"
            },
            {
                "whole numbers with a point",
                $"{Header}\n{Row.Replace(",190,", ",190.0,", StringComparison.Ordinal).Replace(",421,36,", ",421.0,36.0,", StringComparison.Ordinal)}\n"
            },
        { "columns in another order", Reordered },
        { "semicolons", $"{Header}\n{Row}\n".Replace(',', ';') },
        { "tabs", $"{Header}\n{Row}\n".Replace(',', '\t') },
        { "bars", $"{Header}\n{Row}\n".Replace(',', '|') },
            {
                "blanks around cells",
                $"{Header.Replace(",", ", ", StringComparison.Ordinal)}\n{Row.Replace(",", " , ", StringComparison.Ordinal)}\n"
            },
        { "letters in lower case", $"{Header}\n{Row.Replace(",A,B,", ",a,b,", StringComparison.Ordinal)}\n" },
            {
                "an offset of New York",
                $"{Header}\n{Row.Replace("T13", "T09", StringComparison.Ordinal).Replace("Z", "-04:00", StringComparison.Ordinal)}\n"
            },
        { "no zone, which is UTC", $"{Header}\n{Row.Replace("Z", "", StringComparison.Ordinal)}\n" },
            {
                "seconds with decimals",
                $"{Header}\n{Row.Replace("2024-08-01T13:36:32.", "1722519392.", StringComparison.Ordinal).Replace("Z", "", StringComparison.Ordinal)}\n"
            },
            {
                "milliseconds with decimals",
                $"{Header}\n{Row.Replace("2024-08-01T13:36:32.492082308Z", "1722519392492.082308", StringComparison.Ordinal).Replace("2024-08-01T13:36:32.491911683Z", "1722519392491.911683", StringComparison.Ordinal)}\n"
            },
            {
                "float noise",
                $"{Header}\n{Row.Replace("222.81", "222.81000000000003", StringComparison.Ordinal).Replace("222.83", "222.82999999999998", StringComparison.Ordinal)}\n"
            },
        { "a column that is not used with anything in it", $"note,{Header}\n\"LULD, resumed\",{Row}\n" },
        { "a doubled quote and a line end within quotes", $"note,{Header}\n\"a \"\"stop\"\",\nlifted\",{Row}\n" },
        { "a quote in the middle of a cell that is not used", $"note,{Header}\nfive\" wide,{Row}\n" },
            {
                "a MIC instead of a publisher",
                $"{Header.Replace("publisher_id", "mic", StringComparison.Ordinal)}\n{Row.Replace(",2,38,", ",XNAS,38,", StringComparison.Ordinal)}\n"
            },
            {
                "a name instead of a publisher",
                $"{Header.Replace("publisher_id", "Exchange", StringComparison.Ordinal)}\n{Row.Replace(",2,38,", ",Nasdaq,38,", StringComparison.Ordinal)}\n"
            },
            {
                "other names of columns",
                $"{Header.Replace("ts_event", "Timestamp", StringComparison.Ordinal).Replace("bid_px_00", "Bid Price", StringComparison.Ordinal).Replace("ask_px_00", "offer", StringComparison.Ordinal).Replace("bid_sz_00", "bidSize", StringComparison.Ordinal).Replace("ask_sz_00", "ask_qty", StringComparison.Ordinal)}\n{Row}\n"
            },
    };

    private static string Reordered
    {
        get
        {
            var (names, cells) = (Header.Split(','), Row.Split(','));
            Array.Reverse(names);
            Array.Reverse(cells);
            return $"{string.Join(',', names)}\n{string.Join(',', cells)}\n";
        }
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Every_dialect_gives_the_same_record(string dialect, string text) =>
        Read(text).ShouldBe(Read($"{Header}\n{Row}\n"), dialect);

    [Fact]
    public void Only_four_columns_are_needed_and_what_is_missing_is_undefined()
    {
        using var source = Open("ts_event,publisher_id,ask_px_00,ask_sz_00\n2024-08-01T13:36:32Z,2,222.8,100\n");
        var record = new Mbp1[10];
        source.Read(record).ShouldBe(1);

        source.Schema.ShouldBe(new SourceSchema("csv", HasBids: false, HasTrades: false));
        (record[0].TsRecv, record[0].BidPx, record[0].Price).ShouldBe((Mbp1.UndefinedTime, Mbp1.UndefinedPrice, Mbp1.UndefinedPrice));
        (record[0].AskPx, record[0].Flags, record[0].Action, record[0].InstrumentId).ShouldBe(
            (222_800_000_000, RecordFlags.Last, RecordAction.None, 1U));
    }

    [Fact]
    public void Without_ids_symbols_are_numbered_by_first_appearance()
    {
        using var source = Open(
            "ts_event,publisher_id,ask_px_00,ask_sz_00,symbol\n1722519392492082308,2,1.5,1,MSFT\n1722519392492082309,2,1.5,1,AAPL\n1722519392492082310,2,1.5,1,MSFT\n"
        );
        var records = new Mbp1[10];
        source.Read(records).ShouldBe(3);

        records.Take(3).Select(r => r.InstrumentId).ShouldBe([1U, 2, 1]);
        source.Summary.Symbols.ShouldBe([new InstrumentSymbol(1, "MSFT"), new InstrumentSymbol(2, "AAPL")]);
    }

    [Fact]
    public void A_cleared_book_has_empty_prices()
    {
        var record = Read($"{Header}\n2024-08-01T13:36:32Z,2024-08-01T13:36:32Z,1,2,38,R,N,0,,0,8,0,0,,,,,,,AAPL\n").Single();

        (record.Action, record.Price, record.BidPx, record.AskPx, record.BidSz).ShouldBe(
            (RecordAction.Clear, Mbp1.UndefinedPrice, Mbp1.UndefinedPrice, Mbp1.UndefinedPrice, Mbp1.UndefinedSize));
    }

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
    public void Gzip_cut_off_anywhere_is_an_error_and_never_a_shorter_file()
    {
        var whole = Gzip($"{Header}\n" + Rows(2_000));
        foreach (var cut in new[] { whole.Length / 2, whole.Length - 9, whole.Length - 20 })
        {
            File.WriteAllBytes(folder.File("data.csv.gz"), whole[..cut]);
            var failure = Should.Throw<SorException>(
                () => Drain(MarketDataFiles.Open([folder.File("data.csv.gz")], new ReadOptions())),
                $"cut at {cut} of {whole.Length}");
            failure.Kind.ShouldBe(FailureKind.Data);
            failure.Message.ShouldContain("cut off");
        }
    }

    [Fact]
    public void Gzip_members_are_one_file_whatever_their_lengths_and_zeros_may_pad_it()
    {
        // Lengths of all kinds, so that members end anywhere in the blocks that are read.
        Gen.Int[1, 1_500].Array[1, 4].Select(Gen.Int[0, 200_000]).Sample(
            (rows, padding) =>
            {
                byte[][] members = [Gzip($"{Header}\n"), .. rows.Select(r => Gzip(Rows(r)))];
                ReadGzip([.. members.SelectMany(m => m), .. new byte[padding]]).ShouldBe(rows.Sum());
            },
            iter: 30);
    }

    [Fact]
    public void Gzip_followed_by_anything_else_is_an_error_and_never_a_shorter_file()
    {
        var other = Gen.Byte[1, 255].Array[1, 20].Where(b => b is not [0x1F, ..]);
        Gen.Select(Gen.Int[1, 1_500], Gen.Int[0, 100_000], other).Sample(
                (rows, padding, rest) =>
                    Should
                        .Throw<SorException>(() => ReadGzip([.. Gzip($"{Header}\n" + Rows(rows)), .. new byte[padding], .. rest]))
                        .Kind.ShouldBe(FailureKind.Data),
            iter: 30);

        var (first, second) = (Gzip($"{Header}\n" + Rows(2_000)), Gzip(Rows(2_000)));
        for (var length = 1; length < 20; length++)
            Should
                .Throw<SorException>(() => ReadGzip([.. first, .. second[..length]]), $"{length} bytes of the second member")
                .Kind.ShouldBe(FailureKind.Data);
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
            $"field_count,\"data.csv\",3,0,\"\",0,\"\"\"quoted\"\"\uFFFD\uFFFD\"\n");
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

    [Theory]
    [InlineData("", "data.csv: the file is empty")]
    [InlineData(Header + "\n", "there is a header, and not one row after it")]
    [InlineData("\n\r\n\n", "data.csv: there are only blank lines")]
    [InlineData("\n\na,b\n", "data.csv, line 3: no column")]
    [InlineData("a,b\n1,2\n", "no column ts_event, publisher_id, ask_px_00, ask_sz_00; found a,b")]
    [InlineData("ts_event,ask_px_00,publisher_id\n", "no column ask_sz_00;")]
    [InlineData("ts_event,publisher_id,ask_px_00,ask_sz_00,ask_pb_00\n", "consolidated over venues")]
    [InlineData("\u0000\u0001\u0002 binary\n", "this is binary data, not CSV")]
    public void A_file_that_holds_nothing_to_read_says_so(string text, string said)
    {
        var failure = Should.Throw<SorException>(() => Drain(Open(text)));

        failure.Kind.ShouldBe(FailureKind.Data);
        failure.Message.ShouldContain(said);
    }

    [Fact]
    public void A_name_that_is_no_file_is_a_usage_error()
    {
        Should
            .Throw<SorException>(() => MarketDataFiles.Open([folder.File("nowhere.csv")], new ReadOptions()))
            .Kind.ShouldBe(FailureKind.Request);
        Should
            .Throw<SorException>(() => MarketDataFiles.Open([folder.Path], new ReadOptions()))
            .Message.ShouldContain("is a folder without files of market data");
    }

    [Fact]
    public void A_file_that_changes_while_it_is_read_is_refused()
    {
        var path = folder.Write("data.csv", $"{Header}\n{Row}\n");
        using var source = MarketDataFiles.Open([path], new ReadOptions());
        source.Read(new Mbp1[1]).ShouldBe(1);
        File.AppendAllText(path, Row + "\n");

        Should.Throw<SorException>(() => Drain(source)).Message.ShouldContain("changed while it was being read");
    }

    [Fact]
    public void Prices_written_in_any_way_are_read_exactly()
    {
        Gen.Long[0, 9_000_000_000_000_000].Sample(nanos =>
        {
            var text = Nanos.Format(nanos);
            var notes = default(PriceNotes);
            return CsvCell.TryPrice(text, out var read, ref notes)
                && (read == nanos || (!text.Contains('.', StringComparison.Ordinal) && nanos / Nanos.One >= 10_000_000));
        });
    }

    [Fact]
    public void Stamps_written_by_us_are_read_back()
    {
        Gen.ULong[RecordCheck.Earliest, RecordCheck.Latest].Sample(time =>
        {
            var (text, reader) = (UtcTime.Format(time), default(CsvTime));
            return reader.TryRead(text, out var read) && read == time && UtcTime.TryParse(text, out var again) && again == time;
        });
    }

    private static string Quoted(string line) => string.Join(',', line.Split(',').Select(c => $"\"{c}\""));

    private static byte[] Gzip(string text) => CsvSample.Gzip(Encoding.ASCII.GetBytes(text));

    /// <summary>The number of records in it.</summary>
    private static int ReadGzip(byte[] bytes)
    {
        using var own = new TemporaryFolder();
        File.WriteAllBytes(own.File("data.csv.gz"), bytes);
        using var source = MarketDataFiles.Open([own.File("data.csv.gz")], new ReadOptions());
        return Drain(source).Count;
    }

    private List<Mbp1> Read(string text) => Drain(Open(text));

    private MarketDataSource Open(string text, ReadOptions? options = null) =>
        MarketDataFiles.Open([folder.Write("data.csv", text)], options ?? new ReadOptions());
}
