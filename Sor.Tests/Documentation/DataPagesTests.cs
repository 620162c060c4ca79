using System.Globalization;
using Sor.Core.MarketData;
using Sor.Tests.Simulation;

namespace Sor.Tests.Documentation;

/// <summary>What the pages about shipped data say is what is shipped.</summary>
public sealed class DataPagesTests
{
    [Fact]
    public void The_page_of_fees_has_the_rows_of_the_file()
    {
        var shipped = File.ReadLines(Repository.File("Sor.Core/Orders/fees-2024.csv")).Skip(1).Select(l => l.Split(',')).ToList();
        var page = MarkdownTable.Rows(File.ReadAllText(Repository.File("docs/fees.md")), "| venue |").ToList();

        page.Select(r => string.Join(',', r[0].Split(' ')[0], r[1], r[2], r[3], r[4], r[5], r[6]))
            .ShouldBe(shipped.Select(r => string.Join(',', r)));
        shipped.ShouldAllBe(r => r.Length == 7 && r[5].Length > 0 && r[6].Length > 0, "each row has its source and our confidence in it");
        shipped.ShouldAllBe(r => string.CompareOrdinal(r[1], r[2]) <= 0, "each row's dates are in order");
        foreach (var venue in shipped.GroupBy(r => r[0]))
        {
            string.CompareOrdinal(venue.Min(r => r[1]), "2024-08-01").ShouldBeLessThanOrEqualTo(0, venue.Key);
            string.CompareOrdinal(venue.Max(r => r[2]), "2024-12-31").ShouldBeGreaterThanOrEqualTo(0, venue.Key);
        }
    }

    [Fact]
    public void The_page_of_the_simulation_counts_what_is_in_the_sample()
    {
        using var sample = MarketDataFiles.Open([Repository.File("samples/sample.mbp-1.csv.zst")], new ReadOptions { Strict = true });
        var census = MarketCensus.Of(sample);
        var counted = new (string What, long Count)[]
        {
            ("records", census.Records),
            ("of these, prints", census.Prints),
            ("a size fell at an unchanged price", census.Sizes.Fell),
            ("a size rose at an unchanged price", census.Sizes.Rose),
            ("a trade took all of a venue's best price", census.Emptied),
            ("the market locked", census.Locked),
            ("the market crossed", census.Crossed),
            ("a venue showed a stub, a dollar or more behind the best", census.Stubs),
            ("a venue showed one side only", census.OneSided),
            ("a venue showed nothing", census.Empty),
            ("a record came late", census.Late),
        };

        var page = MarkdownTable.Rows(File.ReadAllText(Repository.File("docs/simulation.md")), "| in the sample |");
        page.Select(r => $"{r[0]}: {r[1]}")
            .ShouldBe(counted.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.What}: {c.Count:N0}")));
    }
}
