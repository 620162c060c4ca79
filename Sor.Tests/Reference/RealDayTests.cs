namespace Sor.Tests.Reference;

/// <summary>The real day: every number of every router and side, of tuning and verdict, against the reference.</summary>
public sealed class RealDayTests
{
    private const string VenueFees = """
        venue,from,to,take,add
        BATY,2018-01-01,2018-12-31,-0.0002,0
        EDGA,2018-01-01,2018-12-31,-0.0016,0
        XBOS,2018-01-01,2018-12-31,0.0007,0
        IEXG,2018-01-01,2018-12-31,0.001,0
        *,2018-01-01,2018-12-31,0.003,0
        """;

    /// <summary>Any three of quantity, schedule, liquidity and latency are met in all their combinations.</summary>
    public static TheoryData<long, string, bool, int, string> Settings
    {
        get
        {
            var all = new TheoryData<long, string, bool, int, string>();
            foreach (var (i, quantity) in new[] { 500L, 5_000, 50_000 }.Index())
                foreach (var schedule in new[] { "twap", "immediate" })
                    foreach (var naive in new[] { false, true })
                        all.Add(quantity, schedule, naive, (schedule == "twap") == naive == (i == 1) ? 250 : 0, "flat");
            all.Add(5_000, "pov:0.1", false, 0, "flat");
            all.Add(5_000, "twap", false, 1_500, "venues");
            all.Add(50_000, "immediate", false, 0, "venues");
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task Every_number_is_that_of_the_slow_and_obvious_reference(
        long quantity, string schedule, bool naive, int latencyMilliseconds, string fees)
    {
        using var folder = new TemporaryFolder();
        var settings = ReferenceDay.Settings with
        {
            Quantity = quantity,
            Schedule = schedule,
            Naive = naive,
            Latency = latencyMilliseconds * 1_000_000L,
            Fee = fees == "flat" ? _ => 0.001m : Fee,
        };
        var answer = new ReferenceAnswer(ReferenceDay.Market, settings);
        var result = await ReferenceComparison.Product(
            SharedData.Path("data/dbn/taq-2018-01-02.v3.dbn.zst"),
            settings,
            fees == "flat" ? "flat:take=0.001,add=-0.0005" : folder.Write("fees.csv", VenueFees));

        answer.Count.ShouldBe(12);
        result.ShouldEqual(answer.Numbers());
    }

    private static decimal Fee(string mic) =>
        mic switch { "BATY" => -0.0002m, "EDGA" => -0.0016m, "XBOS" => 0.0007m, "IEXG" => 0.001m, _ => 0.003m };
}
