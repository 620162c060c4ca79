using Sor.Backtester.Commands;
using Sor.Core.Execution;
using Sor.Core.Strategies;

namespace Sor.Tests.Commands;

/// <summary>What a user's own assumption on queues must be, and what tells it from another of its name.</summary>
public sealed class OwnAssumptionTests
{
    [Theory]
    [InlineData("Power", "queue assumption 'Power': a name is lower-case letters, digits and underscores, a letter first, such as my_queue")]
    [InlineData("optimistic", "queue assumption optimistic: there is one of this name already; give yours another")]
    public void A_name_that_results_cannot_hold_is_refused_before_anything_is_read(string name, string said)
    {
        var failure = Should.Throw<SorException>(() => OwnAssumptions.Accept(new Named(name)));

        (failure.Kind, failure.Message).ShouldBe((FailureKind.Request, said));
    }

    [Fact]
    public void What_is_run_under_it_stands_beside_the_three_and_its_build_is_in_the_options_of_a_part()
    {
        var set = StrategySet.Default;
        var own = new StrategySet(
            set.Schedule, set.Tuned, set.Axes, rests: true, assumptions: [.. QueueAssumptions.All, OwnAssumptions.Accept(new Named("mine"))]);

        own.All.Select(s => s.Name).Except(set.All.Select(s => s.Name)).ShouldBe(["join.mine", "join_wide.mine", "queue.mine"]);
        own.AssumptionNames.ShouldBe(
            [.. QueueAssumptions.All.Select(a => a.Name), $"mine {typeof(Named).Module.ModuleVersionId:n}"]);
    }

    private sealed class Named(string name) : IQueueAssumption
    {
        public string Name => name;

        public long CancelledAhead(long ahead, long cancelled, long displayed) => 0;

        public long FilledByPrintThrough(long order, long printed) => 0;

        public long FilledByCross(long order, long available) => 0;
    }
}
