using Sor.Core.Storage;

namespace Sor.Tests.Storage;

/// <summary>What is put aside is read back as it was, from memory, from disk, or from both; and nobody else ever sees it.</summary>
public sealed class SpoolTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(null, 0)]
    [InlineData("", 0)]
    [InlineData("", 1)]
    [InlineData("", 1_000)]
    [InlineData("", 1 << 20)]
    public void What_went_in_comes_out(string? below, int memory)
    {
        using var spool = new Spool(below is null ? null : folder.Path, memory);
        var (random, all) = (new Random(memory), new List<byte>());
        for (var i = 0; i < 500; i++)
        {
            var bytes = new byte[random.Next(0, i % 50 == 49 ? 40_000 : 300)];
            random.NextBytes(bytes);

            spool.Append(bytes).ShouldBe(all.Count);
            all.AddRange(bytes);

            // Anything before, whether it is one item, a part of one, or several, in memory, on disk, or half of each.
            var at = random.Next(all.Count + 1);
            var read = new byte[random.Next(all.Count - at + 1)];
            spool.Read(at, read);
            read.ShouldBe(all.GetRange(at, read.Length));
        }

        spool.Length.ShouldBe(all.Count);
        spool.InFile.ShouldBe(below is null || memory > all.Count ? 0 : spool.InFile);
        (spool.InFile > 0).ShouldBe(below is not null && memory < all.Count);
    }

    [Fact]
    public void A_few_bytes_make_no_file_though_there_is_no_such_folder()
    {
        using var spool = new Spool(folder.File("absent"), memory: 100);

        spool.Append(new byte[100]);

        spool.InFile.ShouldBe(0);
        Should.Throw<IOException>(() => spool.Append(new byte[20_000]));
    }

    [Fact]
    public void The_file_has_no_name_while_it_is_used()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there the system removes the file with its last handle");
        using var spool = new Spool(folder.Path, memory: 0);

        for (var i = 0; i < 10; i++) spool.Append(new byte[10_000]);

        spool.InFile.ShouldBeGreaterThan(0);
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Reading_beyond_what_was_written_is_refused()
    {
        using var spool = new Spool(folder.Path, memory: 0);
        spool.Append(new byte[10]);

        Should.Throw<ArgumentOutOfRangeException>(() => spool.Read(8, new byte[3]));
        Should.Throw<ArgumentOutOfRangeException>(() => spool.Read(-1, new byte[1]));
    }

    [Fact]
    public void Numbers_of_any_size_come_back()
    {
        long[] numbers = [0, 1, -1, 63, 64, -64, -65, 127, 128, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue];
        Int128 above = (Int128)long.MaxValue + 1, below = (Int128)long.MinValue - 1;
        Int128[] wide = [.. numbers, Int128.MaxValue, Int128.MinValue, above, below, (Int128)1 << 64];
        var written = new PackedWriter();
        foreach (var number in numbers)
        {
            written.Put(number);
            written.PutUnsigned((ulong)number);
        }

        foreach (var number in wide) written.PutWide(number);

        var read = new PackedReader(written.Span);
        foreach (var number in numbers) (read.Next(), read.NextUnsigned()).ShouldBe((number, (ulong)number));
        foreach (var number in wide) read.NextWide().ShouldBe(number);
    }
}
