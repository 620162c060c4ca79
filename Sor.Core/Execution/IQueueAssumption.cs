namespace Sor.Core.Execution;

/// <summary>
/// What market data does not say of a resting order: which shares of a queue are cancelled, those ahead of it or those behind, and how much
/// of it is filled when the market goes through its price. One implementation per assumption; all are told the same events. Shares are not
/// negative.
/// </summary>
public interface IQueueAssumption
{
    /// <summary>Name as in results, such as <c>proportional</c>.</summary>
    string Name { get; }

    /// <summary>How many of the cancelled shares stood ahead of an order.</summary>
    /// <param name="ahead">Shares ahead of it before.</param>
    /// <param name="cancelled">Shares that left the queue without a trade; positive, at most <paramref name="displayed"/>.</param>
    /// <param name="displayed">Shares displayed at its price before, less those that have traded since; positive.</param>
    /// <returns>At most <paramref name="ahead"/>.</returns>
    long CancelledAhead(long ahead, long cancelled, long displayed);

    /// <summary>What is filled of an order when its venue prints beyond its price: below a bid, above an offer.</summary>
    /// <param name="order">Shares of the order; positive.</param>
    /// <param name="printed">Shares of the print; positive.</param>
    /// <returns>At most <paramref name="order"/>.</returns>
    long FilledByPrintThrough(long order, long printed);

    /// <summary>What is filled of an order when a quote of the other side, on any venue, is at its price or beyond.</summary>
    /// <param name="order">Shares of the order; positive.</param>
    /// <param name="available">Shares displayed there that were not taken yet.</param>
    /// <returns>At most <paramref name="order"/>.</returns>
    long FilledByCross(long order, long available);
}
