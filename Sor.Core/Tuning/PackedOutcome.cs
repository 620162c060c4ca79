using Sor.Core.Execution;
using Sor.Core.Orders;
using Sor.Core.Storage;

namespace Sor.Core.Tuning;

/// <summary>A parent's outcome but for its fills as packed numbers, in the order of <see cref="ParentOutcome"/>.</summary>
internal static class PackedOutcome
{
    /// <summary>Writes an outcome.</summary>
    public static void Write(PackedWriter to, ParentOutcome outcome)
    {
        to.Put((long)outcome.Side);
        to.Put(outcome.Quantity);
        to.Put(outcome.ArrivalMid2);
        to.Put(outcome.Filled);
        to.PutWide(outcome.Notional);
        to.PutWide(outcome.Fees);
        to.PutWide(outcome.HalfSpread2);
        to.PutWide(outcome.Timing2);
        to.Put(outcome.RemainderPrice);
        to.Put(outcome.RemainderPriceAtHalfCollar);
        to.Put(outcome.RemainderPriceAtTwiceCollar);
        to.Put(outcome.RemainderFee);
        Write(to, outcome.Markouts);
        Write(to, outcome.MakerMarkouts);
        to.Put(outcome.VolumeMeanwhile);
        to.PutUnsigned((uint)outcome.BucketShares.Length);
        foreach (var shares in outcome.BucketShares) to.Put(shares);
        to.Put(outcome.Overtime);
        to.Put(outcome.Maker);
        to.Put(outcome.Through);
        to.PutUnsigned(outcome.Posted is null ? 0u : 1);
        if (outcome.Posted is { } posted)
        {
            Write(to, posted.ByTenth);
            Write(to, posted.ByVenue);
            to.Put(posted.Unlearnt);
        }

        to.PutWide(outcome.AheadShareNanos);
        to.PutWide(outcome.WaitedShareNanos);
    }

    /// <summary>Reads what <see cref="Write(PackedWriter, ParentOutcome)"/> wrote.</summary>
    public static ParentOutcome Read(ref PackedReader from, FillCollection fills) => new()
    {
        Fills = fills,
        Side = (Side)from.Next(),
        Quantity = from.Next(),
        ArrivalMid2 = from.Next(),
        Filled = from.Next(),
        Notional = from.NextWide(),
        Fees = from.NextWide(),
        HalfSpread2 = from.NextWide(),
        Timing2 = from.NextWide(),
        RemainderPrice = from.Next(),
        RemainderPriceAtHalfCollar = from.Next(),
        RemainderPriceAtTwiceCollar = from.Next(),
        RemainderFee = from.Next(),
        Markouts = ReadMarkouts(ref from),
        MakerMarkouts = ReadMarkouts(ref from),
        VolumeMeanwhile = from.Next(),
        BucketShares = ReadShares(ref from),
        Overtime = from.Next(),
        Maker = from.Next(),
        Through = from.Next(),
        Posted = from.NextUnsigned() == 0 ? null : new PostedOrders(ReadPosted(ref from), ReadPosted(ref from), (int)from.Next()),
        AheadShareNanos = from.NextWide(),
        WaitedShareNanos = from.NextWide(),
    };

    private static void Write(PackedWriter to, Markout[] markouts)
    {
        to.PutUnsigned((uint)markouts.Length);
        foreach (var markout in markouts)
        {
            to.PutWide(markout.FromPrice2);
            to.PutWide(markout.FromMid2);
            to.Put(markout.Shares);
        }
    }

    private static Markout[] ReadMarkouts(ref PackedReader from)
    {
        var markouts = new Markout[from.NextUnsigned()];
        foreach (ref var markout in markouts.AsSpan()) markout = new Markout(from.NextWide(), from.NextWide(), from.Next());
        return markouts;
    }

    private static long[] ReadShares(ref PackedReader from)
    {
        var buckets = new long[from.NextUnsigned()];
        foreach (ref var shares in buckets.AsSpan()) shares = from.Next();
        return buckets;
    }

    private static void Write(PackedWriter to, PostedSum[] sums)
    {
        to.PutUnsigned((uint)sums.Length);
        foreach (var sum in sums)
        {
            to.Put(sum.Orders);
            to.Put(sum.Shares);
            to.PutWide(sum.ExpectedNano);
            to.Put(sum.Filled);
        }
    }

    private static PostedSum[] ReadPosted(ref PackedReader from)
    {
        var sums = new PostedSum[from.NextUnsigned()];
        foreach (ref var sum in sums.AsSpan()) sum = new PostedSum(from.Next(), from.Next(), from.NextWide(), from.Next());
        return sums;
    }
}
