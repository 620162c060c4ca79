using Sor.Core.Book;
using Sor.Core.MarketData;
using Sor.Core.Tape;
using static Sor.Tests.Market;

namespace Sor.Tests.Tape;

/// <summary>How long each venue was in which condition, held against a count of every second by itself.</summary>
public sealed class VenueConditionsTests
{
    private const ulong MaxSilence = 20;
    private static readonly ushort[] Publishers = [Nasdaq, Nyse, Arca, Bzx];

    [Fact]
    public void Each_second_of_each_venue_is_counted_once_and_for_what_it_is() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[-1, 3], Gen.Int[-1, 3], Gen.Int[0, 15])
            .Array[2, 80]
            .Sample(quotes =>
            {
                var (market, at) = (new Market(), 0);
                var shown = new List<(int At, int Venue, decimal Bid, decimal Ask)>();
                foreach (var (venue, gap, bid, width, far) in quotes)
                {
                    at += gap * (far == 0 ? 12 : 1);
                    var ask = width < 0 ? 0 : 10m + Math.Max(0, bid) + width - 1;
                    var quote = (At: at, Venue: venue, Bid: bid < 0 ? 0 : 10m + bid, Ask: ask);
                    shown.Add(quote);
                    market.Quote(at, Publishers[venue], quote.Bid, 100, quote.Ask, 100);
                }

                var replay = new InstrumentReplay(
                    1,
                    hasBids: true,
                    TradingWindow.Between(Open, Open + Seconds(10_000)),
                    new TapeOptions(),
                    new ReplayOptions { Limits = new TradableLimits { MaxSilence = Span(MaxSilence) } },
                    new TapeExchange(_ => { }));
                foreach (var record in market.Records) replay.Apply(in record);
                replay.Complete();

                replay.VenueConditions.Keys.ShouldBe(
                    shown.Select(q => Venues.MicOf(Publishers[q.Venue])).Distinct().Order(StringComparer.Ordinal));
                foreach (var venue in shown.Select(q => q.Venue).Distinct())
                {
                    var times = replay.VenueConditions[Venues.MicOf(Publishers[venue])];
                    (times.Watched, times.OneSided, times.Crossed, times.Locked, times.Wide, times.Silent, times.LongestSilence)
                        .ShouldBe(Counted(shown, venue, at));
                }
            });

    private static (ulong, ulong, ulong, ulong, ulong, ulong, ulong) Counted(
        List<(int At, int Venue, decimal Bid, decimal Ask)> shown, int venue, int end)
    {
        var (watched, oneSided, crossed, locked, wide, silent, longest) = (0UL, 0UL, 0UL, 0UL, 0UL, 0UL, 0UL);
        for (var second = shown.Find(q => q.Venue == venue).At; second < end; second++)
        {
            var now = shown.Where(q => q.At <= second).GroupBy(q => q.Venue).Select(g => g.Last()).ToList();
            var own = now.Find(q => q.Venue == venue);
            var age = (ulong)(second - shown.FindLast(q => q.Venue == venue && q.At <= second).At);
            watched++;
            if (IsCrossed(now) && !IsCrossed(now.FindAll(q => q.Venue != venue))) crossed++;
            else if (own.Bid == 0 || own.Ask == 0) oneSided++;
            else if (own.Bid > own.Ask) crossed++;
            else if ((own.Ask - own.Bid) * 2 > (own.Bid + own.Ask) / 10) wide++;
            else if (own.Bid == own.Ask) locked++;
            if (age >= MaxSilence) silent++;
            longest = Math.Max(longest, age + 1);
        }

        return (Seconds(watched), Seconds(oneSided), Seconds(crossed), Seconds(locked), Seconds(wide), Seconds(silent), Seconds(longest));
    }

    private static bool IsCrossed(List<(int At, int Venue, decimal Bid, decimal Ask)> quotes)
    {
        var (bids, asks) = (quotes.FindAll(q => q.Bid > 0), quotes.FindAll(q => q.Ask > 0));
        return bids.Count > 0 && asks.Count > 0 && bids.Max(q => q.Bid) > asks.Min(q => q.Ask);
    }
}
