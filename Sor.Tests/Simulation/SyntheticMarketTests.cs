using System.IO.Hashing;
using System.Runtime.InteropServices;
using Sor.Core.MarketData;
using Sor.Core.Simulation;

namespace Sor.Tests.Simulation;

public sealed class SyntheticMarketTests
{
    private static readonly Gen<MarketOptions> Options =
        from seed in Gen.ULong
        from venues in Gen.Int[1, 15]
        from instruments in Gen.Int[1, 6]
        from days in Gen.Int[1, 3]
        from seconds in Gen.Int[1, 5_000]
        from records in Gen.Long[1, 5_000]
        from late in Gen.Int[0, 50_000]
        from withdrawals in Gen.Int[0, 500]
        select new MarketOptions
        {
            Seed = seed,
            Venues = SimulatedVenue.First(venues),
            Instruments = instruments,
            Days = days,
            From = Duration.OfSeconds(50_000),
            Length = Duration.OfSeconds((uint)seconds),
            Records = records,
            LatePerMillion = late,
            WithdrawalsPerTenThousand = withdrawals,
        };

    [Fact]
    public void Any_market_keeps_the_promises_that_a_reader_may_rely_on() =>
        Options.Sample(options => Keeps(options, All(options)), iter: 300);

    [Fact]
    public void A_market_of_late_events_alone_keeps_them_too()
    {
        var options = new MarketOptions { Records = 500, LatePerMillion = 1_000_000 };
        Keeps(options, All(options));
    }

    [Fact]
    public void The_same_options_give_the_same_records_however_many_are_asked_for_at_a_time() =>
        Gen.Select(Options, Gen.Int[1, 700]).Sample(
                (options, atOnce) =>
                    MemoryMarshal.AsBytes(All(options, atOnce).AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(All(options).AsSpan())),
            iter: 50);

    // Made once, on Linux and x64. A difference on another machine, or after a change, is a difference in every file made before.
    [Theory]
    [InlineData(1, 8, 1, "1d5cb6b3a9efe7f8a8b0bf50f6301148")]
    [InlineData(2, 15, 40, "e6fd5369bfc424df829a1fb1a3976986")]
    public void Records_are_the_same_on_every_machine(ulong seed, int venues, int instruments, string hash)
    {
        var records = All(
            new MarketOptions
            {
                Seed = seed,
                Venues = SimulatedVenue.First(venues),
                Instruments = instruments,
                Records = 200_000,
                Days = 2,
            }
        );

        Convert.ToHexStringLower(XxHash128.Hash(MemoryMarshal.AsBytes(records.AsSpan()))).ShouldBe(hash);
    }

    [Fact]
    public void Another_seed_is_another_market() =>
        All(new MarketOptions { Seed = 1, Records = 100 }).ShouldNotBe(All(new MarketOptions { Seed = 2, Records = 100 }));

    [Fact]
    public void A_day_has_what_real_days_have()
    {
        using var market = new SyntheticMarket(new MarketOptions { RecordsPerSecond = 20 });
        var census = MarketCensus.Of(market);

        census.Records.ShouldBe(390 * 60 * 20);
        census.Prints.ShouldBeInRange(census.Records / 20, census.Records / 4);
        census.Sizes.Fell.ShouldBeGreaterThan(census.Records / 10);
        census.Sizes.Rose.ShouldBeGreaterThan(census.Records / 10);
        census.Emptied.ShouldBeGreaterThan(1_000);
        census.Stubs.ShouldBeGreaterThan(100);
        census.OneSided.ShouldBeGreaterThan(100);
        census.Empty.ShouldBeGreaterThan(10);
        census.Locked.ShouldBeGreaterThan(100);
        census.Crossed.ShouldBeGreaterThan(100);
        census.Late.ShouldBeInRange(10, census.Records / 1_000);
    }

    [Fact]
    public void Fast_venues_lead_and_slow_ones_are_caught_with_old_prices()
    {
        using var market = new SyntheticMarket(
            new MarketOptions { RecordsPerSecond = 20, Venues = SimulatedVenue.Named(["XNAS", "ARCX", "XBOS", "XPSX"]) }
        );
        var crossings = MarketCensus.Of(market).Crossings;

        // XNAS follows the common price after a tenth of a millisecond, XPSX after three.
        var (fast, slow) = (crossings[66], crossings[76]);
        fast.Made.ShouldBeGreaterThan(2 * fast.Caught);
        slow.Caught.ShouldBeGreaterThan(2 * slow.Made);
    }

    [Fact]
    public void Without_withdrawals_and_late_events_there_are_none()
    {
        using var market = new SyntheticMarket(new MarketOptions { Records = 100_000, LatePerMillion = 0, WithdrawalsPerTenThousand = 0 });
        var census = MarketCensus.Of(market);

        (census.Late, census.Empty).ShouldBe((0, 0));
        census.Stubs.ShouldBeLessThan(10, "but for the first seconds, when not all makers have come");
    }

    [Fact]
    public void A_higher_volatility_moves_the_price_more()
    {
        Range(20).ShouldBeLessThan(Range(400) / 5);

        static decimal Range(int bps)
        {
            var prints = All(new MarketOptions { Records = 100_000, DailyVolatilityBps = bps })
                .Where(r => r.Action == RecordAction.Trade)
                .Select(r => r.Price)
                .ToList();
            return prints.Max() - prints.Min();
        }
    }

    [Fact]
    public void Days_are_weekdays_and_hours_those_of_New_York()
    {
        // 2024-11-01 is a Friday; summer time ends on the Sunday after.
        var sessions = new MarketOptions { Date = new DateOnly(2024, 11, 1), Days = 2 }.Sessions();

        sessions.Select(s => UtcTime.Format(s.Start)).ShouldBe(["2024-11-01T13:30:00.000000000Z", "2024-11-04T14:30:00.000000000Z"]);
        sessions.Select(s => UtcTime.Format(s.End)).ShouldBe(["2024-11-01T20:00:00.000000000Z", "2024-11-04T21:00:00.000000000Z"]);
    }

    [Fact]
    public void What_makes_no_market_is_refused()
    {
        foreach (var options in new MarketOptions[]
                 {
                new() { Records = 0 },
                new() { Days = 0 },
                new() { Price = 1 },
                new() { Instruments = 0 },
                new() { Length = new Duration(1) },
                new() { Records = long.MaxValue },
                new() { Symbol = "A,B" },
                     new() { RecordsPerSecond = 0 }, new() { DailyVolatilityBps = 0 }, new() { Venues = [] },
                 })
            Should.Throw<SorException>(options.Validate).Kind.ShouldBe(FailureKind.Request);
    }

    /// <summary>What the documentation of <see cref="SyntheticMarket"/> promises.</summary>
    private static void Keeps(MarketOptions options, Mbp1[] records)
    {
        records.Length.ShouldBe((int)options.Records!.Value);
        var sessions = options.Sessions();
        var (clock, session) = (0UL, -1);
        var venues = new Dictionary<ushort, (ulong Event, uint Sequence)>();
        var shown = new Dictionary<(uint, ushort), Mbp1>();
        for (var i = 0; i < records.Length; i++)
        {
            var r = records[i];
            var of = sessions.ToList().FindIndex(s => r.TsRecv >= s.Start && r.TsRecv < s.End);
            of.ShouldBeGreaterThanOrEqualTo(Math.Max(session, 0), "in a session, and none again");
            if (of > session)
            {
                session = of;
                venues.Clear();
                shown.Clear();
            }

            var late = r.TsRecv < clock;
            if (late) (clock - r.TsRecv).ShouldBeLessThanOrEqualTo(1_000_000UL);
            clock = Math.Max(clock, r.TsRecv);
            r.TsEvent.ShouldBeLessThan(r.TsRecv);
            var (lastEvent, lastSequence) = venues.GetValueOrDefault(r.PublisherId);
            if (!late) r.TsEvent.ShouldBeGreaterThanOrEqualTo(lastEvent);
            r.Sequence.ShouldBeGreaterThan(lastSequence);
            venues[r.PublisherId] = (late ? lastEvent : r.TsEvent, r.Sequence);
            if (r.BidPx != Mbp1.UndefinedPrice && r.AskPx != Mbp1.UndefinedPrice) r.BidPx.ShouldBeLessThan(r.AskPx);
            r.InstrumentId.ShouldBeInRange(1U, (uint)options.Instruments);
            Core.MarketData.RecordCheck.Of(r).ShouldBeNull();

            // An event is over with flag 128; until then it is one venue's, one instrument's, at one time.
            if (!r.Flags.HasFlag(RecordFlags.Last))
                (records[i + 1].PublisherId, records[i + 1].InstrumentId, records[i + 1].TsRecv).ShouldBe(
                    (r.PublisherId, r.InstrumentId, r.TsRecv));
            var key = (r.InstrumentId, r.PublisherId);
            if (r.Action == RecordAction.Trade && (i == 0 || records[i - 1].Flags.HasFlag(RecordFlags.Last)))
                (r.BidPx, r.BidSz, r.AskPx, r.AskSz).ShouldBe(
                    (shown[key].BidPx, shown[key].BidSz, shown[key].AskPx, shown[key].AskSz),
                    "a trade shows the book before it");
            shown[key] = r;
        }

        records[^1].Flags.ShouldBe(RecordFlags.Last, "the last event is whole");
    }

    private static Mbp1[] All(MarketOptions options, int atOnce = 4096)
    {
        using var market = new SyntheticMarket(options);
        var (all, some) = (new List<Mbp1>(), new Mbp1[atOnce]);
        for (int count; (count = market.Read(some)) > 0;) all.AddRange(some.AsSpan(0, count));
        market.Summary.Records.ShouldBe(all.Count);
        return [.. all];
    }
}
