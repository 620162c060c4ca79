using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Sor.Core.MarketData;
using ZstdSharp;

namespace Sor.Tests.MarketData;

/// <summary>
/// Databento's own files, against what Databento's own tool prints for them. The printed text is read here by other, slower means than the
/// product's.
/// </summary>
public sealed class DbnFilesTests
{
    public static TheoryData<string, string> Files => new()
    {
        { "mbp-1.v1.dbn.zst", "mbp-1.v3.dbn" },
        { "mbp-1.v2.ts_out.dbn", "mbp-1.v2.ts_out.dbn" },
        { "mbp-1.v3.dbn.zst", "mbp-1.v3.dbn" },
        { "mbp-10.v3.dbn.zst", "mbp-10.v3.dbn" },
        { "bbo-1s.v3.dbn.zst", "bbo-1s.v3.dbn" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_field_of_every_record_is_what_Databentos_tool_prints(string file, string printed)
    {
        var records = ReadAll(SharedData.Path($"data/dbn/{file}"));
        foreach (var style in new[] { "raw", "pretty" })
        {
            var rows = Printed(SharedData.Path($"data/dbn/{printed}.{style}.csv.zst"));
            rows.Count.ShouldBe(records.Count);
            for (var i = 0; i < rows.Count; i++) Shown(records[i], rows[i].Keys).ShouldBe(rows[i], $"{file}, record {i}, {style}");
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_printed_CSV_read_by_us_gives_the_same_records(string file, string printed)
    {
        var records = ReadAll(SharedData.Path($"data/dbn/{file}"));

        Bytes(ReadAll(SharedData.Path($"data/dbn/{printed}.raw.csv.zst"))).ShouldBe(Bytes(records));
        Bytes(ReadAll(SharedData.Path($"data/dbn/{printed}.pretty.csv.zst"))).ShouldBe(Bytes(records));
    }

    [Fact]
    public void BBO_is_the_same_data_in_DBN_and_in_the_columns_of_MBP_1()
    {
        using var dbn = MarketDataFiles.Open([SharedData.Path("data/dbn/bbo-1s.v3.dbn.zst")], new ReadOptions());
        var records = CsvSample.Drain(dbn);
        using var folder = new TemporaryFolder();
        using (var file = RecordFile.Create(folder.File("bars.csv"), new RecordFileHeader("XNAS.ITCH", 0, 1, [new(1, "XXX")])))
        {
            // Its price and size are the last trade's, so a data frame may well call it one.
            file.Write([.. records.Select(r => r with { Action = RecordAction.Trade })]);
            file.Complete();
        }

        using var csv = MarketDataFiles.Open([folder.File("bars.csv")], new ReadOptions());

        (csv.Schema.HasBids, csv.Schema.HasTrades).ShouldBe((dbn.Schema.HasBids, dbn.Schema.HasTrades));
        csv.Schema.HasTrades.ShouldBeFalse();
        Bytes(CsvSample.Drain(csv)).ShouldBe(Bytes(records));
    }

    [Fact]
    public void The_whole_day_is_the_same_bytes_from_CSV_and_from_DBN()
    {
        var dbn = ReadAll(SharedData.Path("data/dbn/taq-2018-01-02.v3.dbn.zst"));
        var csv = ReadAll(SharedData.Path("data/taq-2018-01-02.mbp-1.csv.zst"));

        csv.Count.ShouldBe(240_140);
        Bytes(csv).AsSpan().SequenceEqual(Bytes(dbn)).ShouldBeTrue();
    }

    [Fact]
    public void Symbols_come_from_the_header_of_DBN_and_from_a_column_of_CSV()
    {
        foreach (
            var path in new[]
            {
                "data/dbn/mbp-1.v1.dbn.zst",
                "data/dbn/mbp-1.v2.ts_out.dbn",
                "data/dbn/mbp-1.v3.dbn.zst",
                "data/dbn/mbp-1.v3.dbn.pretty.csv.zst",
            }
        )
        {
            using var source = MarketDataFiles.Open([SharedData.Path(path)], new ReadOptions());
            while (source.Read(new Mbp1[1000]) > 0) { }

            source.Summary.Symbols.ShouldBe([new InstrumentSymbol(1, "XXX")], path);
            source.Summary.Records.ShouldBe(2_000);
        }
    }

    [Fact]
    public void Gzip_is_recognised_by_its_content()
    {
        var plain = SharedData.Path("data/dbn/mbp-1.v2.ts_out.dbn");
        using var folder = new TemporaryFolder();
        var zipped = folder.File("looks-plain.dbn");
        using (var gzip = new GZipStream(File.Create(zipped), CompressionLevel.Fastest)) gzip.Write(File.ReadAllBytes(plain));

        Bytes(ReadAll(zipped)).ShouldBe(Bytes(ReadAll(plain)));
    }

    [Fact]
    public void A_file_cut_anywhere_gives_whole_records_up_to_there_or_one_clear_message()
    {
        var plain = File.ReadAllBytes(SharedData.Path("data/dbn/mbp-1.v2.ts_out.dbn"));
        var compressed = File.ReadAllBytes(SharedData.Path("data/dbn/mbp-1.v3.dbn.zst"));
        using var folder = new TemporaryFolder();
        foreach (var (content, name) in new[] { (plain, "a.dbn"), (compressed, "a.dbn.zst") })
            foreach (var cut in new[] { 3, 7, 100, 300, content.Length / 2 + 3, content.Length - 1 })
            {
                var path = folder.File(name);
                File.WriteAllBytes(path, content[..cut]);
                var failure = Should.Throw<SorException>(() => ReadAll(path), $"{name} cut at {cut}");
                failure.Kind.ShouldBe(FailureKind.Data);
                failure.Message.ShouldContain(name);
                if (cut > 7) failure.Message.ShouldContain("byte ");
            }
    }

    [Theory]
    [InlineData(3, 4, "DBN version 4 is not known")]
    [InlineData(24, 14, "schema cmbp-1 is consolidated")]
    [InlineData(24, 0, "schema mbo has one record for each order")]
    [InlineData(24, 200, "its schema has the number 200, which is not known")]
    public void A_version_or_schema_that_cannot_be_used_is_named(int offset, byte value, string said)
    {
        var content = File.ReadAllBytes(SharedData.Path("data/dbn/mbp-1.v2.ts_out.dbn"));
        content[offset] = value;
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a.dbn"), content);

        var failure = Should.Throw<SorException>(() => ReadAll(folder.File("a.dbn")));

        failure.Kind.ShouldBe(FailureKind.Data);
        failure.Message.ShouldContain(said);
    }

    [Fact]
    public void Heartbeats_by_the_million_are_passed_over()
    {
        var content = File.ReadAllBytes(SharedData.Path("data/dbn/mbp-1.v2.ts_out.dbn"));
        var heartbeats = new byte[16 * 1_000_000];
        for (var i = 0; i < heartbeats.Length; i += 16) (heartbeats[i], heartbeats[i + 1]) = (4, 23);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a.dbn"), [.. content, .. heartbeats]);

        ReadAll(folder.File("a.dbn")).Count.ShouldBe(2_000);
    }

    [Fact]
    public void A_record_with_an_impossible_value_is_quarantined_with_its_offset()
    {
        var content = File.ReadAllBytes(SharedData.Path("data/dbn/mbp-1.v2.ts_out.dbn"));
        var at = content.Length - 88 * 10;
        BitConverter.TryWriteBytes(content.AsSpan(at + 56), -5L);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a.dbn"), content);
        using var source = MarketDataFiles.Open([folder.File("a.dbn")], new ReadOptions());
        while (source.Read(new Mbp1[100]) > 0) { }

        source.Summary.Records.ShouldBe(1_999);
        source.Summary.Rejects.ShouldBe([new RejectCount("bad_price", 1)]);
        source.FirstRejects.Single().ShouldStartWith($"a.dbn, byte {at}: bad_price");
    }

    internal static List<Mbp1> ReadAll(string path)
    {
        using var source = MarketDataFiles.Open([path], new ReadOptions());
        var (all, some) = (new List<Mbp1>(), new Mbp1[333]);
        for (int count; (count = source.Read(some)) > 0;) all.AddRange(some.AsSpan(0, count));
        return all;
    }

    private static byte[] Bytes(List<Mbp1> records) => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(records)).ToArray();

    private static List<Dictionary<string, string>> Printed(string path)
    {
        using var reader = new StreamReader(new DecompressionStream(File.OpenRead(path)));
        var names = reader.ReadLine()!.Split(',');
        string[] known = DirtyCsv.Columns[..^1];
        var rows = new List<Dictionary<string, string>>();
        while (reader.ReadLine() is { } line)
            rows.Add(
                line.Split(',').Zip(names).Where(c => known.Contains(c.Second)).ToDictionary(c => c.Second, c => Normal(c.Second, c.First))
            );
        return rows;
    }

    /// <summary>Times and prices as integers of nanoseconds and nano-dollars, whichever way they are printed.</summary>
    private static string Normal(string name, string cell)
    {
        if (name.StartsWith("ts_", StringComparison.Ordinal) && cell.Contains('T', StringComparison.Ordinal))
        {
            var seconds = DateTimeOffset.Parse(cell[..19] + "Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds();
            return $"{seconds}{cell[20..29]}";
        }

        if (name is "price" or "bid_px_00" or "ask_px_00")
        {
            if (cell.Length == 0) return long.MaxValue.ToString(CultureInfo.InvariantCulture);
            if (cell.Contains('.', StringComparison.Ordinal))
                return ((long)(decimal.Parse(cell, CultureInfo.InvariantCulture) * 1_000_000_000m)).ToString(CultureInfo.InvariantCulture);
        }

        return cell;
    }

    private static Dictionary<string, string> Shown(Mbp1 r, IEnumerable<string> names)
    {
        var all = new Dictionary<string, object>
        {
            ["ts_recv"] = r.TsRecv,
            ["ts_event"] = r.TsEvent,
            ["rtype"] = r.RecordType,
            ["publisher_id"] = r.PublisherId,
            ["instrument_id"] = r.InstrumentId,
            ["action"] = (char)r.Action,
            ["side"] = (char)r.Side,
            ["depth"] = r.Depth,
            ["price"] = r.Price,
            ["size"] = r.Size,
            ["flags"] = (byte)r.Flags,
            ["ts_in_delta"] = r.TsInDelta,
            ["sequence"] = r.Sequence,
            ["bid_px_00"] = r.BidPx,
            ["ask_px_00"] = r.AskPx,
            ["bid_sz_00"] = r.BidSz,
            ["ask_sz_00"] = r.AskSz,
            ["bid_ct_00"] = r.BidCt,
            ["ask_ct_00"] = r.AskCt,
        };
        return names.ToDictionary(n => n, n => Convert.ToString(all[n], CultureInfo.InvariantCulture)!);
    }
}
