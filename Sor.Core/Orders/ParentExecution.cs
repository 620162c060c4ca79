using Sor.Core.Book;
using Sor.Core.MarketData;
using Sor.Core.Routing;
using Sor.Core.Tape;

namespace Sor.Core.Orders;

/// <summary>A parent order, but for its window.</summary>
/// <param name="Quantity">Shares, at least 1.</param>
/// <param name="Collar">How far from the mid a child may go.</param>
/// <param name="Liquidity">What taking does to what is seen.</param>
public sealed record ParentOrder(long Quantity, Collar Collar, Liquidity Liquidity);

/// <summary>
/// Executes a parent order over a tape: at every decision what is due and neither filled nor in flight is routed; children are immediate-or-cancel, limited at the
/// price decided on; the last grid decision of a bucket sweeps what is due in all-in price order. Keeps its buffers: one per thread.
/// </summary>
public sealed class ParentExecution
{
    private static readonly NetRouter ClosingSweep = new();

    private readonly long[] price = new long[InstrumentBook.MaxVenues];
    private readonly uint[] displayed = new uint[InstrumentBook.MaxVenues];
    private readonly uint[] available = new uint[InstrumentBook.MaxVenues];
    private readonly ChildOrder[] children = new ChildOrder[InstrumentBook.MaxVenues];
    private readonly Queue<ChildInFlight> inFlight = new();
    private readonly List<Fill> fills = [];

    private ParentOrder parent = null!;
    private WindowTape tape = null!;
    private VenueCosts costs = null!;
    private Side side;
    private int sign;
    private ExecutionSums sums;
    private long sharesInFlight;
    private long dearestClosing;
    private long[] bucketShares = [];

    /// <summary>Executes a schedule and a router on one side of one tape.</summary>
    /// <param name="order">The parent.</param>
    /// <param name="executedSide">Its side.</param>
    /// <param name="schedule">What is due when.</param>
    /// <param name="chosenRouter">Where it goes.</param>
    /// <param name="window">The tape.</param>
    /// <param name="venueCosts">Fees and MIC order of the tape's venues.</param>
    public ParentOutcome Run(ParentOrder order, Side executedSide, Schedule schedule, IRouter chosenRouter, WindowTape window, VenueCosts venueCosts)
    {
        (parent, side, tape, costs) = (order, executedSide, window, venueCosts);
        sign = (int)side;
        var venues = tape.Mics.Count;
        Array.Fill(price, long.MaxValue, 0, venues);
        Array.Clear(displayed, 0, venues);
        Array.Clear(available, 0, venues);
        inFlight.Clear();
        fills.Clear();
        sums = new ExecutionSums();
        sharesInFlight = 0;
        dearestClosing = long.MinValue;

        var buckets = schedule.Buckets(tape);
        var bucketLength = schedule.BucketLength(tape);
        bucketShares = new long[buckets];
        var bucket = -1;
        var due = 0L;
        var (bucketMid2, bucketSpread, lastMid2) = (0L, 0L, 0L);
        var changes = side == Side.Buy ? tape.AskChanges : tape.BidChanges;
        var next = 0;
        var instants = tape.Instants;
        for (var i = 0; i < instants.Length; i++)
        {
            ref readonly var instant = ref instants[i];
            for (var end = side == Side.Buy ? instant.AskEnd : instant.BidEnd; next < end; next++) Apply(in changes[next]);
            if ((instant.Kind & InstantKind.Arrival) != 0) Arrive(i, bucket);
            if ((instant.Kind & InstantKind.Decision) == 0) continue;
            if (parent.Liquidity == Liquidity.Naive) Array.Copy(displayed, available, venues);

            var now = (int)Math.Min((instant.Time - tape.From) / bucketLength, (ulong)buckets - 1);
            if (now > bucket)
            {
                while (bucket < now) due += schedule.Child(tape, parent.Quantity, ++bucket, buckets, due);
                (bucketMid2, bucketSpread) = (sign * instant.Mid2, instant.Spread);
            }

            if ((instant.Kind & InstantKind.Crossed) != 0) continue;
            lastMid2 = instant.Mid2;
            var want = due - sums.Filled - sharesInFlight;
            if (want <= 0) continue;
            var closes = Closes(instants, i, bucket, buckets, bucketLength);
            var view = new RoutingView
            {
                Price = price.AsSpan(0, venues),
                Available = available.AsSpan(0, venues),
                Fee = costs.Take,
                MicRank = costs.MicRank,
                BestPrice = BestPrice(in instant),
                CollarPrice = parent.Collar.WorstPrice(sign * instant.Mid2),
                BucketMid2 = bucketMid2,
                BucketSpread = bucketSpread,
            };
            var router = closes ? ClosingSweep : chosenRouter;
            var sent = router.Route(in view, want, children);
            Send(children.AsSpan(0, sent), i, bucket, closes);
        }

        return Outcome(lastMid2);
    }

    private void Apply(in QuoteChange change)
    {
        var k = change.Venue;
        price[k] = change.Price == Mbp1.UndefinedPrice ? long.MaxValue : sign * change.Price;
        displayed[k] = change.Size;
        available[k] = change.Size - available[k] <= change.Added || available[k] > change.Size ? change.Size : available[k] + change.Added;
    }

    /// <summary>The best price on display, whatever we have taken of it.</summary>
    private long BestPrice(in Instant instant)
    {
        if (side == Side.Buy) return instant.BestAsk;
        return instant.BestBid == long.MinValue ? long.MaxValue : -instant.BestBid;
    }

    /// <summary>
    /// Whether a decision is the last grid decision before the next bucket's start: known from the clock alone, since the grid is. The last bucket closes at the end.
    /// </summary>
    private bool Closes(ReadOnlySpan<Instant> instants, int index, int bucket, int buckets, ulong bucketLength)
    {
        if ((instants[index].Kind & InstantKind.Grid) == 0) return false;
        if (bucket == buckets - 1) return instants[index].Time == tape.To;
        var start = tape.From + (ulong)(bucket + 1) * bucketLength;
        for (var i = index + 1; i < instants.Length && instants[i].Time < start; i++)
            if ((instants[i].Kind & InstantKind.Grid) != 0)
                return false;
        return true;
    }

    private void Send(ReadOnlySpan<ChildOrder> orders, int instant, int bucket, bool closes)
    {
        foreach (var child in orders)
        {
            if (tape.Latency == 0)
            {
                Execute(child.Venue, child.Shares, instant, bucket, closes);
                continue;
            }

            sharesInFlight += child.Shares;
            inFlight.Enqueue(new ChildInFlight(tape.Instants[instant].Time + tape.Latency, child.Venue, child.Shares, price[child.Venue], bucket, closes));
        }
    }

    private void Arrive(int instant, int bucket)
    {
        while (inFlight.TryPeek(out var child) && child.Arrives == tape.Instants[instant].Time)
        {
            inFlight.Dequeue();
            sharesInFlight -= child.Shares;
            if (price[child.Venue] > child.Limit) continue;
            var shares = Math.Min(child.Shares, available[child.Venue]);
            if (shares > 0) Execute(child.Venue, shares, instant, child.Bucket, child.Closes);
        }
    }

    private void Execute(int venue, long shares, int instant, int bucket, bool closes)
    {
        available[venue] -= (uint)shares;
        var paid = price[venue];
        var fee = costs.Take[venue];
        ref readonly var at = ref tape.Instants[instant];
        var mid2 = sign * at.Mid2;
        sums.Filled += shares;
        sums.Notional += (Int128)paid * shares;
        sums.Fees += (Int128)fee * shares;
        sums.HalfSpread2 += (Int128)(2 * paid - mid2) * shares;
        sums.Timing2 += (Int128)(mid2 - sign * tape.ArrivalMid2) * shares;
        bucketShares[bucket] += shares;
        if (closes) dearestClosing = Math.Max(dearestClosing, paid);
        fills.Add(new Fill(instant, at.Time, at.Mid2, (byte)venue, closes, shares, sign * paid, fee));
    }

    private ParentOutcome Outcome(long lastMid2)
    {
        var remains = sums.Filled < parent.Quantity;
        var collar = parent.Collar.RemainderPrice(side, lastMid2);
        var closing = dearestClosing == long.MinValue ? collar : sign * dearestClosing;
        var charged = sign * closing > sign * collar ? closing : collar;
        return new ParentOutcome
        {
            Side = side,
            Quantity = parent.Quantity,
            ArrivalMid2 = tape.ArrivalMid2,
            Filled = sums.Filled,
            Notional = sign * sums.Notional,
            Fees = sums.Fees,
            HalfSpread2 = sums.HalfSpread2,
            Timing2 = sums.Timing2,
            RemainderPrice = remains ? charged : 0,
            RemainderFee = remains ? costs.HighestTake : 0,
            Fills = [.. fills],
            Markouts = Markouts(),
            BucketShares = bucketShares,
        };
    }

    private (Int128, long)[] Markouts()
    {
        var markouts = new (Int128 Sum2, long Shares)[WindowTape.MarkoutHorizons.Length];
        for (var d = 0; d < markouts.Length; d++)
        {
            var marks = tape.Marks(d);
            foreach (var fill in fills)
            {
                var mid2 = marks[fill.Instant];
                if (mid2 == WindowTape.UnknownMid2) continue;
                markouts[d].Sum2 += sign * (Int128)(mid2 - 2 * fill.Price) * fill.Shares;
                markouts[d].Shares += fill.Shares;
            }
        }

        return markouts;
    }

    private readonly record struct ChildInFlight(ulong Arrives, int Venue, long Shares, long Limit, int Bucket, bool Closes);

    private struct ExecutionSums
    {
        public long Filled;
        public Int128 Notional;
        public Int128 Fees;
        public Int128 HalfSpread2;
        public Int128 Timing2;
    }
}
