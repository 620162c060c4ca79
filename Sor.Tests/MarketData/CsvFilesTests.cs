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

    [Theory]
    [InlineData("1", true)]
    [InlineData("10", true)]
    [InlineData("195", false)]
    [InlineData(" 196 ", false)]
    [InlineData("\"195\"", false)]
    public void BBO_in_the_columns_of_MBP_1_has_no_prints_as_in_DBN(string type, bool hasTrades)
    {
        var row = Row.Replace("Z,1,2,38,A,", $"Z,{type},2,38,T,", StringComparison.Ordinal);
        using var source = MarketDataFiles.Open([folder.Write("bars.csv", $"\n{Header}\r\n\r\n{row}\r\n")], new ReadOptions());

        source.Schema.HasTrades.ShouldBe(hasTrades);
        var record = Drain(source).Single();
        (record.Action, record.TsInDelta).ShouldBe(hasTrades ? (RecordAction.Trade, 170_625) : (RecordAction.None, 0));
        (record.Price, record.Size, record.AskPx).ShouldBe((222_810_000_000, 190U, 222_830_000_000));
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
        { "dates with slashes, the year first", $"{Header}\n{Row.Replace("2024-08-01T", "2024/08/01 ", StringComparison.Ordinal)}\n" },
        { "dates with points, the year first", $"{Header}\n{Row.Replace("2024-08-01T", "2024.08.01 ", StringComparison.Ordinal)}\n" },
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

    private List<Mbp1> Read(string text) => Drain(Open(text));

    private MarketDataSource Open(string text, ReadOptions? options = null) =>
        MarketDataFiles.Open([folder.Write("data.csv", text)], options ?? new ReadOptions());
}
