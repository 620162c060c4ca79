using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Sor.Core.MarketData;
using ZstdSharp;

namespace Sor.Tests.MarketData;

/// <summary>
/// Spoilt data, a million rows a format from fixed seeds (<c>SOR_MUTATED_ROWS</c> asks for another number): every row is either a record or
/// a line of <c>rejects.csv</c>, good rows are
/// records whatever stands around them, and rows spoilt on purpose are rejected for the right reason.
/// </summary>
public sealed class MutatedRowsTests : IDisposable
{
    private const int RowsAtOnce = 50_000;
    private static readonly int Rows = int.TryParse(Environment.GetEnvironmentVariable("SOR_MUTATED_ROWS"), out var asked)
        ? asked
        : 1_000_000;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_row_of_CSV_is_accepted_or_rejected_and_the_right_one()
    {
        var rejected = 0;
        for (var seed = 0; seed * RowsAtOnce < Rows; seed++)
        {
            var market = new MutatedCsv(seed);
            var expected = new List<(Mbp1? Accepted, RejectReason? Rejected)>();
            using (var file = File.Create(folder.File("data.csv")))
            {
                file.Write(Encoding.ASCII.GetBytes(MutatedCsv.Header + "\n"));
                for (var i = 0U; i < RowsAtOnce; i++) expected.Add(market.Next(file, i));
            }

            // Line 1 is the header.
            rejected += Check(folder.File("data.csv"), expected, reject => long.Parse(reject.Line) - 2);
        }

        rejected.ShouldBeInRange(Rows / 4, Rows / 2);
    }

    [Fact]
    public void Every_record_of_DBN_is_accepted_or_rejected_and_the_right_one()
    {
        var rejected = 0;
        for (var seed = 0; seed * RowsAtOnce < Rows; seed++)
        {
            var random = new Random(seed);
            var records = new Mbp1[RowsAtOnce];
            var expected = new List<(Mbp1? Accepted, RejectReason? Rejected)>();
            for (var i = 0; i < records.Length; i++)
            {
                records[i] = Good((uint)i);
                expected.Add(random.Next(3) switch
                {
                    0 => (null, Spoil(random, ref records[i])),
                    1 => Changed(random, ref records[i]),
                    _ => (records[i], null),
                });
            }

            var path = folder.File("data.dbn");
            using (var file = RecordFile.Create(path, new RecordFileHeader("EQUS.ALL", 0, 1, [])))
            {
                file.Write(records);
                file.Complete();
            }

            var first = new FileInfo(path).Length - (long)RowsAtOnce * Mbp1.SizeInBytes;
            rejected += Check(path, expected, reject => (long.Parse(reject.Offset) - first) / Mbp1.SizeInBytes);
        }

        rejected.ShouldBeInRange(Rows / 3, Rows * 2 / 3);
    }

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.csv.zst")]
    [InlineData("a.csv.gz")]
    [InlineData("a.csv.zip")]
    [InlineData("a.dbn")]
    [InlineData("a.dbn.zst")]
    public void A_file_with_any_bytes_changed_is_read_or_refused_in_words(string name)
    {
        var good = Whole(name);
        for (var seed = 0; seed < Rows / 500; seed++)
        {
            var random = new Random(seed);
            var bytes = good.ToArray();
            for (var changes = 1 + random.Next(5); changes > 0; changes--)
                bytes[random.Next(random.Next(2) == 0 ? 300 : bytes.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0) bytes = bytes[..random.Next(bytes.Length)];
            File.WriteAllBytes(folder.File(name), bytes);
            try
            {
                using var source = MarketDataFiles.Open([folder.File(name)], new ReadOptions { MaxRejectRate = 1, MaxDisorder = 1 });
                var some = new Mbp1[64];
                while (source.Read(some) > 0) { }
            }
            catch (SorException e)
            {
                e.Kind.ShouldBe(FailureKind.Data, $"seed {seed}");
                e.Message.ShouldStartWith(name, Case.Sensitive, $"seed {seed}");
            }
        }
    }

    /// <summary>Reads a file and holds its records and rejects against what is expected of each row.</summary>
    /// <returns>How many rows were rejected.</returns>
    private int Check(
        string path,
        List<(Mbp1? Accepted, RejectReason? Rejected)> expected,
        Func<(string Reason, string Line, string Offset), long> rowOf)
    {
        var accepted = new List<Mbp1>();
        IReadOnlyList<RejectCount> counts;
        using (
            var source = MarketDataFiles.Open(
                [path],
                new ReadOptions
                {
                    MaxRejectRate = 1,
                    MaxDisorder = 1,
                    OpenRejects = () => new StreamWriter(folder.File("rejects.csv")),
                }
            ))
        {
            var some = new Mbp1[4096];
            for (int count; (count = source.Read(some)) > 0;) accepted.AddRange(some.AsSpan(0, count));
            counts = source.Summary.Rejects;
            source.Summary.Records.ShouldBe(accepted.Count);
        }

        var rejects = File.ReadLines(folder.File("rejects.csv"))
            .Skip(1)
            .Select(l => l.Split(',', 7))
            .Select(c => (Reason: c[0], Line: c[2], Offset: c[5]))
            .ToDictionary(rowOf, c => c.Reason);
        (accepted.Count + rejects.Count).ShouldBe(expected.Count);
        counts
            .Select(c => (c.Reason, c.Rows))
            .ShouldBe(rejects.Values.CountBy(r => r).OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => (r.Key, (long)r.Value)));
        var next = 0;
        for (var row = 0; row < expected.Count; row++)
        {
            var isRejected = rejects.TryGetValue(row, out var reason);
            var (record, spoilt) = expected[row];
            if (record is { } good && (isRejected || !accepted[next].Equals(good)))
                Assert.Fail($"row {row} is good, and was {(isRejected ? reason : "read as something else")}");
            if (spoilt is { } why && reason != why.ToString())
                Assert.Fail($"row {row} must be rejected as {why}, and was {reason ?? "accepted"}");
            if (!isRejected && RecordCheck.Of(accepted[next++]) is { } impossible) Assert.Fail($"row {row} was accepted with {impossible}");
        }

        return rejects.Count;
    }

    private static Mbp1 Good(uint sequence) => QuoteRecord.Of(1, 1_722_519_392_000_000_000UL + sequence, publisher: 2, sequence);

    private static RejectReason Spoil(Random random, ref Mbp1 record)
    {
        switch (random.Next(9))
        {
            case 0: record.TsEvent = RecordCheck.Earliest - 1; return RejectReason.bad_time;
            case 1: record.TsRecv = RecordCheck.Latest + 1; return RejectReason.bad_time;
            case 2: record.PublisherId = 0; return RejectReason.bad_publisher;
            case 3: record.BidPx = -1; return RejectReason.bad_price;
            case 4: record.AskPx = RecordCheck.HighestPrice + 1; return RejectReason.bad_price;
            case 5: record.Price = long.MinValue; return RejectReason.bad_price;
            case 6: record.AskSz = RecordCheck.LargestSize + 1; return RejectReason.bad_size;
            case 7: record.Action = (RecordAction)'X'; return RejectReason.bad_action;
            default: record.Side = 0; return RejectReason.bad_side;
        }
    }

    /// <summary>Any bytes changed but the first two, which say how long the record is and of what kind.</summary>
    private static (Mbp1? Accepted, RejectReason? Rejected) Changed(Random random, ref Mbp1 record)
    {
        var bytes = MemoryMarshal.AsBytes(new Span<Mbp1>(ref record));
        for (var changes = 1 + random.Next(3); changes > 0; changes--) bytes[2 + random.Next(bytes.Length - 2)] = (byte)random.Next(256);
        return (null, null);
    }

    private byte[] Whole(string name)
    {
        var plain = folder.File(name.Contains("csv", StringComparison.Ordinal) ? "whole.csv" : "whole.dbn");
        using (var file = RecordFile.Create(plain, new RecordFileHeader("EQUS.ALL", 0, 1, [new InstrumentSymbol(1, "SYN")])))
        {
            file.Write([.. Enumerable.Range(0, 100).Select(i => Good((uint)i))]);
            file.Complete();
        }

        var bytes = File.ReadAllBytes(plain);
        if (name.EndsWith(".zst", StringComparison.Ordinal))
        {
            using var zstd = new Compressor();
            return zstd.Wrap(bytes).ToArray();
        }

        if (name.EndsWith(".zip", StringComparison.Ordinal))
        {
            using var memory = new MemoryStream();
            using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
            using (var entry = archive.CreateEntry("whole.csv").Open())
                entry.Write(bytes);
            return memory.ToArray();
        }

        return name.EndsWith(".gz", StringComparison.Ordinal) ? CsvSample.Gzip(bytes) : bytes;
    }
}
