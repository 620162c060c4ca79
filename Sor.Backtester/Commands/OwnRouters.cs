using Sor.Core.Results;
using Sor.Core.Routing;
using Sor.Core.Strategies;

namespace Sor.Backtester.Commands;

/// <summary>Takes routers that a user brings, or says what is wrong with them before anything is read.</summary>
internal static class OwnRouters
{
    // What results show under a name of its own beside the routers that can be tuned.
    private static readonly string[] Taken =
        [.. StrategySet.Default.Plain.Select(s => s.Name), StrategySet.Default.TwapSweep.Name, .. TunedRouter.All.Select(t => t.Name)];

    /// <summary>A user's router, ready to be run.</summary>
    /// <param name="router">The router.</param>
    /// <param name="before">Those before it.</param>
    /// <exception cref="SorException">It cannot be run.</exception>
    public static TunedRouter Accept(IRouter router, IReadOnlyList<TunedRouter> before)
    {
        try
        {
            if (!RouterParameter.IsName(router.Name))
                throw SorException.Usage(
                    $"router '{router.Name}': a name is lower-case letters, digits and underscores, a letter first, such as my_router");
            if (Taken.Contains(router.Name) || before.Any(other => other.Name == router.Name))
                throw SorException.Usage($"router {router.Name}: there is one of this name already; give yours another");
            var names = router.Parameters.Select(p => p.Name).ToList();
            if (names.Distinct().Count() != names.Count) throw SorException.Usage($"router {router.Name}: two of its parameters have one name");
            if (names.Intersect(PointResult.CostNames).FirstOrDefault() is { } cost)
                throw SorException.Usage($"router {router.Name}: results have a cost under the name of its parameter {cost}; give it another");
            return TunedRouter.Of(router);
        }
        catch (Exception e) when (e is not SorException)
        {
            throw SorException.Failed($"router {router.GetType().Name} failed before it began: {e.GetType().Name}: {e.Message}", e);
        }
    }
}
