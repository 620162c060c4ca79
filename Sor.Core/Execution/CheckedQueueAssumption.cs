namespace Sor.Core.Execution;

/// <summary>
/// A user's own assumption, held to what any of them may answer: no more shares than there are, and no negative ones. Otherwise an order
/// would be filled beyond its shares, or stand before the front of its queue, and the result would be wrong without a word.
/// </summary>
/// <param name="own">The assumption.</param>
internal sealed class CheckedQueueAssumption(IQueueAssumption own) : IQueueAssumption
{
    /// <inheritdoc/>
    public string Name { get; } = own.Name;

    /// <summary>What tells its code from any other under its name: the id of the build that it is from.</summary>
    public string Code { get; } = own.GetType().Module.ModuleVersionId.ToString("n");

    /// <inheritdoc/>
    public long CancelledAhead(long ahead, long cancelled, long displayed) => Ask(
        (ahead, cancelled, displayed),
        static (own, of) => own.CancelledAhead(of.ahead, of.cancelled, of.displayed),
        ahead,
        static of => $"CancelledAhead(ahead: {of.ahead}, cancelled: {of.cancelled}, displayed: {of.displayed})");

    /// <inheritdoc/>
    public long FilledByPrintThrough(long order, long printed) => Ask(
        (order, printed),
        static (own, of) => own.FilledByPrintThrough(of.order, of.printed),
        order,
        static of => $"FilledByPrintThrough(order: {of.order}, printed: {of.printed})");

    /// <inheritdoc/>
    public long FilledByCross(long order, long available) => Ask(
        (order, available),
        static (own, of) => own.FilledByCross(of.order, of.available),
        order,
        static of => $"FilledByCross(order: {of.order}, available: {of.available})");

    /// <summary>Asks, and refuses what cannot be. Lambdas are static and shares are on the stack, so nothing is allocated.</summary>
    private long Ask<T>(T of, Func<IQueueAssumption, T, long> ask, long most, Func<T, string> question)
    {
        long answer;
        try
        {
            answer = ask(own, of);
        }
        catch (Exception e) when (e is not SorException)
        {
            throw SorException.Failed($"the queue assumption {Name} failed at {question(of)}: {e.GetType().Name}: {e.Message}", e);
        }

        return answer >= 0 && answer <= most
            ? answer
            : throw SorException.Failed($"the queue assumption {Name} answered {answer} to {question(of)}: it may be 0 to {most} shares");
    }
}
