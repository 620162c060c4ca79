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
    public void Of_several_publishers_of_one_venue_the_first_speaks_and_reporting_facilities_never_do()
    {
        var venues = new VenueSlots();

        venues.SlotOf(2).ShouldBe(0);
        venues.SlotOf(81).ShouldBe(-1);
        venues.SlotOf(82).ShouldBe(-1);
        venues.SlotOf(9).ShouldBe(1);
        venues.SlotOf(60_000).ShouldBe(2);
        venues.Mics.ShouldBe(["XNAS", "XNYS", "P60000"]);
        (venues.OtherPublisherRecords, venues.NotRoutableRecords).ShouldBe((1, 1));
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

    [Fact]
    public void A_quote_that_moves_both_sides_makes_no_mid_of_one_new_and_one_old_price()
    {
        Show(0, 10.00m, 100, 10.02m, 100);
        Show(0, 0, 0, 10.10m, 100);

        book.Mid2.ShouldBe(Px(20.02m));
    }
}
