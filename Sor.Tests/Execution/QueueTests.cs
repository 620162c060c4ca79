using Sor.Core.Execution;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using static Sor.Tests.Execution.RestingMarket;
using static Sor.Tests.Market;

namespace Sor.Tests.Execution;

/// <summary>The place in a queue, and what fills an order that has one: each rule by a market of its own.</summary>
public sealed class QueueTests
{
    public static TheoryData<string> Assumptions => [.. QueueAssumptions.All.Select(a => a.Name)];

    [Fact]
    public void Sells_at_the_price_serve_who_stood_there_before_and_then_us()
    {
        var tape = Steady().Trade(1.5, Nasdaq, 10.00m, 200).Trade(1.6, Nasdaq, 10.00m, 150).Trade(1.7, Nasdaq, 10.00m, 400).Tape();

        var outcome = tape.Rest(100);

        outcome.Made(tape).ShouldBe(["1.6 XNAS 50 at 10.00", "1.7 XNAS 50 at 10.00"]);
        (outcome.Maker, outcome.Through, outcome.Fees).ShouldBe((100, 0, -100 * Px(0.0005m)));
    }

    [Fact]
    public void Buys_at_the_price_and_prints_whose_side_is_unknown_serve_nobody()
    {
        var bought = Steady().Trade(1.5, Nasdaq, 10.00m, 900, RecordSide.Bid).Tape();
        bought.Rest(100).Made(bought).ShouldBeEmpty();

        // The market is locked at 10.00, so a print there is neither above nor below the mid.
        var unknown = Steady().Quote(1.2, Bx, 10.00m, 100, 10.00m, 100).Trade(1.3, Nasdaq, 10.00m, 900).Tape();
        unknown.Rest(100, QueueAssumptions.Pessimistic).Made(unknown).ShouldBeEmpty();
    }

    [Fact]
    public void A_print_below_the_price_on_our_venue_fills_up_to_its_size_wherever_we_stand()
    {
        var tape = Steady().Trade(1.5, Nasdaq, 9.99m, 60).Trade(1.6, Nyse, 9.99m, 500).Trade(1.7, Nasdaq, 9.99m, 500).Tape();

        var outcome = tape.Rest(100);

        outcome
            .Made(tape)
            .ShouldBe(
                ["1.5 XNAS 60 at 10.00 through", "1.7 XNAS 40 at 10.00 through"],
                "never more than the order, and none for another venue's print");
        outcome.Through.ShouldBe(100);
    }

    [Fact]
    public void An_optimist_is_filled_whole_by_the_smallest_print_through()
    {
        var tape = Steady().Trade(1.5, Nasdaq, 9.99m, 1).Tape();

        tape.Rest(100, QueueAssumptions.Optimistic).Made(tape).ShouldBe(["1.5 XNAS 100 at 10.00 through"]);
        tape.Rest(100, QueueAssumptions.Pessimistic).Made(tape).ShouldBe(["1.5 XNAS 1 at 10.00 through"]);
    }

    [Theory]
    [InlineData("optimistic", 100)]
    [InlineData("proportional", 75)]
    [InlineData("pessimistic", 0)]
    public void Of_what_is_cancelled_all_a_part_or_nothing_stood_ahead(string assumption, long filled)
    {
        // 300 stand ahead and 100 more come behind. Of these 400 a hundred are cancelled, which leaves 200, 225 or 300 ahead; 300 are sold.
        var tape = Steady()
            .Quote(1.2, Nasdaq, 10.00m, 400, 10.04m, 300)
            .Quote(1.3, Nasdaq, 10.00m, 300, 10.04m, 300)
            .Trade(1.5, Nasdaq, 10.00m, 300)
            .Tape();

        tape.Rest(100, Named(assumption)).Maker.ShouldBe(filled);
    }

    [Fact]
    public void A_decrease_that_prints_explain_is_no_cancellation_though_both_bear_one_stamp()
    {
        // 100 of 300 are sold to and the quote says so: none is cancelled, 200 stand ahead for everyone, pessimists too.
        var tape = Steady()
            .Quote(1.2, Nasdaq, 10.00m, 500, 10.04m, 300)
            .Trade(1.5, Nasdaq, 10.00m, 100)
            .Quote(1.5, Nasdaq, 10.00m, 400, 10.04m, 300)
            .Trade(1.7, Nasdaq, 10.00m, 220)
            .Tape();

        foreach (var assumption in QueueAssumptions.All)
            tape.Rest(100, assumption).Made(tape).ShouldBe(["1.7 XNAS 20 at 10.00"], assumption.Name);
    }

    [Fact]
    public void Buys_explain_a_decrease_as_well()
    {
        var tape = Steady()
            .Quote(1.2, Nasdaq, 10.00m, 500, 10.04m, 300)
            .Trade(1.5, Nasdaq, 10.00m, 100, RecordSide.Bid)
            .Quote(1.5, Nasdaq, 10.00m, 400, 10.04m, 300)
            .Trade(1.7, Nasdaq, 10.00m, 320).Tape();

        tape.Rest(100, QueueAssumptions.Optimistic).Made(tape).ShouldBe(["1.7 XNAS 20 at 10.00"]);
    }

    [Theory]
    [MemberData(nameof(Assumptions))]
    public void No_more_stand_ahead_than_are_displayed(string assumption)
    {
        var tape = Steady().Quote(1.2, Nasdaq, 10.00m, 40, 10.04m, 300).Trade(1.5, Nasdaq, 10.00m, 90).Tape();

        tape.Rest(100, Named(assumption)).Made(tape).ShouldBe(["1.5 XNAS 50 at 10.00"]);
    }

    [Fact]
    public void A_venue_that_leaves_the_price_downwards_leaves_us_first()
    {
        var below = Steady()
            .Quote(1.2, Nasdaq, 9.99m, 500, 10.04m, 300)
            .Quote(1.4, Nasdaq, 10.00m, 800, 10.04m, 300)
            .Trade(1.5, Nasdaq, 10.00m, 30)
            .Tape();
        below.Rest(100).Made(below).ShouldBe(["1.5 XNAS 30 at 10.00"]);

        var none = Steady().Clear(1.2, Nasdaq).Quote(1.4, Nasdaq, 10.00m, 800, 10.04m, 300).Trade(1.5, Nasdaq, 10.00m, 30).Tape();
        none.Rest(100).Made(none).ShouldBe(["1.5 XNAS 30 at 10.00"]);
    }

    [Fact]
    public void A_better_bid_of_the_venue_changes_nothing_and_what_it_showed_before_is_remembered()
    {
        // Away at 10.01, back with 150 of the 300: by proportion half of those ahead were cancelled.
        var tape = Steady()
            .Quote(1.2, Nasdaq, 10.01m, 500, 10.04m, 300)
            .Quote(1.4, Nasdaq, 10.00m, 150, 10.04m, 300)
            .Trade(1.5, Nasdaq, 10.00m, 180)
            .Tape();

        tape.Rest(100).Made(tape).ShouldBe(["1.5 XNAS 30 at 10.00"]);
    }

    [Fact]
    public void Prints_of_a_venue_that_is_away_explain_nothing_once_it_has_quoted_again()
    {
        // 100 are printed at our price before the quote at 10.01, and are explained away by it; the decrease on return is all cancelled: of
        // 200 ahead two thirds stay.
        var tape = Steady()
            .Trade(1.1, Nasdaq, 10.00m, 100)
            .Quote(1.2, Nasdaq, 10.01m, 500, 10.04m, 300)
            .Quote(1.4, Nasdaq, 10.00m, 240, 10.04m, 300)
            .Trade(1.5, Nasdaq, 10.00m, 170)
            .Tape();

        // ahead 200, cancelled 60 of 300: 40 of those ahead.
        tape.Rest(100).Made(tape).ShouldBe(["1.5 XNAS 10 at 10.00"]);
        tape.Rest(100, QueueAssumptions.Optimistic).Made(tape).ShouldBe(["1.5 XNAS 30 at 10.00"]);
    }

    [Fact]
    public void Sells_are_served_by_buys_and_mirror_all_of_it()
    {
        var tape = Steady().Trade(1.5, Nasdaq, 10.04m, 350).Trade(1.6, Nasdaq, 10.05m, 20).Tape();

        tape.Rest(100, side: Side.Sell).Made(tape).ShouldBe(["1.5 XNAS 50 at 10.04", "1.6 XNAS 20 at 10.04 through"]);
    }

    private static IQueueAssumption Named(string name) => QueueAssumptions.All.Single(a => a.Name == name);
}
