using Sor.Core.Classic;

namespace Sor.Tests.Classic;

public sealed class TrialSplitTests
{
    // Few prices, so that ties are common; sizes around the lots.
    private static readonly Gen<(long Ask, long Size)> Row = Gen.Select(
        Gen.Int[0, 2],
        Gen.Int[0, 450],
        (tick, size) => (222_810_000_000L + tick * 10_000_000, (long)size));

    private static readonly Gen<long> Penalty = Gen.Long[0, 1_000_000_000];

    [Fact]
    public void The_split_is_the_first_of_least_cost_that_exhaustive_enumeration_meets_whatever_the_penalties() =>
        Gen.Select(Row.List[1, 5], Gen.Long[1, 10], Penalty, Penalty, Penalty).Sample(
            (rows, lots, over, under, theta) =>
            {
                var (expected, cost) = PublishedBaselines.Allocate(lots * 100, rows, over, under, theta);
                var split = new long[rows.Count];
                TrialSplit.TrySolve([.. rows.Select(r => new ClassicRow(r.Ask, r.Size))], lots * 100, split).ShouldBe(expected is not null);
                if (expected is null)
                {
                    split.ShouldAllBe(x => x == 0);
                    return;
                }

                split.ShouldBe(expected);
                split.Select((x, i) => (Int128)x * (rows[i].Ask + 1_000_000)).Aggregate((Int128)0, (sum, c) => sum + c).ShouldBe(cost);
            },
            iter: 2_000);

    [Fact]
    public void Equal_prices_fill_the_later_row_first()
    {
        var split = new long[3];
        TrialSplit.TrySolve([new ClassicRow(10, 300), new ClassicRow(9, 100), new ClassicRow(10, 250)], 400, split).ShouldBeTrue();
        split.ShouldBe([100, 100, 200]);
    }

    [Fact]
    public void Odd_lots_of_a_row_cannot_be_taken_and_an_odd_order_has_no_split()
    {
        var split = new long[2];
        TrialSplit.TrySolve([new ClassicRow(10, 199), new ClassicRow(10, 199)], 300, split).ShouldBeFalse();
        TrialSplit.TrySolve([new ClassicRow(10, 199), new ClassicRow(10, 199)], 150, split).ShouldBeFalse();
        TrialSplit.TrySolve([new ClassicRow(10, 199), new ClassicRow(10, 199)], 200, split).ShouldBeTrue();
    }
}
