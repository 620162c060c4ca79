using Sor.Core.Orders;
using Sor.Core.Tape;

namespace Sor.Core.Tuning;

/// <summary>How near the market came to what the collar allows, over the decisions taken of one window and side.</summary>
/// <param name="Within">Decisions at which the best price was within the collar.</param>
/// <param name="NearestNanoBps">The least distance of the best price from the mid, basis points times 1e9, rounded down;
/// <see cref="long.MaxValue"/> without decisions.</param>
public readonly record struct CollarReach(int Within, long NearestNanoBps)
{
    /// <summary>Measures a window.</summary>
    public static CollarReach Of(WindowTape tape, Side side, Collar collar)
    {
        var (within, nearest) = (0, long.MaxValue);
        var sign = (int)side;
        foreach (ref readonly var instant in tape.Instants)
        {
            if ((instant.Kind & (InstantKind.Decision | InstantKind.Untradable)) != InstantKind.Decision) continue;
            var best = sign * (side == Side.Buy ? instant.BestAsk : instant.BestBid);
            var mid2 = sign * instant.Mid2;
            if (best <= collar.WorstPrice(mid2)) within++;
            nearest = (long)Int128.Min(nearest, ((Int128)2 * best - mid2) * 10_000_000_000_000 / instant.Mid2);
        }

        return new CollarReach(within, nearest);
    }
}
