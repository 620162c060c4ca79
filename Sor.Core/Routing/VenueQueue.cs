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

    /// <summary>Adds a venue without ordering; call <see cref="Order"/> once all are in.</summary>
    public void Add(in RoutingView view, int venue, long key)
    {
        keys[count] = key;
        ties[count] = (ulong)(uint.MaxValue - view.Available[venue]) << 16 | (ulong)view.MicRank[venue] << 8 | (uint)venue;
        count++;
    }

    public void Order()
    {
        for (var i = count / 2 - 1; i >= 0; i--) SiftDown(i);
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
            keys[0] = keys[count];
            ties[0] = ties[count];
            SiftDown(0);
        }

        return sent;
    }

    private void SiftDown(int i)
    {
        while (2 * i + 1 < count)
        {
            var child = 2 * i + 1;
            if (child + 1 < count && IsBefore(child + 1, child)) child++;
            if (!IsBefore(child, i)) return;
            (keys[i], keys[child]) = (keys[child], keys[i]);
            (ties[i], ties[child]) = (ties[child], ties[i]);
            i = child;
        }
    }

    private readonly bool IsBefore(int a, int b) => keys[a] < keys[b] || (keys[a] == keys[b] && ties[a] < ties[b]);

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
