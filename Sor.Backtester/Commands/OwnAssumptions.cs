using Sor.Core.Execution;
using Sor.Core.Routing;

namespace Sor.Backtester.Commands;

/// <summary>Takes an assumption on queues that a user brings, or says what is wrong with it before anything is read.</summary>
internal static class OwnAssumptions
{
    /// <summary>A user's own assumption, ready to be run.</summary>
    /// <param name="own">The assumption.</param>
    /// <exception cref="SorException">It cannot be run.</exception>
    public static IQueueAssumption Accept(IQueueAssumption own)
    {
        var name = own.Name;
        if (!RouterParameter.IsName(name))
            throw SorException.Usage(
                $"queue assumption '{name}': a name is lower-case letters, digits and underscores, a letter first, such as my_queue");
        if (QueueAssumptions.All.Any(other => other.Name == name))
            throw SorException.Usage($"queue assumption {name}: there is one of this name already; give yours another");
        return QueueAssumptions.Own(own);
    }
}
