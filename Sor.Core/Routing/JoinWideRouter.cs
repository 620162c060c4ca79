namespace Sor.Core.Routing;

/// <summary>
/// <c>join_wide</c>: the rule of thumb that a model has to beat. In a slice that starts with a spread of one tick or less it takes as
/// <c>best_ask</c>, since waiting has little to earn; else it posts as <c>join</c>.
/// </summary>
public sealed class JoinWideRouter : IOncePerSlice
{
    private const long Dollar = Nanos.One;
    private const long Cent = Dollar / 100;

    // Prices below a dollar have ticks of a hundredth of a cent (Rule 612 of Regulation NMS).
    private const long SmallTick = Cent / 100;

    private static readonly BestAskRouter Take = new();
    private static readonly JoinRouter Join = new();

    /// <inheritdoc/>
    public string Name => "join_wide";

    /// <inheritdoc/>
    public bool Rests => true;

    /// <inheritdoc/>
    public void Decide(in RoutingView view, Placement orders)
    {
        if (IsNarrow(view.SlicePrice, view.FirstSpread)) Take.Decide(in view, orders);
        else Join.Decide(in view, orders);
    }

    bool IOncePerSlice.IsOnce(long price, long firstSpread) => !IsNarrow(price, firstSpread);

    private static bool IsNarrow(long price, long spread) => spread <= (Math.Abs(price) < Dollar ? SmallTick : Cent);
}
