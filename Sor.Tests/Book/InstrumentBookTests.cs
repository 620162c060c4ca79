using Sor.Core.Book;
using Sor.Core.MarketData;
using static Sor.Tests.Market;

namespace Sor.Tests.Book;

public sealed class InstrumentBookTests
{
    private readonly InstrumentBook book = new(hasBids: true, new TradableLimits());

    [Fact]
    public void Each_side_of_the_NBBO_is_the_best_over_venues_that_show_shares()
    {
        Show(0, 10.00m, 100, 10.02m, 100);
        Show(1, 10.01m, 0, 10.01m, 0);
        Show(2, 9.99m, 100, 10.03m, 100);

        (book.BestBid, book.BestAsk).ShouldBe((Px(10.00m), Px(10.02m)));
        book.Mid2.ShouldBe(Px(20.02m));
        book.Spread.ShouldBe(Px(0.02m));
    }

    [Fact]
    public void A_venue_that_leaves_uncovers_the_next_best()
    {
        Show(0, 10.00m, 100, 10.02m, 100);
        Show(1, 9.98m, 100, 10.04m, 100);
        Show(0, 0, 0, 0, 0);

        (book.BestBid, book.BestAsk).ShouldBe((Px(9.98m), Px(10.04m)));
    }

    [Fact]
    public void While_one_side_is_missing_or_the_market_is_crossed_the_last_mid_stands()
    {
        Show(0, 10.00m, 100, 10.02m, 100);
        Show(0, 10.00m, 100, 0, 0);
        book.Mid2.ShouldBe(Px(20.02m));
        book.Condition.ShouldBe(Tradability.OneSided);

        Show(1, 9.90m, 100, 9.95m, 100);
        book.Condition.ShouldBe(Tradability.Crossed);
        book.Mid2.ShouldBe(Px(20.02m));
        book.CrossedCount.ShouldBe(1);
    }

    [Theory]
    [InlineData(10.50, Tradability.Tradable)]
    [InlineData(10.53, Tradability.Wide)]
    public void A_spread_of_more_than_a_tenth_of_the_mid_is_no_market(double ask, Tradability condition)
    {
        Show(0, 9.50m, 100, (decimal)ask, 100);

        book.Condition.ShouldBe(condition);
        book.Mid2.ShouldBe(condition == Tradability.Wide ? 0 : Px(20.00m));
    }

    [Fact]
    public void A_book_that_is_cleared_has_forgotten_all_but_what_it_counted()
    {
        Show(0, 10.00m, 100, 10.02m, 100);
        Show(1, 10.03m, 100, 10.05m, 100);
        book.Clear();

        (book.BestBid, book.BestAsk, book.Mid2, book.Condition, book.CrossedCount).ShouldBe(
            (long.MinValue, long.MaxValue, 0, Tradability.OneSided, 1));
        Show(2, 10.00m, 100, 10.04m, 100);
        (book.BestBid, book.BestAsk).ShouldBe((Px(10.00m), Px(10.04m)));
    }

    [Fact]
    public void A_locked_market_has_a_mid()
    {
        Show(0, 10.00m, 100, 10.02m, 100);
        Show(1, 10.02m, 100, 10.05m, 100);

        book.IsLocked.ShouldBeTrue();
        book.Condition.ShouldBe(Tradability.Tradable);
        (book.Mid2, book.Spread).ShouldBe((Px(20.04m), 0));
    }

    [Fact]
    public void Ask_only_data_takes_twice_the_best_ask_for_the_mid()
    {
        var asks = new InstrumentBook(hasBids: false, new TradableLimits());
        asks.Set(0, new VenueQuote { BidPx = Mbp1.UndefinedPrice, AskPx = Px(10.02m), AskSz = 100 });

        (asks.Mid2, asks.Spread, asks.Condition).ShouldBe((Px(20.04m), 0, Tradability.Tradable));
    }

    [Fact]
    public void The_NBBO_kept_quote_by_quote_equals_one_taken_over_all_quotes_anew()
    {
        var quote = Gen.Select(
            Gen.OneOf(Gen.Int[0, 5], Gen.Int[0, InstrumentBook.MaxVenues - 1]),
            Gen.Int[95, 105],
            Gen.UInt[0, 3],
            Gen.Int[95, 105],
            Gen.UInt[0, 3]);
        quote.Array[1, 60].Sample(quotes =>
        {
            var kept = new InstrumentBook(hasBids: true, new TradableLimits());
            var last = new Dictionary<int, (long Bid, uint BidSz, long Ask, uint AskSz)>();
            foreach (var (slot, bid, bidSz, ask, askSz) in quotes)
            {
                kept.Set(slot, new VenueQuote { BidPx = bid, BidSz = bidSz, AskPx = ask, AskSz = askSz });
                last[slot] = (bid, bidSz, ask, askSz);
            }

            return kept.BestBid == last.Values.Where(q => q.BidSz > 0).Select(q => q.Bid).DefaultIfEmpty(long.MinValue).Max()
                && kept.BestAsk == last.Values.Where(q => q.AskSz > 0).Select(q => q.Ask).DefaultIfEmpty(long.MaxValue).Min();
        });
    }

    [Fact]
    public void A_quote_that_moves_both_sides_makes_no_mid_of_one_new_and_one_old_price()
    {
        Show(0, 10.00m, 100, 10.02m, 100);
        Show(0, 0, 0, 10.10m, 100);

        book.Mid2.ShouldBe(Px(20.02m));
    }

    [Fact]
    public void A_venue_that_has_not_spoken_yet_or_was_cleared_has_neither_price_nor_size()
    {
        Show(3, 10.00m, 100, 10.02m, 100);
        var shown = book.Set(3, default);
        book.Clear();

        (shown.BidPx, shown.BidSz, shown.AskPx, shown.AskSz).ShouldBe((Px(10.00m), 100u, Px(10.02m), 100u));
        foreach (var quote in book.Quotes)
            (quote.BidPx, quote.BidSz, quote.AskPx, quote.AskSz).ShouldBe((Mbp1.UndefinedPrice, 0u, Mbp1.UndefinedPrice, 0u));
    }

    [Fact]
    public void A_book_is_fresh_up_to_and_with_the_longest_silence_after_the_last_record()
    {
        var limits = new TradableLimits { MaxSilence = new Duration(5) };
        var quiet = new InstrumentBook(hasBids: false, limits);
        quiet.LastHeard = 100;
        quiet.TradabilityAt(106).ShouldBe(Tradability.OneSided);

        quiet.Set(0, new VenueQuote { AskPx = Px(10.02m), AskSz = 100 });

        quiet.FreshUntil.ShouldBe(105ul);
        (quiet.TradabilityAt(104), quiet.TradabilityAt(105), quiet.TradabilityAt(106)).ShouldBe(
            (Tradability.Tradable, Tradability.Tradable, Tradability.Silent));
    }

    [Fact]
    public void Each_time_the_market_locks_or_crosses_is_counted_once_however_many_quotes_it_stays_so()
    {
        Show(0, 10.00m, 100, 10.02m, 100);
        (book.LockedCount, book.CrossedCount).ShouldBe((0, 0));

        Show(1, 10.02m, 100, 10.05m, 100);
        Show(2, 10.02m, 100, 10.06m, 100);
        (book.LockedCount, book.CrossedCount).ShouldBe((1, 0));

        Show(2, 10.03m, 100, 10.06m, 100);
        Show(2, 10.04m, 100, 10.06m, 100);
        (book.IsLocked, book.LockedCount, book.CrossedCount).ShouldBe((false, 1, 1));

        Show(2, 0, 0, 0, 0);
        (book.IsLocked, book.LockedCount, book.CrossedCount).ShouldBe((true, 2, 1));
    }

    [Fact]
    public void Changes_counts_what_becomes_of_condition_lock_and_spread_and_nothing_else()
    {
        Show(0, 10.00m, 100, 10.02m, 100);
        var changes = book.Changes;

        Show(0, 10.01m, 100, 10.03m, 200);
        book.Changes.ShouldBe(changes, "the same spread, elsewhere");
        Show(0, 10.01m, 100, 10.04m, 200);
        book.Changes.ShouldBe(changes + 1, "another spread");
        Show(0, 10.01m, 100, 0, 0);
        book.Changes.ShouldBe(changes + 2, "no longer two-sided");
        Show(0, 9.99m, 100, 0, 0);
        book.Changes.ShouldBe(changes + 2, "still one-sided: the spread of the last tradable NBBO stands");
        book.Spread.ShouldBe(Px(0.03m));
        book.Clear();
        book.Changes.ShouldBe(changes + 3, "a new day");
    }

    [Fact]
    public void Moves_counts_every_change_of_what_a_venue_bids_or_offers_and_no_change_of_size_alone()
    {
        Show(0, 10.00m, 100, 10.02m, 100);
        var moves = book.Moves;

        Show(0, 10.00m, 200, 10.02m, 300);
        book.Moves.ShouldBe(moves, "the same prices");
        Show(0, 10.01m, 200, 10.02m, 300);
        book.Moves.ShouldBe(moves + 1, "another bid");
        Show(0, 10.01m, 200, 10.03m, 300);
        book.Moves.ShouldBe(moves + 2, "another offer");
        Show(0, 10.01m, 200, 10.03m, 0);
        book.Moves.ShouldBe(moves + 3, "no offer any more");
        book.Clear();
        book.Moves.ShouldBe(moves + 4, "a new day");
    }

    [Fact]
    public void A_market_is_crossed_by_the_venues_without_which_it_would_not_be()
    {
        Show(0, 10.00m, 100, 10.02m, 100);
        book.Crossing().ShouldBe(0ul, "not crossed");

        Show(1, 10.03m, 100, 10.05m, 100);
        book.Crossing().ShouldBe(0b11ul, "one bids more than the other asks, so either would do");
        Show(2, 9.98m, 100, 10.01m, 100);
        book.Crossing().ShouldBe(0b10ul, "two ask less than the second bids");
        Show(3, 10.01m, 100, 10.06m, 100);
        book.Crossing().ShouldBe(0b10ul, "without the second it would be locked, which is not crossed");
        Show(3, 10.02m, 100, 10.06m, 100);
        book.Crossing().ShouldBe(0ul, "it would be crossed without any one of them");
    }

    [Fact]
    public void A_venues_own_quote_is_judged_as_an_NBBO_would_be()
    {
        Show(0, 10.00m, 100, 10.02m, 100);
        Show(1, 10.01m, 100, 10.01m, 100);
        Show(2, 10.05m, 100, 10.04m, 100);
        Show(3, 9.50m, 100, 10.53m, 100);
        Show(4, 10.00m, 100, 10.02m, 0);

        Enumerable.Range(0, 6).Select(book.ConditionOf).ShouldBe([
            (Tradability.Tradable, false),
            (Tradability.Tradable, true),
            (Tradability.Crossed, false),
            (Tradability.Wide, false),
            (Tradability.OneSided, false),
            (Tradability.OneSided, false),
        ]);
    }

    [Fact]
    public void A_spread_is_wide_from_the_first_nano_dollar_beyond_the_limit_on() => Gen
        .Select(Gen.Long[1, 400_000 * Nanos.One], Gen.Long[1_000, Nanos.One], Gen.Long[-2, 2])
        .Sample((bid, limit, beyond) =>
        {
            var spread = Math.Max(0, (long)((Int128)2 * bid * limit / (2 * Nanos.One - limit)) + beyond);
            var one = new InstrumentBook(hasBids: true, new TradableLimits { MaxSpreadNano = limit });
            one.Set(0, new VenueQuote { BidPx = bid, BidSz = 100, AskPx = bid + spread, AskSz = 100 });
            var isWide = (Int128)2 * spread * Nanos.One > (Int128)limit * (2 * bid + spread);
            return (one.ConditionOf(0).Condition == Tradability.Wide) == isWide;
        });

    [Fact]
    public void Ask_only_data_is_never_locked()
    {
        var asks = new InstrumentBook(hasBids: false, new TradableLimits());
        asks.Set(0, new VenueQuote { AskPx = Px(10.02m), AskSz = 100 });

        (asks.IsLocked, asks.LockedCount).ShouldBe((false, 0));
    }

    [Fact]
    public void Prices_whose_sum_is_more_than_a_long_holds_are_an_error_and_no_wrong_mid()
    {
        var asks = new InstrumentBook(hasBids: false, new TradableLimits());

        Should.Throw<OverflowException>(() => asks.Set(0, new VenueQuote { AskPx = long.MaxValue - 1, AskSz = 100 }));
    }

    [Fact]
    public void Every_reason_against_a_decision_has_the_name_that_results_show()
    {
        Enum.GetValues<Tradability>().Select(reason => reason.Name()).ShouldBe(["tradable", "one_sided", "crossed", "wide", "silent"]);
    }

    private void Show(int slot, decimal bid, uint bidSize, decimal ask, uint askSize)
    {
        book.Set(slot, new VenueQuote
        {
            BidPx = bid == 0 ? Mbp1.UndefinedPrice : Px(bid),
            BidSz = bidSize,
            AskPx = ask == 0 ? Mbp1.UndefinedPrice : Px(ask),
            AskSz = askSize,
        });
    }
}
