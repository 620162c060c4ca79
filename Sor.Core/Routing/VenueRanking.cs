using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Sor.Core.Book;

namespace Sor.Core.Routing;

/// <summary>Venues in the order to take them: the lowest key first, of equal keys the larger available size, then MIC.</summary>
internal struct VenueRanking
{
    private Places places;
    private int count;

    /// <summary>Begins a ranking. Places are not cleared: that would take longer than to rank the venues that there are.</summary>
    public static void Begin(out VenueRanking ranking)
    {
        Unsafe.SkipInit(out ranking);
        ranking.count = 0;
    }

    /// <summary>How many venues there are.</summary>
    public readonly int Count => count;

    /// <summary>The venue at a place, the first at 0.</summary>
    [UnscopedRef]
    public readonly ref readonly Place this[int place] => ref places[place];

    /// <summary>Puts a venue at its place. Insertion is the fastest sort for the 4 to 16 venues of US equities.</summary>
    /// <param name="view">The market.</param>
    /// <param name="venue">The venue's slot; not added before.</param>
    /// <param name="key">What venues are ranked by, such as a price.</param>
    public void Add(in RoutingView view, int venue, long key) => Add(venue, key, view.Available[venue], view.MicRank[venue]);

    /// <summary>Puts a venue at its place.</summary>
    /// <param name="venue">The venue's slot; not added before.</param>
    /// <param name="key">What venues are ranked by, such as a price.</param>
    /// <param name="available">Shares left to take.</param>
    /// <param name="micRank">Rank of its MIC.</param>
    public void Add(int venue, long key, uint available, byte micRank)
    {
        var added = new Place(key, available, micRank, (byte)venue);
        var at = count++;
        for (; at > 0 && added.IsBefore(in places[at - 1]); at--) places[at] = places[at - 1];
        places[at] = added;
    }

    /// <summary>Takes all that is available at venue after venue, until nothing more is wanted or no venue is left.</summary>
    public readonly void Take(long want, Placement orders)
    {
        for (var i = 0; want > 0 && i < count; i++)
        {
            ref readonly var place = ref places[i];
            var shares = Math.Min(want, place.Available);
            orders.Take(place.Venue, shares);
            want -= shares;
        }
    }

    /// <summary>A venue in the ranking.</summary>
    /// <param name="Key">What it is ranked by.</param>
    /// <param name="Available">Shares left to take.</param>
    /// <param name="MicRank">Rank of its MIC.</param>
    /// <param name="Venue">Its slot.</param>
    public readonly record struct Place(long Key, uint Available, byte MicRank, byte Venue)
    {
        public bool IsBefore(in Place other)
        {
            if (Key != other.Key) return Key < other.Key;
            if (Available != other.Available) return Available > other.Available;
            return MicRank < other.MicRank;
        }
    }

    [InlineArray(InstrumentBook.MaxVenues)]
    private struct Places
    {
        private Place first;
    }
}
