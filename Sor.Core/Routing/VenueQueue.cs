using System.Runtime.CompilerServices;
using Sor.Core.Book;

namespace Sor.Core.Routing;

/// <summary>
/// Venues in the order to take them: lowest key first, then the larger available size, then MIC. A binary heap on the stack: built in O(K), each venue taken
/// in O(log K), since most orders need only the first one or two.
/// </summary>
internal ref struct VenueQueue
{
    private Keys keys;
    private Ties ties;
    private int count;

    /// <summary>Begins an empty queue, and leaves its kilobyte as it is: only what was added is read. The caller has <see cref="SkipLocalsInitAttribute"/>.</summary>
    public static void Begin(out VenueQueue queue)
    {
        Unsafe.SkipInit(out queue);
        queue.count = 0;
    }

    /// <summary>Adds a venue without ordering; call <see cref="Order"/> once all are in.</summary>
    public void Add(in RoutingView view, int venue, long key)
    {
        keys[count] = key;
        ties[count] = (ulong)(uint.MaxValue - view.Available[venue]) << 16 | (ulong)view.MicRank[venue] << 8 | (uint)venue;
        count++;
    }

    public void Order()
    {
        for (var i = count / 2 - 1; i >= 0; i--) SiftDown(i, keys[i], ties[i]);
    }

    /// <summary>Takes from venue after venue until nothing is wanted, or no venue is left.</summary>
    public int Fill(in RoutingView view, long want, Span<ChildOrder> children)
    {
        var sent = 0;
        while (want > 0 && count > 0)
        {
            var venue = (int)(ties[0] & 0xFF);
            var shares = Math.Min(want, view.Available[venue]);
            children[sent++] = new ChildOrder(venue, shares);
            want -= shares;
            count--;
            SiftDown(0, keys[count], ties[count]);
        }

        return sent;
    }

    /// <summary>Puts a venue at a place, or below it, as far down as those before it in order come up.</summary>
    private void SiftDown(int place, long key, ulong tie)
    {
        while (2 * place + 1 < count)
        {
            var child = 2 * place + 1;
            if (child + 1 < count && IsBefore(keys[child + 1], ties[child + 1], keys[child], ties[child])) child++;
            if (!IsBefore(keys[child], ties[child], key, tie)) break;
            keys[place] = keys[child];
            ties[place] = ties[child];
            place = child;
        }

        keys[place] = key;
        ties[place] = tie;
    }

    private static bool IsBefore(long keyA, ulong tieA, long keyB, ulong tieB) => keyA < keyB || (keyA == keyB && tieA < tieB);

    [InlineArray(InstrumentBook.MaxVenues)]
    private struct Keys
    {
        private long first;
    }

    [InlineArray(InstrumentBook.MaxVenues)]
    private struct Ties
    {
        private ulong first;
    }
}
