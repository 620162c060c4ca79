namespace Sor.Tests.Reference;

/// <summary>Markets and settings at random, by routers that take: every number against the reference.</summary>
public sealed class RandomMarketTests
{
    [Fact]
    public void Every_number_of_a_random_market_is_that_of_the_slow_and_obvious_reference()
    {
        using var folder = new TemporaryFolder();
        var fees = folder.Write("fees.csv", RandomMarkets.Fees);
        Gen.OneOf(1L, 60L).SelectMany(pace => Gen.Select(RandomMarkets.Wild(pace), RandomMarkets.Settings(pace))).Sample(
            (rows, settings) =>
            {
                var csv = RandomMarkets.Csv(rows);
                var answer = new ReferenceAnswer(new ReferenceMarket(new StringReader(csv), settings.MaxSpread), settings);
                var run = () => ReferenceComparison.Product(folder.Write("day.csv", csv), settings, fees).GetAwaiter().GetResult();
                if (answer.Count == 0) Should.Throw<SorException>(() => run()).Kind.ShouldBe(FailureKind.Data);
                else run().ShouldEqual(answer.Numbers());
            },
            iter: 800,
            threads: 1,
            print: sample =>
            {
                var (rows, settings) = sample;
                return settings + "\n" + RandomMarkets.Csv(rows);
            });
    }

    [Fact]
    public async Task A_window_that_begins_with_the_last_record_has_no_market_and_is_left_out()
    {
        using var folder = new TemporaryFolder();
        string[] rows =
        [
            RandomMarkets.Row(RandomMarkets.Start - RandomMarkets.Second, 2, "M", null, 0, 128, 99.98m, 100.02m, 300, 300),
            RandomMarkets.Row(RandomMarkets.Start + 2 * RandomMarkets.Second, 3, "M", null, 0, 128, 99.99m, 100.01m, 200, 200),
            RandomMarkets.Row(RandomMarkets.Start + 5 * RandomMarkets.Second, 2, "M", null, 0, 128, 99.97m, 100.00m, 300, 300),
        ];
        var settings = new ReferenceSettings
        {
            From = RandomMarkets.Start,
            To = RandomMarkets.Start + 10 * RandomMarkets.Second,
            Session = RandomMarkets.Start - 3_600 * RandomMarkets.Second,
            Quantity = 54,
            Horizon = 5 * RandomMarkets.Second,
            Every = RandomMarkets.Second,
            Bucket = RandomMarkets.Second,
            LambdaUnder = [0.5m, 1.25m, 3m],
            Fee = _ => 0.003m,
        };
        var csv = RandomMarkets.Csv(rows);

        var fees = folder.Write("fees.csv", "venue,from,to,take,add\n*,2024-01-01,2024-12-31,0.003,0\n");
        var result = await ReferenceComparison.Product(folder.Write("day.csv", csv), settings, fees);

        var parents = result.GetProperty("details").GetProperty("parents");
        (parents.GetProperty("whole").GetInt32(), parents.GetProperty("left_out_after_data").GetInt32()).ShouldBe((1, 1));
        result.ShouldEqual(new ReferenceAnswer(new ReferenceMarket(new StringReader(csv)), settings).Numbers());
    }
}
