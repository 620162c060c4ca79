namespace Sor.Core.Routing;

/// <summary>
/// Decides where what is due goes, now: what is taken, and what rests. Built-in routers and your own are written on it alike. A router sees
/// the market only through <see cref="RoutingView"/>, at a moment, and says what it wants through <see cref="Placement"/>.
/// </summary>
/// <remarks>
/// Buy and sell are one code: prices are turned, so that on both sides a lower price is cheaper to take and a higher one better to rest at.
/// The same view must lead to the same orders, whatever the time of day of the machine, its threads, or chance: nothing here may depend on
/// them.
/// <example>
/// Takes what is due at the best price, half of what each venue has left:
/// <code>
/// public sealed class Half : IRouter
/// {
///     public string Name => "half";
///
///     public void Decide(in RoutingView view, Placement orders)
///     {
///         foreach (var venue in view.Venues)
///             if (venue.CanTake &amp;&amp; venue.Ask == view.BestAsk)
///                 orders.Take(venue.Slot, Math.Min(venue.Available / 2, view.Want - orders.Taken));
///     }
/// }
/// </code>
/// </example>
/// </remarks>
public interface IRouter
{
    /// <summary>Name as users write it, such as <c>best_ask</c>: lower-case letters, digits and underscores, a letter first.</summary>
    string Name { get; }

    /// <summary>
    /// Whether it may post orders that rest. Then it needs data with bids and trades, is asked within slices, stretches in which the best
    /// price of its side stays, and runs under every assumption on queues. A router that only takes is asked at every decision.
    /// </summary>
    bool Rests => false;

    /// <summary>What of it is tried with several values, so that the data chooses; empty for nothing.</summary>
    IReadOnlyList<RouterParameter> Parameters => [];

    /// <summary>
    /// The router that decides for one parent order, with these values of its parameters. What a router remembers it keeps in such an
    /// instance, since parents are executed side by side. A router without parameters and memory returns itself.
    /// </summary>
    /// <param name="values">A value for each of <see cref="Parameters"/>.</param>
    IRouter New(ParameterValues values) => this;

    /// <summary>Decides, where shares are due that are neither filled nor on their way. Built-in routers do not allocate here.</summary>
    /// <param name="view">The market at the decision, and how far the parent is. All of it is known then: nothing is of the future.</param>
    /// <param name="orders">Receives the orders; empty before.</param>
    void Decide(in RoutingView view, Placement orders);
}
