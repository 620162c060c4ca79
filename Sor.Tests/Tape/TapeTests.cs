using Sor.Core.MarketData;
using Sor.Core.Tape;
using static Sor.Tests.Market;

namespace Sor.Tests.Tape;

public sealed class TapeTests
{
    [Fact]
    public void Decisions_fall_on_from_and_every_step_after_it_and_always_on_to()
    {
        var tape = TwoVenues().Quote(99, Nasdaq, 10, 100, 10.02m, 100).Tapes(0, 2.5).Single();

        Times(tape).ShouldBe([0, 1, 2, 2.5]);
        tape.Instants.ToArray().ShouldAllBe(i => i.Kind == (InstantKind.Decision | InstantKind.Grid));
    }

    [Fact]
    public void A_decision_sees_the_records_at_its_instant_and_none_after()
    {
        var tape = new Market()
            .Quote(-1, Nasdaq, 10.00m, 100, 10.02m, 100)
            .Quote(1, Nasdaq, 10.00m, 100, 10.03m, 100)
            .Quote(1.000001, Nasdaq, 10.00m, 100, 10.04m, 100)
            .Quote(9, Nasdaq, 10.00m, 100, 10.04m, 100)
            .Tapes(0, 2).Single();

        tape.Instants.ToArray().Select(i => i.BestAsk).ShouldBe([Px(10.02m), Px(10.03m), Px(10.04m)]);
    }

    [Fact]
    public void Every_event_adds_one_decision_at_each_time_with_a_book_update()
    {
        var tape = TwoVenues()
            .Quote(0.5, Nasdaq, 10.00m, 100, 10.02m, 200)
            .Quote(0.5, Nyse, 10.00m, 100, 10.02m, 200)
            .Trade(0.7, Nasdaq, 10.02m, 100)
            .Quote(1, Nyse, 10.00m, 100, 10.02m, 300)
            .Quote(9, Nasdaq, 10.00m, 100, 10.02m, 100)
            .Tapes(0, 2, everyEvent: true).Single();

        Times(tape).ShouldBe([0, 0.5, 1, 2]);
        tape.Instants[1].Kind.ShouldBe(InstantKind.Decision);
    }

    [Fact]
    public void Changes_at_an_unchanged_price_add_up_and_a_change_of_price_even_away_and_back_refills()
    {
        var tape = TwoVenues()
            .Quote(0.1, Nasdaq, 10.00m, 100, 10.02m, 40)
            .Quote(0.2, Nasdaq, 10.00m, 100, 10.02m, 90)
            .Quote(0.3, Nasdaq, 10.00m, 100, 10.02m, 120)
            .Quote(1.1, Nasdaq, 10.00m, 100, 10.03m, 10)
            .Quote(1.2, Nasdaq, 10.00m, 100, 10.02m, 120)
            .Quote(9, Nasdaq, 10.00m, 100, 10.02m, 100)
            .Tapes(0, 2).Single();

        tape.AskChanges[tape.Instants[0].AskEnd].ShouldBe(new QuoteChange(Px(10.02m), 120, 80, 0));
        tape.AskChanges[tape.Instants[1].AskEnd].ShouldBe(new QuoteChange(Px(10.02m), 120, uint.MaxValue, 0));
        tape.BidChanges.Length.ShouldBe(2, "bids never moved after the first look");
    }

    [Fact]
    public void Records_before_the_end_of_their_event_and_trades_leave_the_book_alone_and_a_clear_empties_the_venue()
    {
        var tape = TwoVenues()
            .Quote(0.5, Nasdaq, 10.00m, 100, 10.05m, 1, flags: RecordFlags.None)
            .Trade(0.6, Nyse, 10.04m, 7)
            .Clear(1.5, Nasdaq)
            .Quote(9, Nyse, 10.00m, 100, 10.03m, 100)
            .Tapes(0, 2).Single();

        tape.Instants.ToArray().Select(i => i.BestAsk).ShouldBe([Px(10.02m), Px(10.02m), Px(10.03m)]);
    }

    [Fact]
    public void A_late_record_applies_on_arrival_and_does_not_turn_the_clock_back()
    {
        var market = TwoVenues()
            .Quote(1.5, Nasdaq, 10.00m, 100, 10.02m, 100)
            .Quote(0.5, Nyse, 10.00m, 100, 10.01m, 100)
            .Quote(9, Nyse, 10, 100, 10.01m, 100);

        market.Tapes(0, 3).Single().Instants.ToArray().Select(i => i.BestAsk).ShouldBe([Px(10.02m), Px(10.02m), Px(10.01m), Px(10.01m)]);
    }

    [Fact]
    public void Horizons_cut_the_span_and_a_boundary_belongs_to_both_neighbours()
    {
        var tapes = TwoVenues().Trade(10, Nasdaq, 10.02m, 100).Quote(99, Nasdaq, 10, 100, 10.02m, 100).Tapes(0, 25, horizon: 10);

        tapes.Select(t => (Times(t)[0], Times(t)[^1])).ShouldBe([(0, 10), (10, 20)]);
        tapes.ShouldAllBe(t => t.Volume == 100);
    }

    [Fact]
    public void A_window_that_no_record_came_after_the_start_of_is_not_opened()
    {
        TwoVenues().Quote(12, Nasdaq, 10, 100, 10.02m, 100).Tapes(0, 40, horizon: 10).Count.ShouldBe(2);
    }

    [Fact]
    public void Without_an_end_one_parent_over_all_ends_with_the_last_record()
    {
        var tape = TwoVenues().Quote(2.5, Nasdaq, 10, 100, 10.02m, 100).Tapes(0, null).Single();

        Times(tape).ShouldBe([0, 1, 2, 2.5]);
        tape.Instants[^1].Kind.ShouldBe(InstantKind.Decision | InstantKind.Grid);
    }

    [Fact]
    public void Children_arrive_latency_after_each_decision_also_after_the_end()
    {
        var tape = TwoVenues().Quote(99, Nasdaq, 10, 100, 10.02m, 100).Tapes(0, 1, latency: 1.5).Single();

        Times(tape).ShouldBe([0, 1, 1.5, 2.5]);
        tape.Instants.ToArray().Select(i => i.Kind & InstantKind.Arrival).ShouldBe([0, 0, InstantKind.Arrival, InstantKind.Arrival]);
    }

    [Fact]
    public void A_markout_is_the_mid_so_much_later_and_unknown_beyond_the_last_record()
    {
        var tape = TwoVenues().Quote(0.9, Nyse, 10.01m, 100, 10.02m, 100).Quote(5, Nasdaq, 10, 100, 10.02m, 100).Tapes(0, 1).Single();

        tape.Marks(0).ToArray().ShouldBe([Px(20.03m), Px(20.03m)]);
        tape.Marks(1).ToArray().ShouldBe([WindowTape.UnknownMid2, WindowTape.UnknownMid2]);
    }

    [Fact]
    public void Prints_count_towards_the_bucket_they_fall_in_whose_end_is_the_next_ones()
    {
        var tape = TwoVenues()
            .Trade(0.2, Nasdaq, 10.02m, 100).Trade(9.9, Nyse, 10.01m, 30).Trade(10, Nyse, 10.01m, 5).Trade(20, Nyse, 10.01m, 7)
            .Quote(99, Nasdaq, 10, 100, 10.02m, 100)
            .Tapes(0, 20, bucket: 10).Single();

        tape.BucketVolumes.ToArray().ShouldBe([130, 5, 7]);
        tape.Volume.ShouldBe(142);
        tape.Notional.ShouldBe(100 * (Int128)Px(10.02m) + 42 * (Int128)Px(10.01m));
    }

    [Fact]
    public void Times_of_day_apply_to_each_day()
    {
        var market = TwoVenues();
        const double Day = 86_400;
        market
            .Quote(20, Nasdaq, 10, 100, 10.02m, 100)
            .Quote(Day - 1, Nasdaq, 11, 100, 11.02m, 100)
            .Quote(Day + 20, Nasdaq, 11, 100, 11.02m, 100);
        var tapes = new List<WindowTape>();
        var replay = new Replay(
            true,
            new TradingWindow { From = TimeOfDay(Open), To = TimeOfDay(Open + Seconds(10)) },
            new TapeOptions(),
            new ReplayOptions(),
            new TapeExchange(tapes.Add));
        replay.Apply(market.Records.ToArray());
        replay.Complete();

        tapes.Select(t => t.From).ShouldBe([Open, Open + Seconds(Day)]);
    }

    [Fact]
    public void How_instruments_are_interleaved_changes_no_tape_and_no_hash()
    {
        var one = TwoVenues().Quote(3, Nyse, 10.01m, 50, 10.02m, 60).Quote(9, Nyse, 10.01m, 50, 10.02m, 60).Records;
        var two = one.Select(r => r with { InstrumentId = 2, TsEvent = r.TsEvent + 5, TsRecv = r.TsRecv + 5 }).ToList();

        Shown([.. one, .. two]).ShouldBe(Shown([.. one.Zip(two).SelectMany(p => new[] { p.First, p.Second })]));

        static string Shown(Mbp1[] records)
        {
            var tapes = new List<WindowTape>();
            var replay = new Replay(
                true,
                TradingWindow.Between(Open, Open + Seconds(5)),
                new TapeOptions(),
                new ReplayOptions(),
                new TapeExchange(tapes.Add));
            replay.Apply(records);
            replay.Complete();
            return string.Join(
                    "\n",
                    tapes
                        .OrderBy(t => t.InstrumentId)
                        .Select(t => string.Join(",", t.Instants.ToArray().Select(i => (i.Time, i.Mid2, i.AskEnd))))
                ) + string.Join(",", replay.Instruments.Select(i => i.Hash));
        }
    }

    private static Market TwoVenues() => new Market().Quote(-1, Nasdaq, 10.00m, 100, 10.02m, 100).Quote(-1, Nyse, 10.00m, 100, 10.03m, 100);

    private static double[] Times(WindowTape tape) => [.. tape.Instants.ToArray().Select(i => (i.Time - Open) / 1e9)];
}
