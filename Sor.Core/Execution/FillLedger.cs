using System.Buffers;
using Sor.Core.Orders;
using Sor.Core.Tape;

namespace Sor.Core.Execution;

/// <summary>
/// The one book of account of a parent order: every fill enters it, wherever it comes from, and what became of the parent is read from it.
/// Sums are exact integers, in nano-dollars, or in half nano-dollars where the name ends in <c>2</c>.
/// </summary>
/// <param name="order">The parent.</param>
/// <param name="side">Its side.</param>
/// <param name="tape">The window.</param>
/// <param name="buckets">How many buckets its schedule has.</param>
internal sealed class FillLedger(ParentOrder order, Side side, WindowTape tape, int buckets)
{
    private const int FirstFills = 64;

    private readonly int sign = (int)side;
    private readonly long arrivalMid2 = tape.ArrivalMid2;
    private readonly long[] bucketShares = new long[buckets];
    private Fill[] fills = ArrayPool<Fill>.Shared.Rent(FirstFills);
    private int count;
    private Int128 notional;
    private Int128 fees;
    private Int128 halfSpread2;
    private Int128 timing2;
    private Int128 fillTimes;
    private long overtime;
    private long maker;
    private long through;
    private long? dearestSweep;

    /// <summary>Shares filled so far.</summary>
    public long Filled { get; private set; }

    /// <summary>Enters a fill.</summary>
    /// <param name="fill">The fill.</param>
    /// <param name="bucket">The bucket whose shares it fills.</param>
    public void Enter(in Fill fill, int bucket)
    {
        Filled += fill.Shares;
        notional += Wide.Product(fill.Price, fill.Shares);
        fees += Wide.Product(fill.Fee, fill.Shares);
        halfSpread2 += Wide.Product(sign * (2 * fill.Price - fill.Mid2), fill.Shares);
        timing2 += Wide.Product(sign * (fill.Mid2 - arrivalMid2), fill.Shares);
        bucketShares[bucket] += fill.Shares;
        fillTimes += Wide.Product((long)(fill.Time - tape.From), fill.Shares);
        if (fill.Sweep != SweepKind.None) dearestSweep = Dearer(dearestSweep ?? fill.Price, fill.Price);
        if (fill.Sweep == SweepKind.Overtime) overtime += fill.Shares;
        if (fill.Kind != FillKind.Taken) maker += fill.Shares;
        if (fill.Kind == FillKind.Through) through += fill.Shares;
        if (count == fills.Length) Grow();
        fills[count++] = fill;
    }

    /// <summary>Closes the account: nothing can be entered any more.</summary>
    /// <param name="lastMid2">Twice the mid at the last decision taken: the collar there is what a remainder is charged, unless a sweep
    /// paid more.</param>
    /// <param name="highestTake">The highest take fee of any venue seen, which a remainder is charged too.</param>
    /// <param name="progress">When shares became due.</param>
    public ParentOutcome Close(long lastMid2, long highestTake, ScheduleProgress progress)
    {
        var remains = Filled < order.Quantity;
        var entered = fills.AsSpan(0, count);
        var outcome = new ParentOutcome
        {
            Side = side,
            Quantity = order.Quantity,
            ArrivalMid2 = arrivalMid2,
            Filled = Filled,
            Notional = notional,
            Fees = fees,
            HalfSpread2 = halfSpread2,
            Timing2 = timing2,
            RemainderPrice = Charge(order.Collar.NanoBps),
            RemainderPriceAtHalfCollar = Charge(order.Collar.NanoBps / 2),
            RemainderPriceAtTwiceCollar = Charge(order.Collar.NanoBps * 2),
            RemainderFee = remains ? highestTake : 0,
            Fills = entered.ToArray(),
            VolumeMeanwhile = OwnTime.Volume(tape, entered),
            Markouts = Markouts(fill => fill.Kind == FillKind.Taken),
            MakerMarkouts = maker == 0 ? [] : Markouts(fill => fill.Kind != FillKind.Taken),
            BucketShares = bucketShares,
            Overtime = overtime,
            Maker = maker,
            Through = through,
            AheadShareNanos = maker == 0 ? 0 : progress.AheadShareNanos(entered),
            WaitedShareNanos = fillTimes - progress.DueTimes(Filled, tape.From),
        };
        ArrayPool<Fill>.Shared.Return(fills);
        fills = [];
        return outcome;

        long Charge(long nanoBps)
        {
            if (!remains) return 0;
            var collar = new Collar(nanoBps).RemainderPrice(side, lastMid2);
            return Dearer(dearestSweep ?? collar, collar);
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<Fill>.Shared.Rent(2 * count);
        fills.CopyTo(larger, 0);
        ArrayPool<Fill>.Shared.Return(fills);
        fills = larger;
    }

    /// <summary>The worse of two prices: the higher for a buyer, the lower for a seller.</summary>
    private long Dearer(long a, long b) => side == Side.Buy ? Math.Max(a, b) : Math.Min(a, b);

    private Markout[] Markouts(Predicate<Fill> which)
    {
        var markouts = new Markout[WindowTape.MarkoutHorizons.Length];
        for (var horizon = 0; horizon < markouts.Length; horizon++)
        {
            var marks = tape.Marks(horizon);
            var later = WindowTape.MarkoutHorizons[horizon];
            var (fromPrice2, fromMid2, shares) = (Int128.Zero, Int128.Zero, 0L);
            foreach (ref readonly var fill in fills.AsSpan(0, count))
            {
                if (!which(fill)) continue;
                var mid2 = fill.Kind == FillKind.Taken ? marks[fill.Instant] : tape.Mid2At(fill.Time + later);
                if (mid2 == WindowTape.UnknownMid2) continue;
                fromPrice2 += Wide.Product(sign * (mid2 - 2 * fill.Price), fill.Shares);
                fromMid2 += Wide.Product(sign * (mid2 - fill.Mid2), fill.Shares);
                shares += fill.Shares;
            }

            markouts[horizon] = new Markout(fromPrice2, fromMid2, shares);
        }

        return markouts;
    }
}
