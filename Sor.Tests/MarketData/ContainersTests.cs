using System.IO.Compression;
using System.Text;
using Sor.Core.MarketData;
using static Sor.Tests.MarketData.CsvSample;

namespace Sor.Tests.MarketData;

public sealed class ContainersTests : IDisposable
{
    // One row of CSV (ts_event,publisher_id,ask_px_00,ask_sz_00), by xz -6 and bzip2 -9.
    private const string Csv = "ts_event,publisher_id,ask_px_00,ask_sz_00\n1722519392492082308,2,222.83,36\n";
    private const string Xz =
        "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4ABJAEZdADocyAKFENEYzo3bttxRcKuU0Xw6rUa4IGl2KqoE6UaN6RGs11OZz/3jSdo91fYNcB3Bs4LPIC9b/GlO0oxGkKB/PdbNwMAAAACLnzKrzSQUDQABYkqAFEThH7bzfQEAAAAABFla";
    private const string Bzip2 =
        "QlpoOTFBWSZTWQiXvcIAACLbgAAQAAV/4AAAtm1fUCAAVFATT0EZGBPIhFNmpMmRtQDJppomUXP1bUGSk1H6QRWGsQDYEMnSgUlAve1vCzL6uxrygkmEgYnIEZeh21DvxdyRThQkAiXvcIA=";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Xz)]
    [InlineData(Bzip2)]
    public void Xz_and_bzip2_are_read_and_two_streams_one_after_the_other_are_one_file(string content)
    {
        var bytes = Convert.FromBase64String(content);

        Read(bytes).Single().AskPx.ShouldBe(222_830_000_000);
        Should
            .Throw<SorException>(() => Read([.. bytes, .. bytes]))
            .Message.ShouldContain("1 of 3 rows", Case.Sensitive, "the second header is no row");
    }

    [Theory]
    [InlineData(Xz)]
    [InlineData(Bzip2)]
    public void Xz_and_bzip2_damaged_cut_off_or_followed_by_something_else_are_an_error_and_never_a_shorter_file(string content)
    {
        var bytes = Convert.FromBase64String(content);
        for (var cut = 12; cut < bytes.Length; cut++) Refused(bytes[..cut], $"cut at {cut}");
        for (var at = 12; at < bytes.Length; at++)
            Refused([.. bytes[..at], (byte)(bytes[at] ^ 0x5A), .. bytes[(at + 1)..]], $"byte {at} changed");
        Refused([.. bytes, 1, 2, 3], "followed by something else");
    }

    [Fact]
    public void A_zip_archive_is_the_files_in_it_and_what_vendors_put_beside_them_is_left_alone()
    {
        var zip = Zip(
            ("day/b.csv.gz", Gzip(Encoding.ASCII.GetBytes(Csv))),
            ("day/a.csv", Encoding.ASCII.GetBytes(Csv.Replace("492082308", "492082309", StringComparison.Ordinal))),
            ("day/metadata.json", "{}"u8.ToArray()),
            ("day/", []));

        using var source = Open(zip);
        Drain(source).Count.ShouldBe(2);
        source.Summary.Files.ShouldBe(["data:day/b.csv.gz", "data:day/a.csv"]);
    }

    [Fact]
    public void A_zip_archive_that_is_damaged_is_refused()
    {
        var zip = Zip(("a.csv", Encoding.ASCII.GetBytes($"{Header}\n{Rows(500)}")));
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var bytes = zip.ToArray();
            bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
            if (random.Next(3) == 0) bytes = bytes[..random.Next(bytes.Length)];
            try
            {
                using var source = Open(bytes, new ReadOptions { MaxRejectRate = 1, MaxDisorder = 1 });
                Drain(source).Count.ShouldBe(500, $"seed {seed}: only what does not matter was changed");
            }
            catch (SorException e)
            {
                e.Kind.ShouldBe(FailureKind.Data, $"seed {seed}");
                e.Message.ShouldStartWith("data", Case.Sensitive, $"seed {seed}");
            }
        }
    }

    [Fact]
    public void A_zip_archive_in_another_and_one_in_gzip_are_refused()
    {
        var inner = Zip(("a.csv", Encoding.ASCII.GetBytes(Csv)));

        Should
            .Throw<SorException>(() => Read(Zip(("inner.zip", inner))))
            .Message.ShouldStartWith("data:inner.zip: a zip archive can be read only from a disk");
        Should.Throw<SorException>(() => Read(Gzip(inner))).Message.ShouldContain("zip archive within another file");
        Should.Throw<SorException>(() => Read(Gzip(Gzip(Encoding.ASCII.GetBytes(Csv))))).Message.ShouldContain("compressed twice");
    }

    [Fact]
    public void Names_in_an_archive_lead_nowhere_and_are_shown_safely()
    {
        var zip = Zip(("../../etc/passwd", Encoding.ASCII.GetBytes("rubbish\n")));
        Should.Throw<SorException>(() => Read(zip)).Message.ShouldStartWith("data:../../etc/passwd, line 1: no column ts_event");

        zip = Zip(("a\u001b[31m\n.csv", Encoding.ASCII.GetBytes("rubbish\n")));
        Should.Throw<SorException>(() => Read(zip)).Message.ShouldStartWith("data:a\uFFFD[31m\uFFFD.csv, line 1");
    }

    [Fact]
    public void A_zip_bomb_is_one_message_soon()
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = archive.CreateEntry("bomb.csv", CompressionLevel.Fastest).Open())
            for (var i = 0; i < 300; i++) entry.Write(new byte[1 << 20]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<SorException>(() => Read(memory.ToArray())).Kind.ShouldBe(FailureKind.Data);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(20_000_000);
    }

    [Theory]
    [InlineData("PAR1", "this is Parquet, which is not read: write it as CSV")]
    [InlineData("ARROW1", "this is an Arrow file (Feather), which is not read")]
    [InlineData("{\"ts_event\": 1}\n", "these are lines of JSON")]
    [InlineData("[{\"ts_event\": 1}]\n", "these are lines of JSON")]
    [InlineData("<!DOCTYPE html><html>", "this is a web page")]
    [InlineData("SQLite format 3\0", "this is a SQLite database")]
    [InlineData("\u0004\u0022\u004D\u0018", "this is lz4, which is not read: decompress it (lz4 -d), or compress it with zstd")]
    [InlineData("\u00FF\u0006\0\0sNaPpY", "this is snappy, which is not read: decompress it, or compress it with zstd")]
    [InlineData("\u001F\u009D", "this is compress's .Z, which is not read: decompress it (gzip -d)")]
    public void A_format_that_is_not_read_is_refused_by_name_with_the_next_step(string start, string said) =>
        Should
            .Throw<SorException>(() => Read(Encoding.Latin1.GetBytes(start + new string(' ', 300))))
            .Message.ShouldStartWith($"data: {said}");

    [Fact]
    public void Tar_workbooks_DBZ_and_fragments_are_refused_by_name()
    {
        var tar = new byte[1024];
        "ustar"u8.CopyTo(tar.AsSpan(257));
        Should.Throw<SorException>(() => Read(tar)).Message.ShouldStartWith("data: this is a tar archive");
        Should.Throw<SorException>(() => Read(Gzip(tar))).Message.ShouldStartWith("data: this is a tar archive");
        Should
            .Throw<SorException>(() => Read(Zip(("[Content_Types].xml", "<x/>"u8.ToArray()), ("xl/sheet1.xml", "<x/>"u8.ToArray()))))
            .Message.ShouldContain("(xlsx), which is not read: save the sheet as CSV");
        Should
            .Throw<SorException>(() => Read([0x51, 0x2A, 0x4D, 0x18, 100, 0, 0, 0, .. "DBZ"u8, 1, .. new byte[200]]))
            .Message.ShouldStartWith("data: this is DBZ, the forerunner of DBN");
        var record = new byte[160];
        (record[0], record[1]) = (20, 1);
        BitConverter.TryWriteBytes(record.AsSpan(8), 1_722_519_392_000_000_000);
        Should.Throw<SorException>(() => Read(record)).Message.ShouldStartWith("data: these are DBN records without the header");
        (record[0], record[1]) = (130, 19);
        Should.Throw<SorException>(() => Read(record)).Message.ShouldStartWith("data: these are DBN records without the header");
    }

    [Theory]
    [InlineData("ts_event,order_id,action,side,price,size\n", "column order_id is of MBO")]
    [InlineData("ts_event,publisher_id,action,side,price,size\n", "these are trades without quotes")]
    [InlineData("ts_event,publisher_id,stat_type,price\n", "of the statistics schema")]
    [InlineData("ts_event,publisher_id,raw_symbol,security_type\n", "of the definition schema")]
    [InlineData("ts_event,publisher_id,open,high,low,close,volume\n", "of bars (OHLCV)")]
    [InlineData("1722519392492082308,2,222.81,222.83,100,200\n", "the file has no header, its first line is data already")]
    [InlineData(
        "ts_event,publisher_id,ask_px_00,ask_sz_00\n01/08/2024 13:36:32,2,222.83,36\n",
        "'01/08/2024 13:36:32' is a date with the day or the month first"
    )]
    [InlineData("ts_event,publisher_id,ask_px_00,ask_sz_00\n09:30:00.250,2,222.83,36\n", "'09:30:00.250' is a time of day without a date")]
    [InlineData(
        "ticker,ask_exchange,ask_price,ask_size,bid_exchange,bid_price,bid_size,sip_timestamp\n",
        "of the best quote of the whole market (NBBO)"
    )]
    [InlineData("DATE,TIME_M,SYM_ROOT,SYM_SUFFIX,BID,BIDSIZ,ASK,ASKSIZ,BIDEX,ASKEX,NATBBO_IND\n", "columns BIDEX and ASKEX are of the best quote of the whole market")]
    [InlineData(
        "SYMBOL,DATE,TIME,BID,OFR,BIDSIZ,OFRSIZ,MODE,EX,MMID\nAA,20100104,9:30:00,16.7,16.8,4,1,12,Z,\n", "'9:30:00' is a time of day without a date")]
    [InlineData("dateTime,bid,ask,bidSize,askSize,exchange\n20241017-10:30:00.134,80,80.1,1,2,XNAS\n", "'20241017-10:30:00.134' is a date without hyphens")]
    [InlineData("20120201 000003660,1.306600,1.306770,0\n", "the file has no header")]
    [InlineData("ts_event;publisher_id;ask_px_00;ask_sz_00\n2024-08-01T13:36:32Z;2;222,83;36\n", "'222,83' has a decimal comma")]
    public void Csv_that_cannot_be_routed_on_is_refused_by_name(string text, string said) =>
        Should.Throw<SorException>(() => Read(Encoding.ASCII.GetBytes(text))).Message.ShouldContain(said);

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Text_is_read_in_its_encoding_with_a_mark_and_without(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        Read(encoding.GetBytes(Csv)).Single().AskPx.ShouldBe(222_830_000_000);
        Read([.. encoding.GetPreamble(), .. encoding.GetBytes(Csv)]).Single().AskPx.ShouldBe(222_830_000_000);
    }

    private void Refused(byte[] bytes, string what)
    {
        try
        {
            // A byte that means nothing, as the first of xz's range coder, may be any.
            Read(bytes, new ReadOptions { MaxRejectRate = 1 }).ShouldBe(Read(Encoding.ASCII.GetBytes(Csv)), what);
        }
        catch (SorException e)
        {
            e.Kind.ShouldBe(FailureKind.Data, what);
        }
    }

    private List<Mbp1> Read(byte[] bytes, ReadOptions? options = null)
    {
        using var source = Open(bytes, options);
        return Drain(source);
    }

    private MarketDataSource Open(byte[] bytes, ReadOptions? options = null)
    {
        File.WriteAllBytes(folder.File("data"), bytes);
        return MarketDataFiles.Open([folder.File("data")], options ?? new ReadOptions());
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in files)
                using (var entry = archive.CreateEntry(name).Open())
                    entry.Write(content);
        return memory.ToArray();
    }
}
