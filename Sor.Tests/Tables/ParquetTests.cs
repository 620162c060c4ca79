using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Parquet;
using Parquet.Schema;

namespace Sor.Tests.Tables;

/// <summary>
/// <c>--parquet</c>: tables that say the same as the CSV files, cell by cell, read by DuckDB. That one keeps microseconds of a time in UTC,
/// so the nanoseconds are read as the file stores them.
/// </summary>
[RunsPrograms]
public sealed partial class ParquetTests : Commands.CommandTest
{
    /// <summary>Decisions at any nanosecond, and more rows than one group of a table holds.</summary>
    private static readonly string[] Sample =
        [Repository.File("samples/sample.mbp-1.csv.zst"), "--horizon", "2m", "--quantity", "200", "--every", "event", "--latency", "123456ns",
        "--optimize", "static"];

    [Fact]
    public async Task Every_cell_of_a_table_is_that_of_its_CSV_file()
    {
        await Backtest([.. Sample, "--audit", "--parquet"]).SucceedAsync();
        using var duck = DuckDb.Start();

        var fills = Csv("fills.csv");
        Cells(duck, "fills.parquet", fills[0], null).ShouldBe(ToMicroseconds(fills[1..]));
        (await NanosecondsAsync("fills.parquet", "parent")).ShouldBe(Column(fills, "parent"));
        (await NanosecondsAsync("fills.parquet", "time")).ShouldBe(Column(fills, "time"));
        duck.Lines($"select distinct symbol from '{Table("fills.parquet")}'").ShouldBe(["SYN"]);

        var audit = Csv("audit.csv");
        Cells(duck, "decisions.parquet", audit[0], "coalesce(added::varchar, case when refilled then 'all' end)")
            .ShouldBe(ToMicroseconds(audit[1..]));
        (await NanosecondsAsync("decisions.parquet", "time")).ShouldBe(Column(audit, "time"));
        Column(fills, "time").ShouldContain(time => !time.EndsWith("000Z"));
        duck.Lines($"select count(distinct row_group_id) > 1 from parquet_metadata('{Table("decisions.parquet")}')").ShouldBe(["True"]);
    }

    [Fact]
    public async Task Times_are_of_nanoseconds_in_UTC_and_prices_exact_decimals()
    {
        await Backtest(Write(Market()), "--horizon", "5m", "--audit", "--parquet").SucceedAsync();
        using var duck = DuckDb.Start();

        duck.Lines(
            $"""
            select distinct name, type, logical_type from parquet_schema('{Out}/*.parquet')
            where name in ('parent', 'parent_end', 'time')
            """)
            .ShouldBe(
                [
                    .. new[] { "parent", "parent_end", "time" }.Select(
                        name => $"{name}|INT64|TimestampType(isAdjustedToUTC=1, unit=TimeUnit(MILLIS=<null>, MICROS=<null>, NANOS=NanoSeconds()))"),
                ],
                ignoreOrder: true);
        Types("fills.parquet").ShouldBe(
            [
                "instrument_id UINTEGER", "symbol VARCHAR", "parent TIMESTAMP WITH TIME ZONE", "side VARCHAR", "strategy VARCHAR",
                "time TIMESTAMP WITH TIME ZONE", "venue VARCHAR", "shares BIGINT", "price DECIMAL(18,9)", "fee DECIMAL(18,9)",
                "mid DECIMAL(18,10)", "closing BOOLEAN", "overtime BOOLEAN", "maker BOOLEAN", "through BOOLEAN",
            ]);
        Types("decisions.parquet").ShouldBe(
            [
                "instrument_id UINTEGER", "parent TIMESTAMP WITH TIME ZONE", "time TIMESTAMP WITH TIME ZONE", "kind VARCHAR",
                "mid DECIMAL(18,10)", "best_bid DECIMAL(18,9)", "best_ask DECIMAL(18,9)", "side VARCHAR", "venue VARCHAR",
                "price DECIMAL(18,9)", "size BIGINT", "added BIGINT", "refilled BOOLEAN",
            ]);

        IEnumerable<string> Types(string table) => duck.Ask($"describe select * from '{Table(table)}'").Rows.Select(row => $"{row[0]} {row[1]}");
    }

    [Fact]
    public async Task What_parents_cost_is_what_the_result_says()
    {
        await Backtest([.. Sample, "--parquet"]).SucceedAsync();
        using var duck = DuckDb.Start();
        using var result = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Out, "result.json")));
        var parents = $"'{Table("parents.parquet")}'";

        var strategies = result.RootElement.GetProperty("details").GetProperty("strategies");
        foreach (var row in duck.Ask(
            $"""
            select strategy, side, count(*), sum(filled), sum(maker), sum(cash), avg(10000 * all_in / (quantity * arrival_mid)),
              sum(taker_markout_10s) / sum(taker_markout_10s_shares)
            from {parents} group by all
            """).Rows)
        {
            var side = strategies.GetProperty((string)row[0]!).GetProperty((string)row[1]!);
            Number(row[2]).ShouldBe(Of("parents"));
            Number(row[3]).ShouldBe(Of("filled"));
            Number(row[4]).ShouldBe(Of("maker"));
            Number(row[5]).ShouldBe(Of("total_cash"));
            Number(row[6]).ShouldBe(Of("all_in_bps"), .0001m);
            if (row[7] is not null)
                Number(row[7]).ShouldBe(side.GetProperty("markouts").GetProperty("taker").GetProperty("10s").GetDecimal(), .000001m);

            decimal Of(string key) => side.GetProperty(key).GetDecimal();
        }

        foreach (var router in result.RootElement.GetProperty("verdict").GetProperty("routers").EnumerateObject())
            Number(
                duck.Ask($"select avg(10000 * all_in / (quantity * arrival_mid)) from {parents} where judged and strategy = '{router.Name}'")
                    .Rows[0][0])
                .ShouldBe(router.Value.GetProperty("all_in_bps").GetDecimal(), .0001m, router.Name);
        duck.Lines($"select count(*) from {parents} where all_in != half_spread + fees + timing + remainder").ShouldBe(["0"]);
        duck.Lines(
            $"""
            select count(*) from {parents} p join
              (select parent, side, strategy, sum(shares) shares, sum(price * shares) paid, sum(fee * shares) fees from '{Table("fills.parquet")}' group by all) f
              using (parent, side, strategy)
            where (p.filled, p.notional, p.fees) is distinct from (f.shares, f.paid, f.fees)
            """).ShouldBe(["0"]);
    }

    [Fact]
    public async Task Without_bids_and_symbols_there_is_no_half_spread_and_no_symbol()
    {
        var rows = Enumerable.Range(0, 600).Select(s => $"2024-10-17T14:{s / 60:00}:{s % 60:00}Z,2,{10 + s % 7 / 100m},100");
        var asks = Folder.Write("asks.csv", $"ts_event,publisher_id,ask_px_00,ask_sz_00\n{string.Join('\n', rows)}\n");

        await Backtest(asks, "--horizon", "5m", "--quantity", "50", "--side", "buy", "--parquet").SucceedAsync();

        using var duck = DuckDb.Start();
        duck.Lines($"select count(*) > 0, count(symbol), count(half_spread), count(volume_meanwhile) from '{Table("parents.parquet")}'")
            .ShouldBe(["True|0|0|0"]);
        duck.Lines($"select count(*) > 0, count(symbol) from '{Table("fills.parquet")}'").ShouldBe(["True|0"]);
    }

    [Fact]
    public async Task The_same_input_gives_the_same_bytes_whatever_the_threads()
    {
        string[] tables = ["fills.parquet", "parents.parquet", "decisions.parquet"];
        await Backtest([.. Sample, "--audit", "--parquet", "--threads", "1"]).SucceedAsync();
        var before = tables.Select(name => File.ReadAllBytes(Table(name))).ToList();

        await Backtest([.. Sample, "--audit", "--parquet", "--threads", "3"]).SucceedAsync();

        tables.Select(name => File.ReadAllBytes(Table(name))).ShouldBe(before);
    }

    private string Table(string name) => Path.Combine(Out, name);

    private string[] Csv(string name) => File.ReadAllLines(Path.Combine(Out, name));

    private static IEnumerable<string> Column(string[] csv, string name)
    {
        var at = csv[0].Split(',').IndexOf(name);
        return csv.Skip(1).Select(line => line.Split(',')[at]);
    }

    /// <summary>A table's rows as those of the CSV file with this header, but for nanoseconds.</summary>
    private IEnumerable<string> Cells(DuckDb duck, string table, string header, string? added)
    {
        var columns = header.Split(',').Select(name => name switch
        {
            "parent" or "time" => $"epoch_us({name})",
            "closing" or "overtime" or "maker" or "through" => $"{name}::int",
            "added" => added,
            _ => name,
        });
        var names = header.Split(',');
        return duck.Ask($"select {string.Join(", ", columns)} from '{Table(table)}'").Rows.Select(
            row => string.Join(',', row.Select((cell, i) => cell switch
            {
                null => "",
                long micros when names[i] is "parent" or "time" => UtcTime.Format((ulong)micros * 1_000),
                decimal number => number.ToString("0.##########", CultureInfo.InvariantCulture),
                _ => Convert.ToString(cell, CultureInfo.InvariantCulture),
            })));
    }

    private static IEnumerable<string> ToMicroseconds(string[] lines) => lines.Select(line => Nanoseconds().Replace(line, "000Z"));

    private static decimal Number(object? cell) =>
        cell is BigInteger whole ? (decimal)whole : Convert.ToDecimal(cell, CultureInfo.InvariantCulture);

    /// <summary>A column of times as the 64-bit integers that the file holds.</summary>
    private async Task<IReadOnlyList<string>> NanosecondsAsync(string table, string column)
    {
        await using var reader = await ParquetReader.CreateAsync(Table(table), cancellationToken: TestContext.Current.CancellationToken);
        var raw = new DataField<long>(column);
        _ = new ParquetSchema(raw);
        var times = new List<string>();
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = reader.OpenRowGroupReader(i);
            var values = new long[group.RowCount];
            await group.ReadAsync<long>(raw, values, cancellationToken: TestContext.Current.CancellationToken);
            times.AddRange(values.Select(nanos => UtcTime.Format((ulong)nanos)));
        }

        return times;
    }

    [GeneratedRegex(@"(?<=\.\d{6})\d{3}Z")]
    private static partial Regex Nanoseconds();
}
