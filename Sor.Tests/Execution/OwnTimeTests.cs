using Sor.Core.Execution;
using Sor.Core.Routing;
using static Sor.Tests.Market;

namespace Sor.Tests.Execution;

/// <summary>
/// The volume that an execution could have been part of. Each print has another power of two for its size, so that a sum names its prints.
/// </summary>
public sealed class OwnTimeTests
{
    [Fact]
    public void Volume_is_what_is_printed_after_the_instant_before_the_first_fill_and_up_to_the_last_fills()
    {
        var market = Printed((8.5, 1), (9.5, 2), (10, 4), (50, 8), (99.5, 16), (100.5, 32));

        Volume(market, to: 180, 10, 100).ShouldBe(2 + 4 + 8 + 16);
    }

    [Fact]
    public void Over_less_than_a_minute_it_goes_on_to_the_first_instant_a_minute_after_its_start()
    {
        var market = Printed((8.5, 1), (9.5, 2), (68.5, 4), (69, 8), (69.5, 16));

        Volume(market, to: 180, 10).ShouldBe(2 + 4 + 8);
        Volume(market, to: 180, 10, 40).ShouldBe(2 + 4 + 8);
    }

    [Fact]
    public void Where_the_window_has_no_minute_left_it_starts_at_the_last_instant_a_minute_before_the_windows_end()
    {
        var market = Printed((119.5, 1), (120.5, 2), (169.5, 4), (179.5, 8), (180.5, 16));

        Volume(market, to: 180, 170).ShouldBe(2 + 4 + 8, "overtime is no part of it");
    }

    [Fact]
    public void Of_a_window_shorter_than_a_minute_all_is_counted_with_what_was_printed_at_its_first_instant()
    {
        var market = Printed((0, 1), (5, 2), (29.5, 4), (30.5, 8));

        Volume(market, to: 30, 10).ShouldBe(1 + 2 + 4);
        OwnTime.Volume(market.Tapes(0, 30).Single(), []).ShouldBe(0, "nothing was filled");
    }

    private static Market Printed(params (double At, uint Size)[] prints)
    {
        var market = new Market().Quote(-1, Nasdaq, 10.00m, 100, 10.02m, 1_000);
        foreach (var (at, size) in prints) market.Trade(at, Nasdaq, 10.02m, size);
        return market.Quote(999, Nasdaq, 10.00m, 100, 10.02m, 1_000);
    }

    private static long Volume(Market market, double to, params double[] fills) =>
        Execute(market.Tapes(0, to, overtime: 20).Single(), new TakesAt(fills), fills.Length).VolumeMeanwhile;

    /// <summary>Takes a share at each of some seconds.</summary>
    private sealed class TakesAt(double[] seconds) : IRouter
    {
        public string Name => "takes_at";

        public void Decide(in RoutingView view, Placement orders)
        {
            if (seconds.Contains((view.Time - Open) / 1e9)) orders.Take(0, 1);
        }
    }
}
