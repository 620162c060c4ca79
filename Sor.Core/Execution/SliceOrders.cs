using Sor.Core.Routing;

namespace Sor.Core.Execution;

/// <summary>
/// What one decision posts at one price: at most one order at each venue, on their way or resting. Arrays are by venue slot.
/// </summary>
/// <param name="venues">How many venue slots the tape has.</param>
internal sealed class SliceOrders(int venues)
{
    private readonly long[] left = new long[venues];
    private readonly long[] filled = new long[venues];
    private readonly RestingOrder[] decided = new RestingOrder[venues];
    private readonly QueuePlace[] places = new QueuePlace[venues];
    private int count;

    /// <summary>The price of all of them, turned so that a higher one is better.</summary>
    public long Price { get; private set; }

    /// <summary>The bucket whose shares they fill.</summary>
    public int Bucket { get; private set; }

    /// <summary>When the orders reach their venues, nanoseconds since the epoch.</summary>
    public ulong Arrives { get; private set; }

    /// <summary>Whether the orders have reached their venues.</summary>
    public bool IsThere { get; private set; }

    /// <summary>Whether word to cancel them is on its way.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>
    /// How many shares of the parent may be filled once they are, takers and all: what the decision allowed for on top of what had been
    /// filled by then.
    /// </summary>
    public long MostFilled { get; private set; }

    /// <summary>Shares not filled yet.</summary>
    public long Left { get; private set; }

    /// <summary>Venues that offer at the price or below it, a bit for each slot.</summary>
    public ulong Crossing { get; private set; }

    /// <summary>Forgets all orders, for those of another decision.</summary>
    public void Begin(long price, int bucket, ulong arrives, long mostFilled)
    {
        Array.Clear(left);
        Array.Clear(filled);
        count = 0;
        (Price, Bucket, Arrives, MostFilled, Left, Venues, Crossing) = (price, bucket, arrives, mostFilled, 0, 0, 0);
        (IsThere, IsCancelled) = (false, false);
    }

    /// <summary>Adds an order.</summary>
    /// <param name="order">The order.</param>
    /// <param name="shown">Shares displayed there at the price.</param>
    public void Add(RestingOrder order, long shown)
    {
        decided[count++] = order;
        left[order.Venue] = order.Shares;
        Left += order.Shares;
        Venues |= 1UL << order.Venue;
        places[order.Venue].Watch(shown);
    }

    /// <summary>The venues that have orders with shares not filled yet, a bit for each slot.</summary>
    public ulong Venues { get; private set; }

    /// <summary>Shares of the order at a venue that are not filled yet; 0 where there is none.</summary>
    public long LeftAt(int venue) => left[venue];

    /// <summary>The place of the order at a venue.</summary>
    public ref QueuePlace Place(int venue) => ref places[venue];

    /// <summary>Shares of an order are filled.</summary>
    public void Fill(int venue, long shares)
    {
        Reduce(venue, shares);
        filled[venue] += shares;
    }

    /// <summary>Shares of an order never get there.</summary>
    public void Reduce(int venue, long shares)
    {
        left[venue] -= shares;
        Left -= shares;
        if (left[venue] == 0) Venues &= ~(1UL << venue);
    }

    /// <summary>All orders are refused.</summary>
    public void Refuse()
    {
        Array.Clear(left);
        (Left, Venues) = (0, 0);
    }

    /// <summary>All orders are over: what was expected of them is counted beside what became of them.</summary>
    public void Count(PostedTally tally)
    {
        foreach (var order in decided.AsSpan(0, count))
            if (order.ExpectedNano is { } expected) tally.Add(order.Venue, order.Shares, expected, filled[order.Venue]);
    }

    /// <summary>The orders reach their venues.</summary>
    public void Join(OwnQuotes own)
    {
        IsThere = true;
        for (var venue = 0; venue < left.Length; venue++)
            if (left[venue] > 0) places[venue].Join(own.Price[venue], Price);
    }

    /// <summary>Notes whether a venue's offer is at the price or below it.</summary>
    public void Mark(int venue, bool crosses)
    {
        var bit = 1UL << venue;
        Crossing = crosses ? Crossing | bit : Crossing & ~bit;
    }
}
