using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Sor.Core.Book;

namespace Sor.Core.Routing;

/// <summary>
/// Venues in the order to take them: lowest key first, then the larger available size, then MIC. A venue's place is the number of venues before it, counted by
/// comparing each with all.
/// </summary>
/// <remarks>
/// That is K squared comparisons where a heap needs K and log K for each venue taken, but two at a time, and no jump depends on a price: faster for the 4 to 16 venues of US
/// equities, but where all 16 are in and one is taken; slower for 64, but where most are taken. Vectors of 128 bits, which every machine has.
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
        // Two vectors at a time: a block ends within the arrays, since their length is a multiple of it.
        const int Block = 4;
        Debug.Assert(InstrumentBook.MaxVenues % Block == 0);
        ref var key = ref keys[0];
        ref var tie = ref ties[0];

        // What lies beyond the last venue gets a rank too, which nobody reads.
        for (nint j = 0; j < count; j += Block)
        {
            var (keyA, keyB) = (Vector128.LoadUnsafe(ref key, (nuint)j), Vector128.LoadUnsafe(ref key, (nuint)j + 2));
            var (tieA, tieB) = (Vector128.LoadUnsafe(ref tie, (nuint)j), Vector128.LoadUnsafe(ref tie, (nuint)j + 2));
            var (rankA, rankB) = (Vector128<long>.Zero, Vector128<long>.Zero);
            for (nint i = 0; i < count; i++)
            {
                var (otherKey, otherTie) = (Vector128.Create(Unsafe.Add(ref key, i)), Vector128.Create(Unsafe.Add(ref tie, i)));
                rankA -= IsBefore(otherKey, otherTie, keyA, tieA);
                rankB -= IsBefore(otherKey, otherTie, keyB, tieB);
            }

            rankA.StoreUnsafe(ref ranks[0], (nuint)j);
            rankB.StoreUnsafe(ref ranks[0], (nuint)j + 2);
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
    private static Vector128<long> IsBefore(Vector128<long> keyA, Vector128<long> tieA, Vector128<long> keyB, Vector128<long> tieB) =>
        Vector128.LessThan(keyA, keyB) | Vector128.Equals(keyA, keyB) & Vector128.LessThan(tieA, tieB);

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
