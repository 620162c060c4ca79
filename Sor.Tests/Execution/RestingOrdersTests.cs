using Sor.Core.Execution;
using Sor.Core.Orders;
using Sor.Core.Routing;
using static Sor.Tests.Execution.RestingMarket;
using static Sor.Tests.Market;

namespace Sor.Tests.Execution;

/// <summary>
/// Orders that rest beside each other and beside those that take: how they are posted, crossed, cancelled, delayed and cut.
/// </summary>
public sealed class RestingOrdersTests
{
    [Fact]
    public void Join_posts_in_proportion_to_size_and_what_rounding_leaves_at_the_largest_venue()
    {
        // 100 shares over 300, 200 and 200: 42, 28, 28 and 2 more for the largest; Arca is not at the best price.
        var tape = Steady()
            .Quote(-1, Nyse, 10.00m, 200, 10.04m, 300)
            .Quote(-1, Bx, 10.00m, 200, 10.04m, 300)
            .Quote(-1, Arca, 9.99m, 900, 10.04m, 300)
            .Quote(1.5, Iex, 9.90m, 100, 10.00m, 1_000).Tape();

        tape.Rest(100)
            .Made(tape)
            .ShouldBe(["1.5 XBOS 28 at 10.00 through", "1.5 XNAS 44 at 10.00 through", "1.5 XNYS 28 at 10.00 through"]);
    }

    [Fact]
    public void Of_equally_large_venues_the_first_by_mic_gets_what_rounding_leaves()
    {
        var tape = Steady().Quote(-1, Nyse, 10.00m, 300, 10.04m, 300).Quote(1.5, Iex, 9.90m, 100, 10.00m, 1_000).Tape();

        tape.Rest(101).Made(tape).ShouldBe(["1.5 XNAS 51 at 10.00 through", "1.5 XNYS 50 at 10.00 through"]);
    }

    [Fact]
    public void An_offer_at_the_price_on_any_venue_fills_orders_by_mic_each_displayed_share_once_and_a_taker_finds_the_rest()
    {
        // 150 offered at 10.00: 100 for Nasdaq, which is before New York by MIC, 50 for New York. What is due at the close finds nothing
        // left there.
        var market = Steady().Quote(-1, Nyse, 10.00m, 300, 10.04m, 300);
        var tape = market.Quote(9.5, Iex, 9.90m, 100, 10.00m, 150).Quote(9.6, Bx, 9.90m, 100, 10.03m, 100).Tape();

        var outcome = tape.Rest(200);

        outcome.Made(tape).ShouldBe(["9.5 XNAS 100 at 10.00 through", "9.5 XNYS 50 at 10.00 through"]);
        outcome.Taken(tape).ShouldBe(["10 XBOS 50 at 10.03"]);
    }

    [Fact]
    public void Offers_that_follow_one_another_fill_what_is_left_and_one_that_is_said_again_fills_nothing()
    {
        var tape = Steady()
            .Quote(9.5, Iex, 9.90m, 100, 10.00m, 60)
            .Quote(9.6, Iex, 9.90m, 100, 10.00m, 60)
            .Quote(9.7, Bx, 9.90m, 100, 9.98m, 70)
            .Quote(9.8, Iex, 9.90m, 100, 10.00m, 61)
            .Tape();

        tape.Rest(200).Made(tape).ShouldBe(["9.5 XNAS 60 at 10.00 through", "9.7 XNAS 70 at 10.00 through", "9.8 XNAS 1 at 10.00 through"]);
    }

    [Fact]
    public void A_pessimist_is_filled_by_no_quote_and_an_optimist_beyond_what_it_offers()
    {
        var tape = Steady().Quote(9.5, Iex, 9.90m, 100, 10.00m, 30).Tape();

        tape.Rest(100, QueueAssumptions.Pessimistic).Made(tape).ShouldBeEmpty();
        var optimistic = tape.Rest(130, QueueAssumptions.Optimistic);
        optimistic.Made(tape).ShouldBe(["9.5 XNAS 130 at 10.00 through"]);
        optimistic.Remainder.ShouldBe(0);
    }

    [Fact]
    public void What_is_not_filled_is_cancelled_where_the_slice_ends_and_posted_anew_at_the_next_price()
    {
        // At 3 s the best bid is another: 100 more shares stand ahead of the new order, and the old one is gone.
        var tape = Steady().Quote(2.5, Nyse, 10.01m, 100, 10.04m, 300).Trade(3.2, Nasdaq, 9.99m, 500).Trade(3.5, Nyse, 10.01m, 140).Tape();

        tape.Rest(100).Made(tape).ShouldBe(["3.5 XNYS 40 at 10.01"]);
    }

    [Fact]
    public void An_order_of_an_earlier_slice_is_no_part_of_the_next_one_even_where_an_offer_goes_through_all()
    {
        // At 3 s Nasdaq's order is cancelled and New York's bid is the best; the offer that crosses it fills New York's order alone.
        var tape = Steady().Quote(2.5, Nyse, 10.01m, 100, 10.04m, 300).Quote(9.5, Iex, 9.90m, 100, 10.00m, 500).Tape();

        tape.Rest(100).Made(tape).ShouldBe(["9.5 XNYS 100 at 10.01 through"]);
    }

    [Fact]
    public void Word_to_cancel_is_under_way_as_long_as_any_order()
    {
        // Sent at 2 s, there at 3.5 s: a print of 3.2 s still fills what is being cancelled, and one of 3.6 s does not.
        var tape = Steady()
            .Quote(1.7, Nyse, 10.01m, 100, 10.04m, 300)
            .Trade(3.2, Nasdaq, 9.99m, 30)
            .Trade(3.6, Nasdaq, 9.99m, 30)
            .Tape(latency: 1.5);

        tape.Rest(100).Made(tape).ShouldBe(["3.2 XNAS 30 at 10.00 through"]);
    }

    [Fact]
    public void A_time_limit_ends_a_slice_and_gives_its_place_in_the_queue_away()
    {
        var tape = Steady()
            .Trade(1.5, Nasdaq, 10.00m, 250)
            .Quote(1.6, Nasdaq, 10.00m, 350, 10.04m, 300)
            .Trade(4.5, Nasdaq, 10.00m, 90)
            .Tape();

        tape.Rest(100).Made(tape).ShouldBe(["4.5 XNAS 40 at 10.00"]);
        tape.Rest(100, longest: Seconds(3)).Made(tape).ShouldBeEmpty("posted anew at 3 s, behind 350");
    }

    [Fact]
    public void The_close_cancels_what_rests_and_sweeps_what_is_due()
    {
        var tape = Steady().Quote(10, Nasdaq, 10.00m, 300, 10.04m, 300).Tape();

        tape.Rest(100).Taken(tape).ShouldBe(["10 XNAS 100 at 10.04"]);
        tape.Rest(100).Fills.Single().Sweep.ShouldBe(SweepKind.Closing);
    }

    [Fact]
    public void A_close_that_is_not_taken_cancels_what_rests_and_sweeps_nothing()
    {
        // Crossed at 4 s, which closes the first bucket of five seconds; the print through at 4.5 s finds nothing resting.
        var tape = Steady()
            .Quote(3.5, Nyse, 10.05m, 100, 10.06m, 100)
            .Trade(4.5, Nasdaq, 9.99m, 500)
            .Quote(4.6, Nyse, 9.90m, 100, 10.06m, 100)
            .Tape(bucket: 5);

        var outcome = tape.Rest(100, schedule: ScheduleKind.Twap);

        outcome.Made(tape).ShouldBeEmpty();
        outcome.Fills.ShouldAllBe(f => f.Time >= Open + Seconds(9));
    }

    [Fact]
    public void A_post_that_would_meet_an_offer_is_refused_and_its_shares_are_swept_at_the_close()
    {
        var locked = new Market()
            .Quote(-1, Nasdaq, 10.00m, 300, 10.00m, 300)
            .Quote(1.5, Nasdaq, 10.00m, 300, 10.04m, 300)
            .Trade(1.6, Nasdaq, 9.99m, 500)
            .Tape();

        var outcome = locked.Rest(100);

        outcome.Made(locked).ShouldBeEmpty();
        outcome.Taken(locked).ShouldBe(["10 XNAS 100 at 10.04"]);
    }

    [Fact]
    public void A_post_meets_the_book_of_its_arrival()
    {
        // Sent at 0 s, there at .5 s, behind the 500 displayed by then; an offer at the price by then refuses it.
        var later = Steady()
            .Quote(0.2, Nasdaq, 10.00m, 500, 10.04m, 300)
            .Trade(0.3, Nasdaq, 9.99m, 900)
            .Trade(0.6, Nasdaq, 10.00m, 530)
            .Tape(latency: 0.5);
        later.Rest(100).Made(later).ShouldBe(["0.6 XNAS 30 at 10.00"]);

        var refused = Steady()
            .Quote(0.2, Nyse, 9.90m, 100, 10.00m, 10)
            .Quote(0.6, Nyse, 9.90m, 100, 10.05m, 10)
            .Trade(0.7, Nasdaq, 9.99m, 900)
            .Tape(latency: 0.5);
        refused.Rest(100).Made(refused).ShouldBeEmpty();
    }

    [Fact]
    public void On_arrival_at_a_venue_that_bids_more_the_size_last_displayed_stands_ahead_and_nobody_at_one_that_bids_less()
    {
        var more = Steady()
            .Quote(0.1, Nasdaq, 10.00m, 200, 10.04m, 300)
            .Quote(0.2, Nasdaq, 10.01m, 500, 10.04m, 300)
            .Trade(0.7, Nasdaq, 10.00m, 230)
            .Tape(latency: 0.5);
        more.Rest(100).Made(more).ShouldBe(["0.7 XNAS 30 at 10.00"]);

        var less = Steady().Quote(0.2, Nasdaq, 9.99m, 500, 10.04m, 300).Trade(0.7, Nasdaq, 10.00m, 30).Tape(latency: 0.5);
        less.Rest(100).Made(less).ShouldBe(["0.7 XNAS 30 at 10.00"]);
    }

    [Fact]
    public void A_cancelled_order_is_filled_until_word_arrives_and_what_replaces_it_is_cut()
    {
        // At 2 s the price is another. The old order is filled 60 at 2.2 s; of the 100 decided on 40 are left to post, as the print at 2.7
        // s shows.
        var tape = Steady()
            .Quote(1.7, Nyse, 10.01m, 100, 10.04m, 300)
            .Trade(2.2, Nasdaq, 9.99m, 60)
            .Trade(2.6, Nasdaq, 9.99m, 900)
            .Trade(2.7, Nyse, 10.00m, 900)
            .Tape(latency: 0.5);

        tape.Rest(100).Made(tape).ShouldBe(["2.2 XNAS 60 at 10.00 through", "2.7 XNYS 40 at 10.01 through"]);
    }

    [Fact]
    public void What_is_cut_is_cut_from_the_last_mic()
    {
        // Decided at 2 s: 50 at Nasdaq, 50 at New York; 60 of the old order are filled on the way, so 40 are left, all at Nasdaq.
        var tape = new Market().Quote(-1, Arca, 10.00m, 300, 10.04m, 300)
            .Quote(1.7, Nyse, 10.01m, 100, 10.04m, 300).Quote(1.7, Nasdaq, 10.01m, 100, 10.04m, 300)
            .Trade(2.2, Arca, 9.99m, 60).Trade(2.7, Nyse, 10.00m, 900).Trade(2.8, Nasdaq, 10.00m, 900).Tape(latency: 0.5);

        tape.Rest(100).Made(tape).ShouldBe(["2.2 ARCX 60 at 10.00 through", "2.8 XNAS 40 at 10.01 through"]);
    }

    [Fact]
    public void Takers_in_flight_are_cut_to_what_the_parent_has_left()
    {
        // The close at 10 s sends 100; the order that still rests is filled 80 at 10.2 s, and the taker gets 20.
        var tape = Steady().Quote(-1, Nyse, 9.00m, 300, 10.03m, 300).Trade(10.2, Nasdaq, 9.99m, 80).Tape(latency: 0.5);

        var outcome = tape.Rest(100);

        outcome.Made(tape).ShouldBe(["10.2 XNAS 80 at 10.00 through"]);
        outcome.Taken(tape).ShouldBe(["10.5 XNYS 20 at 10.03"]);
    }

    [Fact]
    public void Join_wide_takes_at_every_decision_of_a_slice_that_starts_with_a_tick_of_spread()
    {
        // A cent of spread at the slice's start; at 2 s it is two, and the slice lasts since its bid does. At 4 s a slice starts with two
        // cents.
        var market = new Market()
            .Quote(-1, Nasdaq, 10.00m, 300, 10.01m, 40)
            .Quote(1.5, Nasdaq, 10.00m, 300, 10.02m, 40)
            .Quote(3.5, Nasdaq, 10.01m, 300, 10.03m, 40)
            .Trade(4.5, Nasdaq, 10.00m, 10);
        var tape = market.Tape();

        var outcome = tape.Rest(100, router: new JoinWideRouter());

        outcome.Taken(tape).Take(2).ShouldBe(["0 XNAS 40 at 10.01", "2 XNAS 40 at 10.02"]);
        outcome.Made(tape).ShouldBe(["4.5 XNAS 10 at 10.01 through"]);
    }

    [Fact]
    public void A_tick_below_a_dollar_is_a_hundredth_of_a_cent()
    {
        var tape = new Market().Quote(-1, Nasdaq, 0.9000m, 300, 0.9001m, 40).Quote(1.5, Nasdaq, 0.9010m, 300, 0.9012m, 40).Tape();

        tape.Rest(100, router: new JoinWideRouter())
            .Fills.TakeWhile(f => f.Sweep == SweepKind.None)
            .Select(f => (f.Time - Open) / Seconds(1))
            .ShouldBe([0UL]);
    }

    [Fact]
    public void Shares_filled_before_they_are_due_count_for_the_time_by_which_they_are()
    {
        // 50 of 100 are due at 0 s and the rest at 5 s; a router that posts all it may is filled at 2 s, 50 shares 3 s early.
        var tape = Steady().Trade(2, Nasdaq, 9.99m, 500).Tape(bucket: 5);

        var outcome = tape.Rest(100, router: new PostsAll(), schedule: ScheduleKind.Twap);

        outcome.AheadShareNanos.ShouldBe((Int128)50 * 3 * Seconds(1));
        tape.Rest(100, schedule: ScheduleKind.Twap).AheadShareNanos.ShouldBe(0);
    }

    [Fact]
    public void Markouts_of_resting_orders_are_taken_from_the_moment_of_their_fill()
    {
        // Filled at 1.5 s at 10.00 with the mid at 10.02; at 2.5 s it is 9.985, a moment later 10.05.
        var tape = Steady()
            .Trade(1.5, Nasdaq, 9.99m, 500)
            .Quote(2.5, Nasdaq, 9.97m, 300, 10.00m, 300)
            .Quote(2.6, Nasdaq, 10.04m, 300, 10.06m, 300)
            .Tape();

        var outcome = tape.Rest(100);

        outcome.MakerMarkouts[0].ShouldBe(new Markout(100 * (Int128)Px(-0.03m), 100 * (Int128)Px(-0.07m), 100));
        outcome.Markouts[0].Shares.ShouldBe(0);
        (outcome.HalfSpread2, outcome.Fills.Single().Mid2).ShouldBe((100 * (Int128)Px(-0.04m), Px(20.04m)));
    }

    /// <summary>Posts all that is left of the parent at the first venue.</summary>
    private sealed class PostsAll : IRouter
    {
        public string Name => "posts_all";

        public bool Rests => true;

        public void Decide(in RoutingView view, Placement orders)
        {
            if (!view.IsSliceStart) return;
            orders.Most = view.Left;
            orders.Rest(0, view.Left);
        }
    }
}
