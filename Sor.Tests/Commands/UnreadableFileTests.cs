using System.Text;
using Sor.Tests.MarketData;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Sor.Tests.Commands;

/// <summary>Files that cannot be read, or not to their end.</summary>
public sealed class UnreadableFileTests : CommandTest
{
    [Fact]
    public Task No_file() => Fails(2, $"{Folder.File("nowhere.csv")}: no such file", Folder.File("nowhere.csv"));

    [Fact]
    public Task A_folder_without_files() =>
        Fails(2, $"{Folder.Path}: is a folder without files of market data; files in folders within it are not looked for", Folder.Path);

    [Fact]
    public Task An_empty_name() => Fails(2, "FILE: a name is empty (see sor backtest --help)", "");

    [Fact]
    public Task A_misspelt_option_is_not_taken_for_a_file() =>
        Fails(2, "--quantty: there is no such option (see sor backtest --help)", "--quantty", "500");

    [Fact]
    public Task An_empty_file() => Fails(3, "a.csv: the file is empty", Folder.Write("a.csv", ""));

    [Fact]
    public Task A_header_only() => Fails(3, "a.csv: there is a header, and not one row after it", Folder.Write("a.csv", Header + "\n"));

    [Fact]
    public Task Missing_columns_are_named() =>
        Fails(
            3,
            "a.csv, line 1: no column publisher_id, ask_sz_00; found ts_event,ask_px_00,bid_px_00. Databento's MBP-1, MBP-10 and BBO files have them",
            Folder.Write("a.csv", "ts_event,ask_px_00,bid_px_00\n1,2,3\n"));

    [Fact]
    public Task Binary_data_called_csv()
    {
        var bytes = new byte[10_000];
        new Random(1).NextBytes(bytes);
        bytes[0] = 0x7F;
        return Fails(
            3,
            "a.csv, line 1: this is binary data, not CSV (and not DBN, gzip or zstd): check what the file is",
            Write("a.csv", bytes));
    }

    [Fact]
    public Task A_consolidated_schema_as_csv() =>
        Fails(
            3,
            "a.csv, line 1: column ask_pb_00 is of a schema consolidated over venues (cmbp-1, cbbo)",
            Folder.Write("a.csv", Header.Replace("ask_ct_00", "ask_pb_00", StringComparison.Ordinal) + $"\n{Row}\n"));

    [Theory]
    [InlineData(14, "cmbp-1")]
    [InlineData(15, "cbbo-1s")]
    [InlineData(16, "cbbo-1m")]
    [InlineData(17, "tcbbo")]
    public Task A_consolidated_schema_as_dbn(byte code, string name) =>
        Fails(
            3,
            $"a.dbn: schema {name} is consolidated over venues, so a router has nothing to choose from; use mbp-1, mbp-10 or bbo-1s of a venue's own feed",
            Dbn(bytes => bytes[24] = code));

    [Fact]
    public Task Dbn_version_4() =>
        Fails(
            3,
            "a.dbn, byte 3: DBN version 4 is not known (1, 2 and 3 are): convert it with Databento's dbn tool, or look for a newer Sor",
            Dbn(bytes => bytes[3] = 4));

    [Fact]
    public async Task Dbn_cut_off()
    {
        var whole = File.ReadAllBytes(Write(Market(), "whole.dbn"));
        await Fails(
            3,
            $"a.dbn, byte {whole.Length - 1}: the file ends within a record: it was cut off; fetch it again",
            Write("a.dbn", whole[..^1]));
        await Fails(3, "a.dbn, byte 60: the file ends within its header: it was cut off; fetch it again", Write("a.dbn", whole[..60]));
    }

    [Fact]
    public async Task Gzip_and_zstd_cut_off()
    {
        var text = File.ReadAllBytes(Write(Market()));
        var gzip = CsvSample.Gzip(text);
        var path = Write("a.csv.gz", gzip[..(gzip.Length / 2)]);
        var ending = await Backtest(path).EndAsync();
        Failed(ending, 3, "a.csv.gz, byte ");
        ending.Error.ShouldEndWith(" after decompression: the compressed data ends in the middle: it was cut off; fetch the file again");

        var zstd = File.ReadAllBytes(Write(Market(), "whole.csv.zst"));
        ending = await Backtest(Write("a.csv.zst", zstd[..(zstd.Length / 2)])).EndAsync();
        Failed(ending, 3, "a.csv.zst, byte ");
        ending.Error.ShouldEndWith(" after decompression: the compressed data ends in the middle: it was cut off; fetch the file again");
    }

    [Fact]
    public async Task Gzip_followed_by_what_is_not_gzip()
    {
        var member = CsvSample.Gzip(File.ReadAllBytes(Write(Market())));
        var damaged = member.ToArray();
        damaged[1] ^= 0x5A;
        foreach (var rest in new[] { damaged, Encoding.ASCII.GetBytes($"{Row}\n"), [.. new byte[100_000], 1] })
        {
            var ending = await Backtest(Write("a.csv.gz", [.. member, .. rest])).EndAsync();
            Failed(ending, 3, "a.csv.gz, byte ");
            ending.Error.ShouldContain(
                " after decompression: the compressed data cannot be decompressed: what follows a gzip member, shortly before compressed byte "
            );
            ending.Error.ShouldEndWith(", is not another one: it is damaged, or something else was appended; fetch the file again");
        }
    }

    [Fact]
    public async Task Zstd_damaged_in_the_middle()
    {
        var zstd = File.ReadAllBytes(Write(Market(), "whole.csv.zst"));
        for (var i = 0; i < 20; i++) zstd[zstd.Length / 2 + i] ^= 0x5A;

        Failed(await Backtest(Write("a.csv.zst", zstd)).EndAsync(), 3, "a.csv.zst, byte ");
    }

    [Fact]
    public Task A_window_larger_than_memory_should_give_is_refused()
    {
        using var compressed = new MemoryStream();
        using (var compressor = new CompressionStream(compressed, 1, leaveOpen: true))
        {
            compressor.SetParameter(ZSTD_cParameter.ZSTD_c_windowLog, 28);
            compressor.Write(Encoding.ASCII.GetBytes($"{Header}\n{Row}\n"));
        }

        return Fails(
            3,
            "a.csv.zst, byte 0 after decompression: the compressed data needs a window of more than 128 MiB to be decompressed: compress the file again, without --ultra and --long",
            Write("a.csv.zst", compressed.ToArray()));
    }

    [Theory]
    [InlineData("", "a.csv.zst, line 1: no line end within 65536 bytes: this is not CSV; check what the file is")]
    [InlineData(
        Header + "\n",
        "1 of 1 rows cannot be read (1 line_too_long), more than 1.00 % of them; the first: a.csv.zst, line 2: line_too_long: 00000"
    )]
    public Task A_zstd_bomb_is_one_message_soon(string header, string said)
    {
        // A gigabyte of digits in 100 kB.
        var path = Folder.File("a.csv.zst");
        using (var compressor = new CompressionStream(File.Create(path), leaveOpen: false))
        {
            compressor.Write(Encoding.ASCII.GetBytes(header));
            var zeros = Encoding.ASCII.GetBytes(new string('0', 1 << 20));
            for (var i = 0; i < 1_000; i++) compressor.Write(zeros);
        }

        return Fails(3, said, path);
    }

    [Fact]
    public Task A_line_of_100_MB()
    {
        var path = Folder.File("a.csv");
        using (var file = new StreamWriter(path))
        {
            file.Write($"{Header}\n");
            for (var i = 0; i < 100; i++) file.Write(new string('7', 1_000_000));
            file.Write("\n");
        }

        return Fails(
            3,
            "1 of 1 rows cannot be read (1 line_too_long), more than 1.00 % of them; the first: a.csv, line 2: line_too_long: 777",
            path);
    }

    private string Dbn(Action<byte[]> change)
    {
        var bytes = File.ReadAllBytes(Write(Market(), "whole.dbn"));
        change(bytes);
        return Write("a.dbn", bytes);
    }
}
