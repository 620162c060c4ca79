namespace Sor.Tests.Reference;

/// <summary>
/// Orders that rest: every fill under each assumption, both sides, against the slow and obvious reference; of `queue` the sample, cost and
/// descent with it.
/// </summary>
public sealed class RestingTests
{
    private static readonly ReferenceStrategy Point = new("queue", 0.5m, 2, 0.05m);

    [Theory]
    [InlineData(500, 0, 10, "twap")]
    [InlineData(50_000, 0, 0, "twap")]
    [InlineData(500, 250, 0, "twap")]
    [InlineData(5_000, 250, 10, "twap")]
    [InlineData(50_000, 1_500, 10, "immediate")]
    public void Every_fill_of_join_and_join_wide_on_the_real_day_is_that_of_the_reference(
        long quantity, int latencyMilliseconds, int sliceSeconds, string schedule) =>
        Compare(Settings(quantity, latencyMilliseconds, sliceSeconds, schedule), "join", "join_wide").Parents.ShouldBe(12 * 2 * 6);

    [Theory]
    [InlineData(500, 0, 10, "twap")]
    [InlineData(50_000, 250, 0, "twap")]
    [InlineData(5_000, 1_500, 10, "immediate")]
    public void Every_fill_and_expectation_of_queue_on_the_real_day_is_that_of_the_reference(
        long quantity, int latencyMilliseconds, int sliceSeconds, string schedule)
    {
        var settings = Settings(quantity, latencyMilliseconds, sliceSeconds, schedule);

        var (parents, modelled) = Compare(settings with { To = settings.From + 3 * settings.Horizon }, "queue");

        parents.ShouldBe(3 * 2 * 3);
        modelled.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Every_fill_and_expectation_of_a_random_market_is_that_of_the_reference()
    {
        using var folder = new TemporaryFolder();
        var fees = folder.Write("fees.csv", RandomMarkets.Fees);
        var points = Gen.Select(Gen.OneOf(0m, 0.5m, 0.75m, 1.3m), Gen.OneOf(0m, 0.5m, 2m), Gen.OneOf(0m, 0.05m, 0.3m))
            .Select((under, over, theta) => new ReferenceStrategy("queue", under, over, theta));
        Gen<string[]> Markets(long pace) =>
            Gen.Frequency((3, RandomMarkets.Queues(pace)), (2, RandomMarkets.Calm(pace)), (1, RandomMarkets.Wild(pace)));
        var modelled = 0;
        Gen.OneOf(1L, 60L).SelectMany(pace => Gen.Select(Markets(pace), RandomMarkets.Settings(pace), points)).Sample(
            (rows, settings, point) =>
            {
                var csv = RandomMarkets.Csv(rows);
                var market = new ReferenceMarket(new StringReader(csv), settings.MaxSpread);
                modelled += RestingComparison.Compare(
                    market, folder.Write("day.csv", csv), settings, fees, point, "join", "join_wide", "queue").Modelled;
            },
            iter: 300,
            threads: 1,
            print: sample =>
            {
                var (rows, settings, point) = sample;
                return settings + "\n" + point + "\n" + RandomMarkets.Csv(rows);
            });
        modelled.ShouldBeGreaterThan(100);
    }

    private static ReferenceSettings Settings(long quantity, int latencyMilliseconds, int sliceSeconds, string schedule) =>
        ReferenceDay.Settings with
        {
            Quantity = quantity,
            Latency = latencyMilliseconds * 1_000_000L,
            Slice = sliceSeconds * 1_000_000_000L,
            Schedule = schedule,
        };

    private static (int Parents, int Modelled) Compare(ReferenceSettings settings, params string[] routers) =>
        RestingComparison.Compare(
            ReferenceDay.Market,
            SharedData.Path("data/dbn/taq-2018-01-02.v3.dbn.zst"),
            settings,
            "flat:take=0.001,add=-0.0005",
            Point,
            routers);
}
