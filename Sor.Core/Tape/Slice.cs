using Sor.Core.Book;

namespace Sor.Core.Tape;

/// <summary>
/// A stretch of decisions in which orders may rest: it starts at a bucket's first decision, at the best price of its side then, and ends at
/// the first later decision that sees another best price, closes the bucket, or comes a given time after the start; but at a bucket's close
/// the next slice starts there. At decisions that are not taken nothing starts or ends, except that a close ends what has started.
/// </summary>
/// <param name="Start">Index of the decision it starts at, into <see cref="WindowTape.Instants"/>.</param>
/// <param name="End">Index of the decision it ends at.</param>
/// <param name="Price">The best price of the side during it, nano-dollars.</param>
/// <param name="IsSampled">Whether something can be learnt from it: the decision at its end is taken.</param>
public readonly record struct Slice(int Start, int End, long Price, bool IsSampled)
{
    /// <summary>
    /// The slices of a window and side, in time order. They depend on the market, the decisions and the buckets alone, so all strategies
    /// with these buckets share them.
    /// </summary>
    /// <param name="tape">The window.</param>
    /// <param name="side">Where orders rest.</param>
    /// <param name="buckets">The schedule's buckets of this window.</param>
    /// <param name="longest">Nanoseconds after which a slice ends at the next decision in any case.</param>
    public static Slice[] Of(WindowTape tape, BookSide side, WindowBuckets buckets, ulong longest = ulong.MaxValue)
    {
        var slices = new List<Slice>();
        var instants = tape.Instants;
        var (bucket, start, mayStart) = (-1, -1, false);
        for (var i = 0; i < instants.Length; i++)
        {
            ref readonly var instant = ref instants[i];
            if ((instant.Kind & InstantKind.Decision) == 0) continue;
            if (buckets.BucketAt(i) != bucket) (bucket, mayStart) = (buckets.BucketAt(i), true);
            var taken = (instant.Kind & InstantKind.Untradable) == 0;
            var closes = buckets.Closes(i);
            var best = side == BookSide.Bid ? instant.BestBid : instant.BestAsk;
            if (start >= 0 && (closes || (taken && IsOver(in instant))))
            {
                slices.Add(new Slice(start, i, Price(start), taken));
                (start, mayStart) = (-1, true);
            }

            if (closes) mayStart = false;
            if (taken && mayStart && best is not (long.MinValue or long.MaxValue)) (start, mayStart) = (i, false);
        }

        return [.. slices];

        long Price(int at) => side == BookSide.Bid ? tape.Instants[at].BestBid : tape.Instants[at].BestAsk;

        bool IsOver(in Instant now) =>
            (side == BookSide.Bid ? now.BestBid : now.BestAsk) != Price(start) || now.Time - tape.Instants[start].Time >= longest;
    }
}
