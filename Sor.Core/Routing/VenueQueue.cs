using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using Sor.Core.Book;

namespace Sor.Core.Routing;

/// <summary>
/// Venues in the order to take them: lowest key first, then the larger available size, then MIC. A venue's place is the number of venues before it, counted by
/// comparing each with all.
/// </summary>
/// <remarks>
/// That is K squared comparisons where a heap needs K, and log K for each venue taken; but several at a time, and no jump depends on a price: faster for the 4 to 16 venues of
/// US equities. For 32 and more a heap is faster where all of them are in and one or two are taken.
/// </remarks>
internal ref struct VenueQueue
{
    private Places keys;
    private Places ties;
    private Places ranks;
    private Venues order;
    private int count;

    /// <summary>Begins an empty queue, and leaves its memory as it is: only what was added is of any account. The caller has <see cref="SkipLocalsInitAttribute"/>.</summary>
    public static void Begin(out VenueQueue queue)
    {
        Unsafe.SkipInit(out queue);
        queue.count = 0;
    }

    /// <summary>Adds a venue, without ordering; call <see cref="Order"/> once all are in.</summary>
    /// <param name="view">The venues.</param>
    /// <param name="venue">Which; not added before.</param>
    /// <param name="key">Its key.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in RoutingView view, int venue, long key)
    {
        keys[count] = key;
        ties[count] = (long)(uint.MaxValue - view.Available[venue]) << 16 | (long)view.MicRank[venue] << 8 | (long)venue;
        count++;
    }

    /// <summary>Puts all in order.</summary>
    public void Order()
    {
        var (lanes, all) = ((nuint)Vector<long>.Count, (nuint)count);

        // Two vectors at a time: a block ends within the arrays, since their length is a multiple of it.
        Debug.Assert(InstrumentBook.MaxVenues % (2 * Vector<long>.Count) == 0);
        ref var key = ref keys[0];
        ref var tie = ref ties[0];

        // What lies beyond the last venue gets a rank too, which nobody reads.
        for (nuint j = 0; j < all; j += 2 * lanes)
        {
            var (keyA, keyB) = (Vector.LoadUnsafe(ref key, j), Vector.LoadUnsafe(ref key, j + lanes));
            var (tieA, tieB) = (Vector.LoadUnsafe(ref tie, j), Vector.LoadUnsafe(ref tie, j + lanes));
            var (rankA, rankB) = (Vector<long>.Zero, Vector<long>.Zero);
            for (nuint i = 0; i < all; i++)
            {
                var (otherKey, otherTie) = (Vector.Create(Unsafe.Add(ref key, i)), Vector.Create(Unsafe.Add(ref tie, i)));
                rankA -= IsBefore(otherKey, otherTie, keyA, tieA);
                rankB -= IsBefore(otherKey, otherTie, keyB, tieB);
            }

            rankA.StoreUnsafe(ref ranks[0], j);
            rankB.StoreUnsafe(ref ranks[0], j + lanes);
        }

        for (var j = 0; j < count; j++) order[(int)ranks[j]] = (byte)ties[j];
    }

    /// <summary>Takes from venue after venue until nothing is wanted, or no venue is left.</summary>
    public readonly int Fill(in RoutingView view, long want, Span<ChildOrder> children)
    {
        var sent = 0;
        while (want > 0 && sent < count)
        {
            int venue = order[sent];
            var shares = Math.Min(want, view.Available[venue]);
            children[sent++] = new ChildOrder(venue, shares);
            want -= shares;
        }

        return sent;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<long> IsBefore(Vector<long> keyA, Vector<long> tieA, Vector<long> keyB, Vector<long> tieB) =>
        Vector.LessThan(keyA, keyB) | Vector.Equals(keyA, keyB) & Vector.LessThan(tieA, tieB);

    [InlineArray(InstrumentBook.MaxVenues)]
    private struct Places
    {
        private long first;
    }

    [InlineArray(InstrumentBook.MaxVenues)]
    private struct Venues
    {
        private byte first;
    }
}
