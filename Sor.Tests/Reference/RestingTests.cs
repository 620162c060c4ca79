namespace Sor.Tests.Reference;

/// <summary>Orders that rest: every fill of `join` and `join_wide` under each assumption, both sides, against the slow and obvious reference.</summary>
public sealed class RestingTests
{
    [Theory]
    [InlineData(500, 0, 10, "twap")]
    [InlineData(50_000, 0, 0, "twap")]
    [InlineData(500, 250, 0, "twap")]
    [InlineData(5_000, 250, 10, "twap")]
    [InlineData(50_000, 1_500, 10, "immediate")]
    public void Every_fill_of_the_real_day_is_that_of_the_reference(long quantity, int latencyMilliseconds, int sliceSeconds, string schedule)
    {
        var settings = ReferenceDay.Settings with
        {
            Quantity = quantity,
            Latency = latencyMilliseconds * 1_000_000L,
            Slice = sliceSeconds * 1_000_000_000L,
            Schedule = schedule,
        };

        RestingComparison.Compare(ReferenceDay.Market, SharedData.Path("data/dbn/taq-2018-01-02.v3.dbn.zst"), settings, "flat:take=0.001,add=-0.0005").ShouldBe(12 * 2 * 6);
    }

    [Fact]
    public void Every_fill_of_a_random_market_is_that_of_the_reference()
    {
        using var folder = new TemporaryFolder();
        var fees = folder.Write("fees.csv", RandomMarkets.Fees);
        var compared = 0;
        Gen.OneOf(1L, 60L).SelectMany(pace => Gen.Select(Gen.Frequency((3, RandomMarkets.Calm(pace)), (1, RandomMarkets.Wild(pace))), RandomMarkets.Settings(pace))).Sample(
            (rows, settings) =>
            {
                var csv = RandomMarkets.Csv(rows);
                compared += RestingComparison.Compare(new ReferenceMarket(new StringReader(csv), settings.MaxSpread), folder.Write("day.csv", csv), settings, fees);
            },
            iter: 500,
            threads: 1,
            print: sample =>
            {
                var (rows, settings) = sample;
                return settings + "\n" + RandomMarkets.Csv(rows);
            });
        compared.ShouldBeGreaterThan(0);
    }
}
