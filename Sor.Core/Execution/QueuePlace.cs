namespace Sor.Core.Execution;

/// <summary>
/// The place of one order in its venue's queue at one price. Prices are turned so that a higher one is better for an order that rests.
/// </summary>
internal struct QueuePlace
{
    // What the venue last displayed at the price, and what it has printed there since its last quote.
    private long displayed;
    private long printed;

    /// <summary>Shares ahead of the order.</summary>
    public long Ahead { get; private set; }

    /// <summary>Begins to watch the price, before an order is there.</summary>
    /// <param name="shown">Shares displayed at it; 0 where the venue is elsewhere.</param>
    public void Watch(long shown) => (displayed, printed, Ahead) = (shown, 0, 0);

    /// <summary>The order arrives, behind what is displayed; where the venue shows a better price, behind what it last displayed.</summary>
    /// <param name="bid">The venue's price on the order's side; <see cref="long.MinValue"/> for none.</param>
    /// <param name="price">The order's.</param>
    public void Join(long bid, long price) => Ahead = bid < price ? 0 : displayed;

    /// <summary>The venue prints at the price.</summary>
    /// <param name="size">Shares.</param>
    /// <param name="isAgainst">Whether the aggressor came from the other side, so that the queue was served.</param>
    /// <returns>Shares that reach the order.</returns>
    public long Printed(long size, bool isAgainst)
    {
        printed += size;
        if (!isAgainst) return 0;
        var served = Math.Min(Ahead, size);
        Ahead -= served;
        return size - served;
    }

    /// <summary>The venue quotes.</summary>
    /// <param name="bid">Its price on the order's side; <see cref="long.MinValue"/> for none.</param>
    /// <param name="size">Shares there.</param>
    /// <param name="price">The order's price.</param>
    /// <param name="assumption">Whose place cancelled shares had.</param>
    public void Quoted(long bid, long size, long price, IQueueAssumption assumption)
    {
        var explained = printed;
        printed = 0;
        if (bid > price) return;
        if (bid < price)
        {
            Ahead = 0;
            return;
        }

        var left = displayed - explained;
        var cancelled = left - size;
        if (cancelled > 0 && Ahead > 0) Ahead -= assumption.CancelledAhead(Ahead, cancelled, left);
        Ahead = Math.Min(Ahead, size);
        displayed = size;
    }
}
