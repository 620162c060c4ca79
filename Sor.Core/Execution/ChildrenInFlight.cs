using Sor.Core.Orders;

namespace Sor.Core.Execution;

/// <summary>A child order on its way to a venue.</summary>
/// <param name="Arrives">When it meets the book, nanoseconds since the epoch.</param>
/// <param name="Venue">The venue's slot.</param>
/// <param name="Shares">Shares it takes at most.</param>
/// <param name="Limit">The price decided on, turned: it pays no more.</param>
/// <param name="Bucket">The bucket it was sent in.</param>
/// <param name="Sweep">The sweep that sent it, if any did.</param>
internal readonly record struct ChildInFlight(ulong Arrives, int Venue, long Shares, long Limit, int Bucket, SweepKind Sweep);

/// <summary>
/// The children that have been sent and have not arrived. All take equally long, so they arrive in the order in which they were sent.
/// </summary>
internal sealed class ChildrenInFlight
{
    private readonly Queue<ChildInFlight> queue = new();

    /// <summary>Shares of all of them: they are not decided on again.</summary>
    public long Shares { get; private set; }

    /// <summary>Sends a child.</summary>
    public void Send(in ChildInFlight child)
    {
        Shares += child.Shares;
        queue.Enqueue(child);
    }

    /// <summary>Takes out the next child that arrives at an instant; what it does not fill then is due again.</summary>
    public bool TryLand(ulong now, out ChildInFlight child)
    {
        if (!queue.TryPeek(out child) || child.Arrives != now) return false;
        queue.Dequeue();
        Shares -= child.Shares;
        return true;
    }
}
