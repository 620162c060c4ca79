using Sor.Core.Orders;

namespace Sor.Core.Routing;

/// <summary>
/// A user's router at one point of its parameters. It decides nothing itself: each parent has an instance of its own, all of whose
/// decisions are checked.
/// </summary>
/// <param name="Own">The router as it was given.</param>
/// <param name="Values">The point.</param>
internal sealed record OwnRouter(IRouter Own, ParameterValues Values) : IRouter
{
    /// <inheritdoc/>
    public string Name => Own.Name;

    /// <inheritdoc/>
    public bool Rests => Own.Rests;

    /// <summary>The router for one parent.</summary>
    /// <param name="instrument">What is traded.</param>
    /// <param name="side">The parent's side.</param>
    /// <param name="watch">Notices decisions that do not end.</param>
    /// <exception cref="RouterFault">It cannot be made.</exception>
    public CheckedRouter For(uint instrument, Side side, RouterWatch watch)
    {
        try
        {
            var made = Own.New(Values) ?? throw new InvalidOperationException($"{nameof(IRouter.New)} returned nothing");
            return new CheckedRouter(made, instrument, side, watch);
        }
        catch (Exception e)
        {
            throw new RouterFault(Name, instrument, side, null, $"could not be made with {Values}: {e.GetType().Name}: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Decide(in RoutingView view, Placement orders) =>
        throw new InvalidOperationException($"{Name} decides for a parent, through {nameof(For)}");
}
