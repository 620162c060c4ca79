namespace Sor.Core.Execution;

/// <summary>
/// The assumptions that results are given under: the headline is <see cref="Proportional"/>, and the other two are how far it could be
/// wrong in either direction.
/// </summary>
public static class QueueAssumptions
{
    /// <summary>
    /// Cancelled shares stood ahead of an order in proportion to what did, and what goes through fills no more than it had.
    /// </summary>
    public static IQueueAssumption Proportional { get; } = new ProportionalQueue();

    /// <summary>All that is cancelled stood ahead, and the least that goes through fills an order whole.</summary>
    public static IQueueAssumption Optimistic { get; } = new OptimisticQueue();

    /// <summary>Nothing that is cancelled stood ahead, and quotes fill nothing: only prints do.</summary>
    public static IQueueAssumption Pessimistic { get; } = new PessimisticQueue();

    /// <summary>All three, the headline first.</summary>
    public static IReadOnlyList<IQueueAssumption> All { get; } = [Proportional, Optimistic, Pessimistic];

    /// <summary>A user's own: each of its answers is checked, and a run ends at one that cannot be.</summary>
    /// <param name="own">The assumption.</param>
    public static IQueueAssumption Own(IQueueAssumption own) => new CheckedQueueAssumption(own);

    private sealed class ProportionalQueue : IQueueAssumption
    {
        public string Name => "proportional";

        public long CancelledAhead(long ahead, long cancelled, long displayed) => (long)((Int128)cancelled * ahead / displayed);

        public long FilledByPrintThrough(long order, long printed) => Math.Min(order, printed);

        public long FilledByCross(long order, long available) => Math.Min(order, available);
    }

    private sealed class OptimisticQueue : IQueueAssumption
    {
        public string Name => "optimistic";

        public long CancelledAhead(long ahead, long cancelled, long displayed) => Math.Min(ahead, cancelled);

        public long FilledByPrintThrough(long order, long printed) => order;

        public long FilledByCross(long order, long available) => order;
    }

    private sealed class PessimisticQueue : IQueueAssumption
    {
        public string Name => "pessimistic";

        public long CancelledAhead(long ahead, long cancelled, long displayed) => 0;

        public long FilledByPrintThrough(long order, long printed) => Math.Min(order, printed);

        public long FilledByCross(long order, long available) => 0;
    }
}
