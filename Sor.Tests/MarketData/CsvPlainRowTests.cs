using System.Text;
using Sor.Core.MarketData;
using Sor.Core.MarketData.Formats.Csv;
using Sor.Core.Simulation;

namespace Sor.Tests.MarketData;

/// <summary>The reading of plain rows against the reading cell by cell, which a quoted cell asks for.</summary>
public sealed class CsvPlainRowTests
{
    private const string Header = "rtype,ts_recv,ts_event,publisher_id,instrument_id,action,side,depth,price,size,flags,ts_in_delta,sequence,bid_px_00,ask_px_00,bid_sz_00,ask_sz_00,bid_ct_00,ask_ct_00,symbol";

    private static readonly Gen<string> Number = Gen.OneOf(Gen.UInt[0, 200], Gen.UInt[0, 99_999_999]).Select(n => $"{n}");

    private static readonly Gen<string> Price = Gen.OneOf(
        Gen.Long[0, 1_000_000_000_000].Select(n => $"{n / Nanos.One}.{n % Nanos.One:000000000}"),
        Gen.Long[0, 1_000_000_000_000].Select(Nanos.Format),
        Gen.Long[0, 9_999_999_999_999_999].Select(n => $"{n}"));

    private static readonly string[] Odd =
    [
        "", "0", "-5", "+5", "1.0", "65536", "256", "00000007", "123456789", "4294967296", "1000000001", "99999999999999999", "9223372036854775807", "18446744073709551615", "nan", "NaN", "NaT", "x",
        ".5", "5.", ".", "0.0", "9999999.999999999", "10000000.0", "10000000.000000001", "1.0000000001", "10000000", "9999999", "000000001", "10000000000000000", "10000000000000001", "-1.5",
        "2024-08-01T13:36:32Z", "2024-08-01T13:36:32.1Z", "2024-08-01T13:36:61.000000000Z", "2024-13-01T13:36:32.000000000Z", "1989-12-31T23:59:59.000000000Z", "2100-01-01T00:00:00.000000000Z",
        "2100-01-01T00:00:00.000000001Z", "2024-08-01T13:36:32.000000000+01:00", "4102444800000000000", "4102444800000000001", "0000000000000000000", "1722519392", "2024-08-01T13:36:32,1",
    ];

    // '/' and ':' stand beside the digits; the last is a digit with its highest bit set.
    private static readonly Gen<char> Other = Any('/', ':', ' ', '\0', '"', 'Z', '\u00B5');

    // Times are written in one way throughout a file, and seldom change their second. Every other row has an odd cell, in any column but the first.
    private static readonly Gen<string[][]> Rows = Gen.Int[0, 3].SelectMany(form => Row(form).Array[1, 20]);

    [Fact]
    public void A_row_gives_the_same_record_or_the_same_reject_whichever_way_it_is_read() =>
        Gen.Select(Rows, Gen.Int[0, 19], Gen.Bool).Sample(
            (rows, turn, isWhole) =>
            {
                var lineEnd = isWhole ? "\n" : "";
                var (records, rejects) = Read(rows, "1", turn, lineEnd);
                var (expectedRecords, expectedRejects) = Read(rows, "\"1\"", turn, lineEnd);
                records.ShouldBe(expectedRecords);
                rejects.ShouldBe(expectedRejects);
            },
            iter: 20_000);

    [Theory]
    [InlineData(CsvDialect.Pretty)]
    [InlineData(CsvDialect.Raw)]
    public void Rows_as_Databento_writes_them_are_plain_and_read_back(CsvDialect dialect)
    {
        var records = new Mbp1[5_000];
        using (var market = new SyntheticMarket(new MarketOptions { Records = records.Length })) market.Read(records).ShouldBe(records.Length);
        records = [.. records.Where(r => Mbp1.UndefinedPrice is var none && r.Price != none && r.BidPx != none && r.AskPx != none)];
        records.Length.ShouldBeGreaterThan(4_000);
        using var text = new MemoryStream();
        var writer = new CsvWriter(text, new RecordFileHeader("EQUS.ALL", 0, 1, []), dialect);
        writer.Write(records);
        writer.Complete();
        text.Position = 0;

        using var bytes = new InputBuffer(text, "data.csv");
        var rows = new CsvRows(bytes);
        rows.TryFind().ShouldBeTrue();
        var header = CsvHeader.Parse(rows.Row, "data.csv");
        rows.Columns = header.Columns.Length;
        var plain = CsvPlainRow.For(header.ColumnOf()).ShouldNotBeNull();
        foreach (var expected in records)
        {
            bytes.Consume(rows.LengthWithEnd);
            rows.TryFind().ShouldBeTrue();
            var record = default(Mbp1);
            plain.TryRead(bytes.WindowAndSlack, rows.Starts, ref record).ShouldBeTrue(Encoding.ASCII.GetString(rows.Row));
            record.ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData("2100-01-01T00:00:00.000000000Z", "2100-01-01T00:00:00.000000001Z")]
    [InlineData("4102444800000000000", "4102444800000000001")]
    [InlineData("1970-01-01T00:00:00.000000000Z", "1970-01-01T00:00:00.000000001Z")]
    [InlineData("0000000000000000000", "0000000000000000001")]
    public void A_time_that_may_be_there_vouches_for_no_other_in_its_second_that_may_not(string there, string beyond)
    {
        string[] Row(string time) => ["1", time, "2024-08-01T13:36:32.000000001Z", "2", "38", "A", "B", "0", "222.81", "190", "128", "170625", "46542624", "222.81", "222.83", "421", "36", "4", "2", "AAPL"];

        var (records, rejects) = Read([Row(there), Row(beyond)], "1");

        records.Count.ShouldBe(1);
        rejects.ShouldContain("bad_time,\"data.csv\",3,2,\"ts_recv\"");
    }

    [Fact]
    public void A_time_that_is_not_there_is_not_taken_from_what_stood_behind_the_last_row_before()
    {
        string Row(int note) => $"1,2024-08-01T13:36:32.000000001Z,2,38,A,B,0,222.81,190,128,1,4,222.81,222.83,421,36,4,2,{new string('1', note)},";
        var text = $"rtype,ts_event,publisher_id,instrument_id,action,side,depth,price,size,flags,ts_in_delta,sequence,bid_px_00,ask_px_00,bid_sz_00,ask_sz_00,bid_ct_00,ask_ct_00,note,ts_recv\n{Row(300)}\n{Row(200)}";

        Read(text, 3).Records.ShouldAllBe(r => r.TsRecv == Mbp1.UndefinedTime);
    }

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<string[]> Row(int form) =>
        Gen.Select(Gen.Int[0, 2 * Header.Split(',').Length], Any(Odd), Gen.Bool, Gen.Int[0, 40], Other, Cells(form)).Select((place, odd, spoil, at, other, cells) =>
            (string[])[.. cells.Select((c, i) => i == 0 || i != place ? c : spoil ? $"{c[..(at % c.Length)]}{other}{c[(at % c.Length + 1)..]}" : odd)]);

    private static Gen<string[]> Cells(int form)
    {
        var time = Gen.Select(Gen.ULong[1_722_519_392, 1_722_519_393], Gen.ULong[0, 999_999_999]).Select((second, nanos) => (form, UtcTime.Format(second * (ulong)Nanos.One + nanos)) switch
        {
            (0, var text) => text,
            (1, var text) => text[..^1],
            (2, var text) => text.Replace('T', ' ').Replace("Z", "+00:00", StringComparison.Ordinal),
            _ => $"{second}{nanos:000000000}",
        });
        Gen<string>[] cells =
        [
            Gen.Const("1"), time, time, Gen.UInt[1, 99].Select(n => $"{n}"), Gen.UInt[0, 3].Select(n => $"{n}"), Gen.Char["ACMRTFN"].Select(c => $"{c}"), Gen.Char["ABN"].Select(c => $"{c}"), Gen.Byte.Select(n => $"{n}"),
            Price, Number, Gen.Byte.Select(n => $"{n}"), Gen.Int[-9_999_999, 9_999_999].Select(n => $"{n}"), Gen.UInt.Select(n => $"{n}"), Price, Price, Number, Number, Number, Number, Gen.Const("AAPL"),
        ];
        return cells.Aggregate(Gen.Const(Array.Empty<string>()), (row, cell) => Gen.Select(row, cell).Select((r, c) => (string[])[.. r, c]));
    }

    /// <summary>Rows in a file whose columns are turned, so that any may be the last.</summary>
    private static (List<Mbp1> Records, List<string> Rejects) Read(string[][] rows, string type, int turn = 0, string lineEnd = "\n")
    {
        string Turned(IEnumerable<string> cells) => string.Join(',', cells.Skip(turn).Concat(cells.Take(turn)));
        return Read(Turned(Header.Split(',')) + "\n" + string.Join('\n', rows.Select(r => Turned(r.Skip(1).Prepend(type)))) + lineEnd, rows.Length + 1);
    }

    private static (List<Mbp1> Records, List<string> Rejects) Read(string text, int most)
    {
        using var bytes = new InputBuffer(new MemoryStream(Encoding.Latin1.GetBytes(text)), "data.csv");
        using var written = new StringWriter();
        using var quarantine = new Quarantine(new ReadOptions { OpenRejects = () => written });
        var reader = new CsvReader(bytes, quarantine, new SymbolIds());
        var records = new Mbp1[most];
        var count = reader.Read(records);
        // Reason, file, line and column: what follows has the row's text in it.
        return ([.. records[..count]], [.. written.ToString().Split('\n').Select(l => string.Join(',', l.Split(',').Take(5)))]);
    }
}
