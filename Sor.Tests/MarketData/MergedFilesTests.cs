using System.IO.Compression;
using System.Runtime.InteropServices;
using Sor.Core.MarketData;
using ZstdSharp;

namespace Sor.Tests.MarketData;

/// <summary>Several files are one stream: however a day is split, and whatever the parts are compressed with, it is the day.</summary>
public sealed class MergedFilesTests
{
    private const ulong Start = 1_722_519_392_000_000_000;

    private static readonly ushort[] Venues = [2, 5, 9, 43];

    [Fact]
    public void Files_of_a_day_split_by_venue_and_time_in_any_order_and_compression_are_the_day_byte_for_byte() =>
        Gen.Select(Gen.Int[1, 400], Gen.Int).Sample(
            (count, seed) =>
            {
                using var folder = new TemporaryFolder();
                var random = new Random(seed);
                var day = Day(random, count);
                var paths = Split(day, random).Select((part, i) => Write(folder, $"{i:000}", part, random)).ToArray();
                random.Shuffle(paths);

                Bytes(Read(paths)).ShouldBe(Bytes(Read([Write(folder, "whole.csv", day)])));
            },
            iter: 60);

    [Fact]
    public void Equal_times_go_by_publisher_then_file_name_then_place()
    {
        using var folder = new TemporaryFolder();
        var b = Write(folder, "b.csv", [At(0, 5, 1), At(0, 5, 2)]);
        var a = Write(folder, "a.csv", [At(0, 5, 3), At(0, 9, 4)]);
        var c = Write(folder, "c.csv", [At(0, 2, 5), At(0, 9, 6)]);

        foreach (var paths in new[] { new[] { a, b, c }, [c, b, a], [b, a, c] })
            Read(paths).Select(r => r.Sequence).ShouldBe([5U, 3, 1, 2, 4, 6]);
    }

    [Fact]
    public void A_record_behind_its_files_clock_goes_with_the_clock()
    {
        using var folder = new TemporaryFolder();
        var late = Write(folder, "a.csv", [At(10, 2, 1), At(5, 2, 2), At(20, 2, 3)]);
        var other = Write(folder, "b.csv", [At(6, 5, 4), At(11, 5, 5)]);

        Read([other, late]).Select(r => r.Sequence).ShouldBe([4U, 1, 2, 5, 3]);
    }

    [Fact]
    public void The_same_file_twice_is_refused_under_another_name_too()
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, "a.csv", Day(new Random(1), 10));
        File.Copy(path, folder.File("b.csv"));

        foreach (var second in new[] { path, folder.File("b.csv"), Path.Combine(folder.Path, ".", "a.csv") })
        {
            var failure = Should.Throw<SorException>(() => Read([path, second]));
            failure.Kind.ShouldBe(FailureKind.Request);
            failure.Message.ShouldContain("are the same file: every record would count twice");
        }
    }

    [Theory]
    [InlineData("b.csv.zst", 0, 400)]
    [InlineData("b.dbn", 0, 400)]
    [InlineData("b.csv", 250, 400)]
    [InlineData("b.dbn.zst", 0, 100)]
    public void The_same_records_in_another_format_are_refused_and_so_are_parts_that_overlap(string name, int from, int to)
    {
        using var folder = new TemporaryFolder();
        var day = Day(new Random(1), 400);
        string[] paths = [Write(folder, "a.csv", day), Write(folder, name, day[from..to])];

        foreach (var order in new[] { paths, [.. paths.Reverse()] })
        {
            var failure = Should.Throw<SorException>(() => Read(order));
            failure.Kind.ShouldBe(FailureKind.Data);
            failure.Message.ShouldStartWith($"a.csv and {name} hold the same records, ");
            failure.Message.ShouldEndWith(" at least: every one of them would count twice; give each record once");
        }
    }

    [Fact]
    public void The_same_file_by_a_link_and_in_an_archive_twice_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, "a.csv", Day(new Random(1), 10));
        File.CreateSymbolicLink(folder.File("link.csv"), path);
        File.CreateSymbolicLink(folder.File("link-to-link.csv"), folder.File("link.csv"));

        Should.Throw<SorException>(() => Read([path, folder.File("link-to-link.csv")])).Message.ShouldContain("are the same file");
        Should.Throw<SorException>(() => Read([folder.Path])).Message.ShouldContain("are the same file");
    }

    [Fact]
    public void A_folder_is_its_files_and_what_vendors_put_beside_them_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        var first = Write(folder, "a.csv", [At(0, 2, 1)]);
        Write(folder, "b.csv", [At(1, 5, 2)]);
        folder.Write("metadata.json", "{}");
        folder.Write(".DS_Store", "x");

        Read([folder.Path]).Select(r => r.Sequence).ShouldBe([1U, 2]);
        File.Delete(first);
        File.Delete(folder.File("b.csv"));
        Should.Throw<SorException>(() => Read([folder.Path])).Message.ShouldContain("is a folder without files of market data");
    }

    /// <summary>A day as it is when merged: by time, then publisher.</summary>
    private static Mbp1[] Day(Random random, int count)
    {
        var records = Enumerable.Range(0, count).Select(i => At((ulong)random.Next(count), Venues[random.Next(Venues.Length)], (uint)i));
        return [.. records.OrderBy(r => r.TsRecv).ThenBy(r => r.PublisherId)];
    }

    /// <summary>Each venue by itself or some together, each cut in time where the time moves on.</summary>
    private static IEnumerable<Mbp1[]> Split(Mbp1[] day, Random random)
    {
        var group = Venues.ToDictionary(v => v, _ => random.Next(3));
        foreach (var venues in day.GroupBy(r => group[r.PublisherId]))
        {
            var part = new List<Mbp1>();
            foreach (var record in venues)
            {
                if (part.Count > 0 && record.TsRecv > part[^1].TsRecv && random.Next(20) == 0)
                {
                    yield return [.. part];
                    part.Clear();
                }

                part.Add(record);
            }

            yield return [.. part];
        }
    }

    private static Mbp1 At(ulong micros, ushort publisher, uint sequence) =>
        QuoteRecord.Of(7, Start + micros * 1_000, publisher, sequence);

    /// <summary>As CSV or DBN, in any compression that the framework or a library can write, alone or in a zip archive.</summary>
    private static string Write(TemporaryFolder folder, string name, Mbp1[] records, Random random)
    {
        var format = random.Next(2) == 0 ? ".csv" : ".dbn";
        var plain = Write(folder, name + format, records);
        var bytes = File.ReadAllBytes(plain);
        var (ending, compressed) = random.Next(4) switch
        {
            0 => ("", bytes),
            1 => (".gz", CsvSample.Gzip(bytes)),
            2 => (".zst", Zstd(bytes)),
            _ => (".zip", Zip(name + format + ".zst", Zstd(bytes))),
        };
        File.Delete(plain);
        File.WriteAllBytes(plain + ending, compressed);
        return plain + ending;
    }

    private static string Write(TemporaryFolder folder, string name, Mbp1[] records)
    {
        using var file = RecordFile.Create(
            folder.File(name),
            new RecordFileHeader("EQUS.ALL", Start, Start + 86_400_000_000_000, [new InstrumentSymbol(7, "SYN")]));
        file.Write(records);
        file.Complete();
        return folder.File(name);
    }

    private static byte[] Zstd(byte[] bytes)
    {
        using var zstd = new Compressor();
        return zstd.Wrap(bytes).ToArray();
    }

    private static byte[] Zip(string name, byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = archive.CreateEntry(name).Open())
            entry.Write(bytes);
        return memory.ToArray();
    }

    private static List<Mbp1> Read(IReadOnlyList<string> paths)
    {
        using var source = MarketDataFiles.Open(paths, new ReadOptions());
        return CsvSample.Drain(source);
    }

    private static byte[] Bytes(List<Mbp1> records) => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(records)).ToArray();
}
