using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sor.Core.Routing;

/// <summary><c>best_ask</c>: the venues that display the best price, in tie order, and nothing else; the rest waits.</summary>
public sealed class BestAskRouter : IRouter
{
    /// <inheritdoc/>
    public string Name => "best_ask";

    /// <inheritdoc/>
    [SkipLocalsInit]
    public int Route(in RoutingView view, long want, Span<ChildOrder> children)
    {
        if (view.BestPrice > view.CollarPrice) return 0;
        VenueQueue.Begin(out var queue);
        for (var rest = view.Takeable(); rest != 0; rest &= rest - 1)
        {
            var k = BitOperations.TrailingZeroCount(rest);
            if (view.Price[k] == view.BestPrice) queue.Add(in view, k, 0);
        }

        queue.Order();
        return queue.Fill(in view, want, children);
    }
}

/// <summary>
/// <c>prorata</c>: among the venues that display the best price each gets its share of the available size, rounded down, and the rest goes in tie order, to each as
/// much as it has.
/// </summary>
public sealed class ProrataRouter : IRouter
{
    /// <inheritdoc/>
    public string Name => "prorata";

    /// <inheritdoc/>
    [SkipLocalsInit]
    public int Route(in RoutingView view, long want, Span<ChildOrder> children)
    {
        var sum = 0L;
        VenueQueue.Begin(out var queue);
        for (var able = view.Takeable(); able != 0; able &= able - 1)
        {
            var k = BitOperations.TrailingZeroCount(able);
            if (view.Price[k] != view.BestPrice) continue;
            sum += view.Available[k];
            queue.Add(in view, k, 0);
        }

        if (sum == 0) return 0;
        queue.Order();
        var sent = queue.Fill(in view, sum, children);
        var wanted = Math.Min(want, sum);
        var rest = wanted;
        for (var i = 0; i < sent; i++)
        {
            var share = (long)((Int128)wanted * children[i].Shares / sum);
            children[i] = children[i] with { Shares = share };
            rest -= share;
        }

        for (var i = 0; rest > 0; i++)
        {
            var more = Math.Min(rest, view.Available[children[i].Venue] - children[i].Shares);
            children[i] = children[i] with { Shares = children[i].Shares + more };
            rest -= more;
        }

        var kept = 0;
        for (var i = 0; i < sent; i++)
            if (children[i].Shares > 0)
                children[kept++] = children[i];
        return kept;
    }
}

/// <summary><c>sweep</c>: all venues in price order, fees ignored, as far as the collar.</summary>
public sealed class SweepRouter : IRouter
{
    /// <inheritdoc/>
    public string Name => "sweep";

    /// <inheritdoc/>
    [SkipLocalsInit]
    public int Route(in RoutingView view, long want, Span<ChildOrder> children)
    {
        VenueQueue.Begin(out var queue);
        for (var rest = view.Takeable(); rest != 0; rest &= rest - 1)
        {
            var k = BitOperations.TrailingZeroCount(rest);
            queue.Add(in view, k, view.Price[k]);
        }

        queue.Order();
        return queue.Fill(in view, want, children);
    }
}

/// <summary><c>net</c>: all venues in order of price and fee together, as far as the collar. Also closes every bucket, whatever the router.</summary>
public sealed class NetRouter : IRouter
{
    /// <inheritdoc/>
    public string Name => "net";

    /// <inheritdoc/>
    [SkipLocalsInit]
    public int Route(in RoutingView view, long want, Span<ChildOrder> children)
    {
        VenueQueue.Begin(out var queue);
        for (var rest = view.Takeable(); rest != 0; rest &= rest - 1)
        {
            var k = BitOperations.TrailingZeroCount(rest);
            queue.Add(in view, k, view.Price[k] + view.Fee[k]);
        }

        queue.Order();
        return queue.Fill(in view, want, children);
    }
}
