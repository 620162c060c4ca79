using Sor.Core.MarketData;
using Sor.Core.Tape;
using static Sor.Tests.Market;

namespace Sor.Tests.Tape;

/// <summary>What a tape keeps for orders that rest: every quote and print, in the order of the stream.</summary>
public sealed class EventTests
{
    [Fact]
    public void Quotes_and_prints_are_kept_in_stream_order_with_the_place_of_each_instant_among_them()
    {
        var tape = Steady()
            .Quote(0.5, Nyse, 10.00m, 40, 10.03m, 70).Trade(0.5, Nasdaq, 10.00m, 30).Quote(0.5, Nasdaq, 10.00m, 70, 10.02m, 100)
            .Clear(1.5, Nyse).Quote(9, Nasdaq, 10, 100, 10.02m, 100)
            .Tapes(0, 2, keepsEvents: true).Single();

        tape.Events.ToArray()
            .Select(Shown)
            .ShouldBe([
                "0.5 XNYS 40 at 10.00, 70 at 10.03",
                "0.5 XNAS SellPrint 30 at 10.00",
                "0.5 XNAS 70 at 10.00, 100 at 10.02",
                "1.5 XNYS 0 at -, 0 at -",
            ]);
        tape.Instants.ToArray().Select(i => i.EventEnd).ShouldBe([0, 3, 4]);

        string Shown(MarketEvent e)
        {
            var place = FormattableString.Invariant($"{(e.Time - Open) / 1e9} {tape.Mics[e.Venue]}");
            return e.IsPrint
                ? $"{place} {e.Kind} {e.Size} at {Dollars(e.Price)}"
                : $"{place} {e.BidSz} at {Dollars(e.BidPx)}, {e.AskSz} at {Dollars(e.AskPx)}";
        }

        static string Dollars(long price) => price == Mbp1.UndefinedPrice ? "-" : FormattableString.Invariant($"{price / 1e9m:0.00}");
    }

    [Fact]
    public void What_a_record_says_of_the_aggressor_holds_and_else_the_mid_before_the_prints_stamp_decides()
    {
        var tape = Steady()
            .Trade(0.1, Nasdaq, 10.00m, 1, RecordSide.Bid).Trade(0.2, Nasdaq, 10.02m, 2, RecordSide.Ask)
            .Trade(0.3, Nasdaq, 10.005m, 3).Trade(0.4, Nasdaq, 10.01m, 4).Trade(0.5, Nasdaq, 10.02m, 5)
            .Quote(0.6, Nasdaq, 9.90m, 100, 9.92m, 100).Trade(0.6, Nasdaq, 10.00m, 6)
            .Trade(0.7, Nasdaq, 10.00m, 7).Quote(9, Nasdaq, 10, 100, 10.02m, 100)
            .Tapes(0, 2, keepsEvents: true).Single();

        tape.Events.ToArray().Where(e => e.IsPrint).Select(e => (e.Size, e.Kind)).ShouldBe([
            (1u, EventKind.BuyPrint), (2, EventKind.SellPrint), (3, EventKind.SellPrint), (4, EventKind.Print), (5, EventKind.BuyPrint),
            (6, EventKind.SellPrint), (7, EventKind.BuyPrint),
        ]);
    }

    [Fact]
    public void Events_go_on_to_the_last_arrival_after_the_end()
    {
        var tape = Steady()
            .Quote(1.2, Nasdaq, 10, 200, 10.02m, 100)
            .Quote(2.4, Nasdaq, 10, 300, 10.02m, 100)
            .Quote(2.6, Nasdaq, 10, 400, 10.02m, 100)
            .Tapes(0, 1, latency: 1.5, keepsEvents: true)
            .Single();

        tape.Events.ToArray()[..tape.Instants[^1].EventEnd].Select(e => e.BidSz).ShouldBe([200u, 300]);
    }

    [Fact]
    public void A_tape_that_is_not_asked_for_events_keeps_none()
    {
        Steady().Trade(0.5, Nasdaq, 10, 100).Quote(9, Nasdaq, 10, 100, 10.02m, 100).Tapes(0, 2).Single().Events.Length.ShouldBe(0);
    }

    /// <summary>The numbers that a decision's changes sum up are those that following each event gives.</summary>
    [Fact]
    public void Following_events_one_by_one_gives_what_the_changes_between_decisions_say()
    {
        var steps = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 1_500], Gen.Int[-2, 2], Gen.UInt[0, 3], Gen.Int[1, 3], Gen.UInt[0, 3]).Array[
            1,
            60
        ];
        Gen.Select(steps, Gen.OneOf(0.0, 0.4, 2.2), Gen.Bool).Sample((updates, latency, everyEvent) =>
        {
            ushort[] venues = [Nasdaq, Nyse, Arca];
            var market = Steady().Quote(-1, Nyse, 10.00m, 100, 10.02m, 100).Quote(-1, Arca, 9.99m, 100, 10.03m, 100);
            var at = 0.0;
            foreach (var (venue, wait, bid, bidSize, ask, askSize) in updates)
            {
                at += wait / 1_000.0;
                market.Quote(at, venues[venue], 10.00m + bid * 0.01m, bidSize * 100, 10.02m + ask * 0.01m, askSize * 100);
            }

            var tape = market
                .Quote(99, Nasdaq, 10, 100, 10.02m, 100)
                .Tapes(0, 10, latency: latency, everyEvent: everyEvent, keepsEvents: true)
                .Single();

            var shown = new (long Price, uint Size, uint Available)[3];
            var (change, next) = (0, 0);
            for (var i = 0; i < tape.Instants.Length; i++)
            {
                var before = ((long, uint, uint)[])shown.Clone();
                for (; next < tape.Instants[i].EventEnd; next++)
                {
                    ref readonly var e = ref tape.Events[next];
                    ref var quote = ref shown[e.Venue];
                    var added = e.AskSz > quote.Size ? e.AskSz - quote.Size : 0;
                    quote = (e.AskPx, e.AskSz, e.AskPx == quote.Price ? Math.Min(quote.Available + added, e.AskSz) : e.AskSz);
                }

                for (; change < tape.Instants[i].AskEnd; change++)
                {
                    var c = tape.AskChanges[change];
                    var (_, _, available) = before[c.Venue];
                    var now = (uint)Math.Min((ulong)available + c.Added, c.Size);
                    if (i > 0) shown[c.Venue].ShouldBe((c.Price, c.Size, now));
                    else shown[c.Venue] = (c.Price, c.Size, c.Size);
                }
            }
        });
    }

    private static Market Steady() => new Market().Quote(-1, Nasdaq, 10.00m, 100, 10.02m, 100);
}
