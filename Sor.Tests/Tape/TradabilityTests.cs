using Sor.Core.Book;
using Sor.Core.Tape;
using static Sor.Tests.Market;

namespace Sor.Tests.Tape;

/// <summary>Decisions are taken on an NBBO that is one: two-sided, not crossed, not too wide, not too old.</summary>
public sealed class TradabilityTests
{
    [Fact]
    public void Each_decision_that_is_not_taken_has_a_reason_and_the_mid_of_the_last_tradable_NBBO_stands()
    {
        var tape = new Market()
            .Quote(-1, Nasdaq, 10.00m, 100, 10.02m, 100)
            .Quote(0.5, Nasdaq, 10.00m, 100, null, 0)
            .Quote(1.5, Nasdaq, 10.00m, 100, 10.02m, 100).Quote(1.5, Nyse, 10.03m, 100, 10.05m, 100)
            .Clear(2.5, Nyse).Quote(2.5, Nasdaq, 10.00m, 100, 11.10m, 100)
            .Quote(3.5, Nasdaq, 10.00m, 100, 11.00m, 100)
            .Quote(99, Nasdaq, 10.00m, 100, 11.00m, 100)
            .Tapes(0, 4).Single();

        tape.Instants.ToArray().Select(i => (i.Market, i.Mid2)).ShouldBe([
                (Tradability.Tradable, Px(20.02m)),
                (Tradability.OneSided, Px(20.02m)),
                (Tradability.Crossed, Px(20.02m)),
                (Tradability.Wide, Px(20.02m)),
                (Tradability.Tradable, Px(21.00m)),
        ]);
        (tape.Decisions, tape.Skipped).ShouldBe((2, new SkippedDecisions(1, 1, 1, 0)));
    }

    [Fact]
    public void Five_minutes_without_a_record_of_any_venue_end_trading_until_the_next_one()
    {
        const ushort TradeReportingFacility = 82;
        var market = new Market()
            .Quote(0, Nasdaq, 10.00m, 100, 10.02m, 100)
            .Trade(299, TradeReportingFacility, 10.01m, 100)
            .Trade(600, Nyse, 9.50m, 100)
            .Quote(700, Nasdaq, 9.50m, 100, 9.52m, 100);

        var tape = market.Tapes(0, 700, every: 50).Single();

        tape.Instants.ToArray()
            .Where(i => i.Market == Tradability.Silent)
            .Select(i => (i.Time - Open) / 1e9)
            .ShouldBe([350, 400, 450, 500, 550]);
    }

    [Fact]
    public void How_long_the_market_was_in_which_condition_is_watched_within_what_is_traded()
    {
        var market = new Market()
            .Quote(-100, Nasdaq, 10.00m, 100, null, 0)
            .Quote(10, Nasdaq, 10.00m, 100, 10.02m, 100)
            .Quote(20, Nyse, 10.02m, 100, 10.03m, 100)
            .Quote(23, Nyse, 10.03m, 100, 10.04m, 100)
            .Quote(30, Nyse, 9.00m, 100, 10.04m, 100)
            .Quote(40, Nasdaq, 5.00m, 100, 10.02m, 100)
            .Quote(440, Nasdaq, 10.00m, 100, 10.02m, 100);
        var replay = new InstrumentReplay(
            1,
            hasBids: true,
            TradingWindow.Between(Open, Open + Seconds(1_000)),
            new TapeOptions(),
            new ReplayOptions(),
            new TapeExchange(_ => { }));
        foreach (var record in market.Records) replay.Apply(in record);
        replay.Complete();

        var watched = replay.Conditions;
        (watched.Watched, watched.OneSided, watched.Locked, watched.Crossed, watched.Wide, watched.Silent)
            .ShouldBe((Seconds(440), Seconds(10), Seconds(3), Seconds(7), Seconds(400), Seconds(100)));
        (watched.LongestSilence, watched.LongestSilenceFrom).ShouldBe((Seconds(400), Open + Seconds(40)));
    }

    [Fact]
    public void A_price_of_zero_is_no_quote_and_no_print()
    {
        var market = new Market()
            .Quote(0, Nasdaq, 10.00m, 100, 10.02m, 100)
            .Quote(0, Nyse, 9.99m, 100, 0m, 100)
            .Quote(0, Arca, 0m, 100, 10.03m, 100)
            .Trade(0.5, Nyse, 0m, 100);

        var tape = market.Quote(9, Nasdaq, 10.00m, 100, 10.02m, 100).Tapes(0, 1).Single();

        (tape.Instants[0].BestBid, tape.Instants[0].BestAsk, tape.Instants[0].Market, tape.Volume).ShouldBe(
            (Px(10.00m), Px(10.02m), Tradability.Tradable, 0));
    }
}
