using System.Runtime.CompilerServices;
using Sor.Core.Book;

namespace Sor.Core.Routing;

/// <summary>
/// Venues in the order to take them: lowest key first, then the larger available size, then MIC. A binary heap on the stack: built in O(K), each venue taken
/// in O(log K), since most orders need only the first one or two.
/// </summary>
/// <remarks>Which venue is in, and which of two comes first, is as good as random: where it can be, that is arithmetic and no jump, which would be wrong half the time.</remarks>
internal ref struct VenueQueue
{
    private Places places;
    private int count;

    /// <summary>Begins an empty queue, and leaves its kilobyte as it is: only what was added is of any account. The caller has <see cref="SkipLocalsInitAttribute"/>.</summary>
    public static void Begin(out VenueQueue queue)
    {
        Unsafe.SkipInit(out queue);
        queue.count = 0;
    }

    /// <summary>Adds a venue, or not, without ordering; call <see cref="Order"/> once all are in.</summary>
    /// <param name="view">The venues.</param>
    /// <param name="venue">Which.</param>
    /// <param name="key">Its key.</param>
    /// <param name="isIn">Whether it is added.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in RoutingView view, int venue, long key, bool isIn)
    {
        ref var place = ref places[count];
        place.Key = key;
        place.Tie = (ulong)(uint.MaxValue - view.Available[venue]) << 16 | (ulong)view.MicRank[venue] << 8 | (uint)venue;
        count += isIn ? 1 : 0;
    }

    /// <summary>Puts first what comes first.</summary>
    public void Order()
    {
        for (var i = count / 2 - 1; i >= 0; i--) SiftDown(i, places[i].Key, places[i].Tie);
    }

    /// <summary>Takes from venue after venue until nothing is wanted, or no venue is left.</summary>
    public int Fill(in RoutingView view, long want, Span<ChildOrder> children)
    {
        var sent = 0;
        while (want > 0 && count > 0)
        {
            var venue = (int)(places[0].Tie & 0xFF);
            var shares = Math.Min(want, view.Available[venue]);
            children[sent++] = new ChildOrder(venue, shares);
            want -= shares;
            if (want == 0) break;
            count--;
            SiftDown(0, places[count].Key, places[count].Tie);
        }

        return sent;
    }

    /// <summary>Puts a venue at a place, or below it, as far down as those before it in order come up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SiftDown(nint at, long key, ulong tie)
    {
        ref var all = ref places[0];
        for (nint child; (child = 2 * at + 1) < count; at = child)
        {
            // There may be no second child: what lies there then is looked at, and not chosen.
            ref var first = ref Unsafe.Add(ref all, child);
            ref var second = ref Unsafe.Add(ref first, 1);
            child += (child + 1 < count ? 1 : 0) & IsBefore(second.Key, second.Tie, first.Key, first.Tie);
            var (upKey, upTie) = (Unsafe.Add(ref all, child).Key, Unsafe.Add(ref all, child).Tie);
            if (IsBefore(upKey, upTie, key, tie) == 0) break;
            Unsafe.Add(ref all, at).Key = upKey;
            Unsafe.Add(ref all, at).Tie = upTie;
        }

        Unsafe.Add(ref all, at).Key = key;
        Unsafe.Add(ref all, at).Tie = tie;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int IsBefore(long keyA, ulong tieA, long keyB, ulong tieB) => (keyA < keyB ? 1 : 0) | (keyA == keyB ? 1 : 0) & (tieA < tieB ? 1 : 0);

    private struct Place
    {
        public long Key;
        public ulong Tie;
    }

    [InlineArray(InstrumentBook.MaxVenues + 1)]
    private struct Places
    {
        private Place first;
    }
}
