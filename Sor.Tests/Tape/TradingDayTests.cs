using Sor.Core.Book;
using Sor.Core.Tape;
using static Sor.Tests.Market;

namespace Sor.Tests.Tape;

/// <summary>
/// What one trading day leaves to the next, which is nothing, and which part of a day is traded. 0 is 10:30 in New York on Thursday
/// 2024-10-17.
/// </summary>
public sealed class TradingDayTests
{
    private const double Day = 86_400;
    private const double Opening = -3_600;
    private const double Closing = 5.5 * 3_600;

    [Fact]
    public void The_quote_of_a_venue_of_Friday_is_gone_on_Monday()
    {
        var market = new Market()
            .Quote(Day, Nasdaq, 80.00m, 100, 80.02m, 100)
            .Quote(Day, Arca, 80.01m, 100, 80.03m, 100)
            .Quote(Day + 60, Nasdaq, 80.00m, 100, 80.02m, 100)
            .Quote(4 * Day, Nasdaq, 60.00m, 100, 60.02m, 100).Quote(4 * Day + 60, Nasdaq, 60.00m, 100, 60.02m, 100);

        var (tapes, replay) = Replayed(market, new() { Horizon = Duration.OfSeconds(30) });

        tapes.Count.ShouldBe(4);
        tapes[2]
            .Instants.ToArray()
            .Select(i => (i.BestBid, i.BestAsk, i.Mid2, i.Market))
            .Distinct()
            .ShouldBe([(Px(60.00m), Px(60.02m), Px(120.02m), Tradability.Tradable)]);
        tapes[2].Mics.ShouldBe(["XNAS"], "ARCX has not been heard of on Monday");
        (replay.Book.CrossedCount, replay.Days).ShouldBe((0, 2));
    }

    [Fact]
    public void The_publisher_that_speaks_for_a_venue_is_found_anew_each_day()
    {
        const ushort NasdaqBasic = 81;
        var market = new Market()
            .Quote(0, Nasdaq, 80.00m, 100, 80.02m, 100)
            .Quote(1, NasdaqBasic, 70.00m, 100, 70.02m, 100)
            .Quote(60, Nasdaq, 80.00m, 100, 80.02m, 100)
            .Quote(Day, NasdaqBasic, 60.00m, 100, 60.02m, 100)
            .Quote(Day + 1, Nasdaq, 70.00m, 100, 70.02m, 100)
            .Quote(Day + 60, NasdaqBasic, 60.00m, 100, 60.02m, 100);

        var (tapes, replay) = Replayed(market, new() { Horizon = Duration.OfSeconds(30) });

        tapes.Select(t => t.ArrivalMid2).ShouldBe([Px(160.02m), Px(160.02m), Px(120.02m), Px(120.02m)]);
        replay.Venues.AllDays.ShouldBe([("XNAS", Nasdaq), ("XNAS", NasdaqBasic)]);
        replay.Venues.OtherPublisherRecords.ShouldBe(2);
    }

    [Fact]
    public void A_record_of_yesterday_that_comes_today_is_late_and_changes_nothing()
    {
        var midnight = 13.5 * 3_600;
        var market = new Market()
            .Quote(midnight - 1, Nasdaq, 80.00m, 100, 80.02m, 100)
            .Quote(midnight + 1, Nasdaq, 60.00m, 100, 60.02m, 100)
            .Quote(midnight - 0.5, Nyse, 80.00m, 100, 80.02m, 100);

        var (_, replay) = Replayed(market, new() { Session = TradingSession.All });

        (replay.Late, replay.Book.BestBid, replay.Book.CrossedCount).ShouldBe((1, Px(60.00m), 0));
    }

    [Theory]
    [InlineData(TradingSession.Regular, Opening, Closing)]
    [InlineData(TradingSession.Extended, -6.5 * 3_600, 9.5 * 3_600)]
    [InlineData(TradingSession.All, -10 * 3_600, 13 * 3_600)]
    public void A_session_is_traded_from_its_opening_to_its_close_with_the_quotes_from_before_it(
        TradingSession session,
        double open,
        double close)
    {
        var market = new Market();
        for (var at = -10.0 * 3_600; at <= 13 * 3_600; at += 200) market.Quote(at, Nasdaq, 10.00m, 100, 10.02m, 100);

        var (tapes, _) = Replayed(market, new() { Session = session });

        Ends(tapes).ShouldBe([(open, close)]);
    }

    [Fact]
    public void On_early_closes_the_regular_session_ends_at_one()
    {
        const double ChristmasEve = 68 * Day + 3_600;
        var market = new Market();
        for (var at = ChristmasEve - 3_600; at <= ChristmasEve + 4 * 3_600; at += 200) market.Quote(at, Nasdaq, 10.00m, 100, 10.02m, 100);

        var (tapes, _) = Replayed(market, new());

        Ends(tapes).ShouldBe([(ChristmasEve - 3_600, ChristmasEve + 2.5 * 3_600)]);
    }

    [Fact]
    public void At_a_weekend_nothing_is_traded_unless_it_is_asked_for()
    {
        var market = new Market().Quote(2 * Day, Nasdaq, 10.00m, 100, 10.02m, 100).Quote(2 * Day + 60, Nasdaq, 10.00m, 100, 10.02m, 100);

        var (tapes, replay) = Replayed(market, new() { Horizon = Duration.OfSeconds(30) });
        (tapes.Count, replay.ClosedDays, replay.FirstStart).ShouldBe((0, 1, null));

        Replayed(market, new() { Horizon = Duration.OfSeconds(30), Session = TradingSession.All }).Tapes.Count.ShouldBe(2);
        var (from, to) = (TimeOfDay(Open), TimeOfDay(Open + Seconds(60)));
        Replayed(market, new() { From = from, To = to, Horizon = Duration.OfSeconds(30) }).Tapes.Count.ShouldBe(2);
    }

    [Fact]
    public void Given_times_go_before_the_session_and_follow_New_Yorks_clock_where_they_are_of_it()
    {
        const double Winter = 20 * Day;
        var market = new Market();
        foreach (var day in new[] { 0, Winter })
            for (var at = day; at <= day + 7_300; at += 100)
                market.Quote(at, Nasdaq, 10.00m, 100, 10.02m, 100);
        var (from, to) = (Seconds(11 * 3_600), Seconds(11 * 3_600 + 60));

        Ends(Replayed(market, new() { From = TimeOfDay(from), To = TimeOfDay(to), Zone = ClockZone.NewYork }).Tapes)
            .ShouldBe([(1_800, 1_860), (Winter + 5_400, Winter + 5_460)]);
        Ends(Replayed(market, new() { From = TimeOfDay(from + Seconds(4 * 3_600)), To = TimeOfDay(to + Seconds(4 * 3_600)) }).Tapes)
            .ShouldBe([(1_800, 1_860), (Winter + 1_800, Winter + 1_860)]);
    }

    [Fact]
    public void Full_stamps_trade_from_the_first_to_the_second_and_the_sessions_between()
    {
        var market = new Market();
        for (var day = 0.0; day < 3 * Day; day += Day)
            for (var at = day + Opening; at <= day + Closing + 3_600; at += 200)
                market.Quote(at, Nasdaq, 10.00m, 100, 10.02m, 100);

        // Thursday from 11:30, all of Friday; Saturday would be the last day, and is none.
        var (tapes, _) = Replayed(market, TradingWindow.Between(Open + Seconds(3_600), Open + Seconds(2 * Day + 3_600)));

        Ends(tapes).ShouldBe([(3_600, Closing), (Day + Opening, Day + Closing)]);
    }

    private static (List<WindowTape> Tapes, InstrumentReplay Replay) Replayed(Market market, TradingWindow window)
    {
        var tapes = new List<WindowTape>();
        var replay = new InstrumentReplay(
            1,
            hasBids: true,
            window,
            new TapeOptions(),
            new ReplayOptions(),
            new TapeExchange(tapes.Add));
        foreach (var record in market.Records) replay.Apply(in record);
        replay.Complete();
        return (tapes, replay);
    }

    private static IEnumerable<(double From, double To)> Ends(IEnumerable<WindowTape> tapes) =>
        tapes.Select(t => (Since(t.From), Since(t.To)));

    private static double Since(ulong time) => unchecked((long)(time - Open)) / 1e9;
}
