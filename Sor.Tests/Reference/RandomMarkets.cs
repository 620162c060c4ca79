using System.Globalization;

namespace Sor.Tests.Reference;

/// <summary>
/// Small markets at random, with all that real ones have: late rows, equal stamps, one-sided, locked and crossed moments, prints at and
/// through the price and of either side, venues that leave and come back, events of several rows, second publishers, reporting facilities,
/// wide spreads, silences, a day before. And settings at random.
/// </summary>
internal static class RandomMarkets
{
    public const long Start = 1_729_175_400_000_000_000;
    public const long Second = 1_000_000_000;
    public const string Header = "ts_recv,ts_event,publisher_id,action,side,price,size,flags,bid_px_00,ask_px_00,bid_sz_00,ask_sz_00";

    /// <summary>The fee file of the markets' settings.</summary>
    public const string Fees = """
        venue,from,to,take,add
        BATS,2024-01-01,2024-12-31,-0.0002,0.0004
        XBOS,2024-01-01,2024-12-31,0.0007,-0.0001
        *,2024-01-01,2024-12-31,0.003,-0.002

        """;

    private static readonly int[] Publishers = [2, 3, 5, 9, 43, 81, 82];

    // Another price, another publisher that speaks for XNAS, and a venue that is not there on the day itself: nothing of it may be left.
    private static readonly string[] DayBefore =
    [
        Row(Start - 86_400 * Second, 81, "M", null, 0, 128, 90m, 90.02m, 300, 300),
        Row(Start - 86_399 * Second, 12, "M", null, 0, 128, 90.01m, 90.02m, 300, 300),
        Row(Start - 86_398 * Second, 9, "M", null, 0, 128, 90.01m, 90.03m, 300, 300),
    ];

    /// <summary>A market whose venues hardly agree, so that it is crossed as often as not.</summary>
    /// <param name="pace">Seconds for each second: with a minute for a second, windows are long enough for a usual spread.</param>
    public static Gen<string[]> Wild(long pace) => Rows(pace, 30, 220, (_, move, spread) => (move, move + spread));

    /// <summary>A market whose venues move together, a cent at a time, so that orders can rest.</summary>
    public static Gen<string[]> Calm(long pace) =>
        Rows(pace, 60, 300, (level, move, spread) => (level - Math.Max(0, Math.Abs(move) - 1), level + (spread < 1 ? 1 - spread : spread)));

    /// <summary>
    /// A market that stands still, so that what is ahead of an order is traded and cancelled away: sizes change at one price, most prints
    /// are there, and now and then a venue bids more, or less, or sells below.
    /// </summary>
    public static Gen<string[]> Queues(long pace)
    {
        var waits = Gen.Frequency((6, Gen.Int[0, 300]), (1, Gen.Const(0)));
        var update = Gen.Select(Gen.Int[0, 4], waits, Gen.Int[-4, 4], Gen.Int[0, 500], Gen.Int[1, 5], Gen.Int[0, 29], Gen.Int[1, 250]);
        return update.Array[100, 400].Select(updates =>
        {
            var rows = Publishers[..5].Select(p => Row(Start - 3 * pace * Second, p, "M", null, 0, 128, 100m, 100.02m, 400, 300)).ToList();
            var (at, level) = (Start - 2 * pace * Second, 100m);
            foreach (var (venue, wait, move, bidSize, askSize, kind, size) in updates)
            {
                at += wait * pace * 1_000_000L;
                if (kind == 29) level += Math.Sign(move) * 0.01m;
                var publisher = Publishers[venue];
                string Quote(decimal? bid, decimal? ask) => Row(at, publisher, "M", null, 0, 128, bid, ask, bidSize, askSize * 100);
                string Print(decimal price, char side) => Row(at, publisher, "T", price, size, 128, level, level + 0.02m, 100, 100, side);
                rows.Add(kind switch
                {
                    < 7 => Print(level, "NNAB"[askSize % 4]),
                    7 => Print(level + 0.02m, "NNAB"[askSize % 4]),
                    8 => Print(level + Math.Sign(move) * 0.01m, 'N'),
                    9 => Quote(level + 0.01m, level + 0.02m),
                    10 => Quote(level - 0.01m, level + 0.02m),
                    11 => Quote(null, level + 0.01m),
                    12 => Row(at, publisher, "R", null, 0, 128, null, null, 0, 0),
                    13 => Quote(level - 0.01m, level),
                    _ => Quote(level, level + 0.02m),
                });
            }

            return rows.ToArray();
        });
    }

    public static Gen<ReferenceSettings> Settings(long pace)
    {
        Gen<(long Quantity, long Horizon, long Every, long Bucket)> orders =
            Gen.Select(Gen.Long[1, 2_500], Gen.OneOf(5L, 8, 20), Gen.OneOf(1_000L, 700, 250), Gen.OneOf(5_000L, 3_000, 1_000));
        Gen<(long Latency, string Schedule, bool Naive, bool EveryEvent)> executions =
            Gen.Select(Gen.OneOf(0L, 0, 1, 300, 1_000, 2_500), Gen.OneOf("twap", "immediate", "pov:0.3"), Gen.Bool, Gen.Bool);
        Gen<(int Length, long Overtime, long Slice, decimal Overfill)> spans =
            Gen.Select(Gen.Int[15, 60], Gen.OneOf(0L, 3_000, 60_000), Gen.OneOf(0L, 0, 2_500, 400), Gen.OneOf(1m, 1.5m, 2m, 3m));
        Gen<(decimal CollarBps, decimal MaxSpread, long MaxSilence)> limits =
            Gen.Select(Gen.OneOf(50m, 2m, 1.5m), Gen.OneOf(0.1m, 0.0003m), Gen.OneOf(300_000_000_000L, 600_000_000));
        return Gen.Select(orders, executions, spans, limits).Select(
            (order, execution, span, limit) => new ReferenceSettings
            {
                From = Start,
                To = Start + span.Length * pace * Second,
                Overtime = span.Overtime * pace * 1_000_000,
                Session = Start - 3_600 * Second,
                Quantity = order.Quantity,
                Horizon = order.Horizon * pace * Second,
                Every = order.Every * pace * 1_000_000,
                Bucket = order.Bucket * pace * 1_000_000,
                Latency = execution.Latency * pace * 1_000_000,
                Schedule = execution.Schedule,
                Naive = execution.Naive,
                EveryEvent = execution.EveryEvent,
                Slice = span.Slice * pace * 1_000_000,
                Overfill = span.Overfill,
                CollarBps = limit.CollarBps,
                MaxSpread = limit.MaxSpread,
                MaxSilence = limit.MaxSilence < Second ? limit.MaxSilence * pace : limit.MaxSilence,
                LambdaUnder = [0.5m, 1.25m, 3m],
                Fee = mic => mic switch { "BATS" => -0.0002m, "XBOS" => 0.0007m, _ => 0.003m },
                AddFee = mic => mic switch { "BATS" => 0.0004m, "XBOS" => -0.0001m, _ => -0.002m },
            });
    }

    public static string Csv(string[] rows) => Header + "\n" + string.Join('\n', rows) + "\n";

    public static string Row(
        long time,
        int publisher,
        string action,
        decimal? price,
        int size,
        int flags,
        decimal? bid,
        decimal? ask,
        int bidSize,
        int askSize,
        char side = 'N')
    {
        var seconds = DateTimeOffset.FromUnixTimeSeconds(time / Second).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        var stamp = $"{seconds}.{time % Second:000000000}Z";
        return FormattableString.Invariant(
            $"{stamp},{stamp},{publisher},{action},{side},{price},{size},{flags},{bid},{ask},{bidSize},{askSize}");
    }

    /// <param name="pace">Seconds for each second.</param>
    /// <param name="least">The fewest rows.</param>
    /// <param name="most">The most rows.</param>
    /// <param name="quote">Bid and offer of a row, cents beyond a hundred dollars, of the market's level and two numbers at random.</param>
    private static Gen<string[]> Rows(long pace, int least, int most, Func<int, int, int, (int Bid, int Ask)> quote)
    {
        var waits = Gen.Frequency((6, Gen.Int[0, 900]), (1, Gen.Const(0)), (1, Gen.Int[-400, 0]));
        var update =
            Gen.Select(Gen.Int[0, 6], waits, Gen.Int[-3, 3], Gen.Int[-1, 4], Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[0, 19], Gen.Int[1, 9]);
        return update.Array[least, most].Select(Gen.Bool).Select((updates, dayBefore) =>
        {
            var rows = new List<string>();
            if (dayBefore) rows.AddRange(DayBefore);
            rows.Add(Row(Start - 3 * pace * Second, 2, "M", null, 0, 128, 99.98m, 100.02m, 300, 300));
            var at = Start - 2 * pace * Second;
            var level = 0;
            foreach (var (venue, wait, move, spread, bidSize, askSize, kind, size) in updates)
            {
                at += (wait < 0 ? wait : wait * pace) * 1_000_000L;
                if (kind == 9) level += Math.Sign(move);
                var (bidCents, askCents) = quote(level, move, spread);
                var (bid, ask) = (100m + bidCents * 0.01m, 100m + askCents * 0.01m);
                var publisher = Publishers[venue];
                var printed = 100m + (level + move / 2) * 0.01m;
                rows.Add(kind switch
                {
                    < 2 => Row(at, publisher, "T", printed, size * 50, 128, bid, ask, 100, 100),
                    2 => Row(at, publisher, "T", printed, size * 50, 128, bid, ask, 100, 100, askSize > 2 ? 'A' : 'B'),
                    3 => Row(at, publisher, "R", null, 0, 128, null, null, 0, 0),
                    4 => Row(at, publisher, "A", bid, size, 0, bid, ask, 100, 100),
                    5 => Row(at, publisher, "M", null, 0, 128, null, ask, 0, askSize * 100),
                    6 => Row(at, publisher, "M", null, 0, 128, bid, null, bidSize * 100, 0),
                    7 => Row(at, publisher, "M", null, 0, 128, bid - 12m, ask + 13m, bidSize * 100, askSize * 100),
                    8 => Row(at, publisher, "M", null, 0, 128, bid + 0.01m, bid, bidSize * 100, askSize * 100),
                    _ => Row(at, publisher, "M", null, 0, 128, bid, ask, bidSize * 100, askSize * 100),
                });
            }

            return rows.ToArray();
        });
    }
}
