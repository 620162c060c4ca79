using System.Text;
using Sor.Core.MarketData;
using static Sor.Tests.MarketData.CsvSample;

namespace Sor.Tests.MarketData;

/// <summary>A gzip file is read whole or refused, however its members lie in it.</summary>
public sealed class GzipFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

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

    private static byte[] Gzip(string text) => CsvSample.Gzip(Encoding.ASCII.GetBytes(text));

    /// <summary>The number of records in it.</summary>
    private static int ReadGzip(byte[] bytes)
    {
        using var own = new TemporaryFolder();
        File.WriteAllBytes(own.File("data.csv.gz"), bytes);
        using var source = MarketDataFiles.Open([own.File("data.csv.gz")], new ReadOptions());
        return Drain(source).Count;
    }
}
