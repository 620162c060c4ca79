using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Sor.Core.MarketData;

namespace Sor.Tests.Commands;

/// <summary><c>generate</c>, run as a user runs it, and the sample that comes from it.</summary>
public sealed partial class GenerateTests : CommandTest
{
    [Fact]
    public async Task The_sample_is_what_the_command_beside_it_makes_record_for_record()
    {
        var page = File.ReadAllText(Repository.File("samples/README.md"));
        var command = Command().Match(page).Groups[1].Value.Split(' ');
        var made = Folder.File("sample.mbp-1.csv.zst");
        var output = await SorProcess
            .Start("Sor.Backtester", ["generate", .. command.Select(w => w == "samples/sample.mbp-1.csv.zst" ? made : w)])
            .SucceedAsync();

        var (count, hash) = (Records().Match(page).Groups[1].Value, Records().Match(page).Groups[2].Value);
        output.ShouldContain($"{count} records, ");
        output.ShouldEndWith($"XXH3-128 of the records {hash}");
        var sample = Repository.File("samples/sample.mbp-1.csv.zst");
        foreach (var path in new[] { made, sample })
        {
            var records = Read(path);
            records.Length.ShouldBe(int.Parse(count, NumberStyles.AllowThousands, CultureInfo.InvariantCulture), path);
            Convert.ToHexStringLower(XxHash128.Hash(MemoryMarshal.AsBytes(records.AsSpan()))).ShouldBe(hash, path);
        }

        new FileInfo(sample).Length.ShouldBeLessThan(1_000_000);
    }

    [Fact]
    public async Task Every_format_and_dialect_holds_the_same_records()
    {
        byte[]? first = null;
        foreach (
            var (name, dialect) in new[]
            {
                ("a.dbn", "pretty"),
                ("a.dbn.zst", "pretty"),
                ("a.csv", "pretty"),
                ("b.csv", "raw"),
                ("a.csv.zst", "pretty"),
            }
        )
        {
            var path = Folder.File(name);
            await SorProcess
                .Start(
                    "Sor.Backtester",
                    ["generate", "--out", path, "--records", "20000", "--instruments", "3", "--days", "2", "--dialect", dialect])
                .SucceedAsync();
            var bytes = MemoryMarshal.AsBytes(Read(path).AsSpan()).ToArray();
            (first ??= bytes).AsSpan().SequenceEqual(bytes).ShouldBeTrue(name);
        }
    }

    [Theory]
    [InlineData("a.txt", "--seed", "1", 2, ": the name must end in .csv, .csv.zst, .dbn or .dbn.zst, which tells the format")]
    [InlineData("no/a.csv", "--seed", "1", 2, ": there is no folder ")]
    [InlineData("a.csv", "--records", "-1", 2, "--records -1: is a whole number, not negative")]
    [InlineData("a.csv", "--venues", "99", 2, "99 venues: the synthetic market has 1 to 15")]
    [InlineData("a.csv", "--venues", "XLON", 2, "venue 'XLON': the synthetic market has XNAS, ")]
    [InlineData("a.csv", "--date", "1.8.2024", 2, "--date 1.8.2024: is a date such as 2024-10-17")]
    [InlineData("a.csv", "--dialect", "ugly", 2, "--dialect ugly: is one of pretty, raw")]
    [InlineData("a.csv", "--length", "25h", 2, "a day's length ends at 24:00 UTC at the latest; for more give several days")]
    public async Task What_cannot_be_made_is_refused(string file, string option, string value, int code, string said)
    {
        var ending = await SorProcess.Start("Sor.Backtester", ["generate", "--out", Folder.File(file), option, value]).EndAsync();

        Failed(ending, code, said.StartsWith(':') ? Folder.File(file) + said : said);
        Directory.EnumerateFiles(Folder.Path).ShouldBeEmpty();
    }

    private static Mbp1[] Read(string path)
    {
        using var source = MarketDataFiles.Open([path], new ReadOptions { Strict = true });
        var (all, some) = (new List<Mbp1>(), new Mbp1[4096]);
        for (int count; (count = source.Read(some)) > 0;) all.AddRange(some.AsSpan(0, count));
        return [.. all];
    }

    [GeneratedRegex(@"\./sor generate (.+)")]
    private static partial Regex Command();

    [GeneratedRegex("([0-9,]+) records, XXH3-128 of the records `([0-9a-f]{32})`")]
    private static partial Regex Records();
}
