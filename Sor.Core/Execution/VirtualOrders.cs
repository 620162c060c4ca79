using System.Numerics;
using Sor.Core.Orders;
using Sor.Core.Tape;

namespace Sor.Core.Execution;

/// <summary>
/// What orders without limit would have been filled over a slice, one at each venue that shows its price, each as if it were alone, under
/// every assumption on queues at once. They follow the rules of <see cref="RestingOrders"/>, but are never refused and know no latency.
/// </summary>
/// <param name="side">The side they are of.</param>
/// <param name="walk">What venues show.</param>
/// <param name="venues">How many venue slots the tape has.</param>
/// <param name="assumptions">The assumptions on queues.</param>
internal sealed class VirtualOrders(Side side, MarketWalk walk, int venues, IReadOnlyList<IQueueAssumption> assumptions) : IEventFollower
{
    /// <summary>Shares of an order without limit, and the most it is said to be filled.</summary>
    public const long Unlimited = int.MaxValue;

    private readonly EventKind against = side == Side.Buy ? EventKind.SellPrint : EventKind.BuyPrint;
    private readonly QueuePlace[] places = new QueuePlace[venues * assumptions.Count];
    private readonly long[] filled = new long[venues * assumptions.Count];
    private readonly long[] crossed = new long[assumptions.Count];
    private readonly TakerLiquidity liquidity = walk.Offers.NewTaker();
    private ulong there;
    private ulong crossing;
    private long price;

    /// <inheritdoc/>
    public ulong Watched => there;

    /// <inheritdoc/>
    public long Highest => price;

    /// <inheritdoc/>
    public bool IsCrossed => crossing != 0;

    /// <summary>The slice begins: an order at each venue that shows its price.</summary>
    /// <param name="at">The price, turned.</param>
    public void Begin(long at)
    {
        (price, there, crossing) = (at, 0, 0);
        Array.Clear(filled);
        Array.Clear(crossed);
        liquidity.Refill();
        for (var venue = 0; venue < venues; venue++)
        {
            Mark(venue);
            if (walk.Own.Price[venue] != at) continue;
            there |= 1UL << venue;
            for (var a = 0; a < assumptions.Count; a++)
            {
                ref var place = ref places[a * venues + venue];
                place.Watch(walk.Own.Size[venue]);
                place.Join(at, at);
            }
        }
    }

    /// <summary>y: what the order at a venue has been filled since then.</summary>
    /// <param name="assumption">Place of the assumption among them.</param>
    /// <param name="venue">A venue that has an order.</param>
    public long Filled(int assumption, int venue) => Math.Min(filled[assumption * venues + venue] + crossed[assumption], Unlimited);

    /// <inheritdoc/>
    public void Printed(in MarketEvent print)
    {
        var turned = (int)side * print.Price;
        if (!IsThere(print.Venue) || turned > price) return;
        for (var a = 0; a < assumptions.Count; a++)
        {
            var order = a * venues + print.Venue;
            filled[order] += turned == price
                ? places[order].Printed(print.Size, print.Kind == against)
                : assumptions[a].FilledByPrintThrough(Unlimited, print.Size);
        }
    }

    /// <inheritdoc/>
    public void Quoted(int venue)
    {
        if (IsThere(venue))
        {
            for (var a = 0; a < assumptions.Count; a++)
                places[a * venues + venue].Quoted(walk.Own.Price[venue], walk.Own.Size[venue], price, assumptions[a]);
        }

        Mark(venue);
        if (crossing != 0) Cross();
    }

    /// <summary>All that is offered at the price or below it fills each order alike, and is used up.</summary>
    private void Cross()
    {
        var available = 0L;
        for (var offers = crossing; offers != 0; offers &= offers - 1)
        {
            var venue = BitOperations.TrailingZeroCount(offers);
            var left = liquidity.AvailableAt(venue);
            available += left;
            liquidity.Take(venue, left);
        }

        for (var a = 0; a < assumptions.Count; a++) crossed[a] += assumptions[a].FilledByCross(Unlimited, available);
    }

    private bool IsThere(int venue) => (there >> venue & 1) != 0;

    private void Mark(int venue)
    {
        var crosses = walk.Offers.Displayed[venue] != 0 && walk.Offers.Price[venue] <= price;
        crossing = crossing & ~(1UL << venue) | (crosses ? 1UL << venue : 0);
    }
}
