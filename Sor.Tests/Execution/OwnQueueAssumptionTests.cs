using Sor.Core.Execution;
using static Sor.Tests.Execution.RestingMarket;
using static Sor.Tests.Market;

namespace Sor.Tests.Execution;

/// <summary>
/// A user's own assumption on queues: what it may answer, and that it fills as it says. <c>PowerLaw</c> is that of samples/own-queue.cs.
/// </summary>
public sealed class OwnQueueAssumptionTests
{
    [Theory]
    [InlineData(1, 75)]
    [InlineData(2, 90)]
    public void A_power_law_of_what_is_ahead_and_behind_says_whose_place_cancelled_shares_had(int power, long filled)
    {
        // 300 stand ahead, 100 come behind, 100 are cancelled. Of these 75, or 100 x 9 / (9 + 1) = 90, stood ahead; 300 are sold.
        var tape = Steady()
            .Quote(1.2, Nasdaq, 10.00m, 400, 10.04m, 300)
            .Quote(1.3, Nasdaq, 10.00m, 300, 10.04m, 300)
            .Trade(1.5, Nasdaq, 10.00m, 300)
            .Tape();

        tape.Rest(100, new CheckedQueueAssumption(new PowerLaw(power))).Maker.ShouldBe(filled);
    }

    [Fact]
    public void Of_power_one_it_is_the_proportional_one() =>
        Gen.Select(Gen.Long[1, 100_000], Gen.Long[0, 100_000], Gen.Long[0, 100_000]).Sample((displayed, a, b) =>
        {
            var (ahead, cancelled) = (Math.Min(a, displayed), Math.Min(b, displayed));
            new PowerLaw(1).CancelledAhead(ahead, cancelled, displayed)
                .ShouldBe(QueueAssumptions.Proportional.CancelledAhead(ahead, cancelled, displayed));
        });

    [Theory]
    [InlineData(-1)]
    [InlineData(301)]
    public void An_answer_that_cannot_be_ends_the_run_and_names_what_was_asked(long answer)
    {
        var tape = Steady().Quote(1.2, Nasdaq, 10.00m, 400, 10.04m, 300).Quote(1.3, Nasdaq, 10.00m, 300, 10.04m, 300).Tape();

        var failure = Should.Throw<SorException>(() => tape.Rest(100, new CheckedQueueAssumption(new Says(() => answer))));

        failure.Kind.ShouldBe(FailureKind.Outside);
        failure.Message.ShouldBe(
            $"the queue assumption says answered {answer} to CancelledAhead(ahead: 300, cancelled: 100, displayed: 400): it may be 0 to 300 shares");
    }

    [Fact]
    public void An_exception_of_its_own_ends_the_run_and_is_told()
    {
        var tape = Steady().Trade(1.5, Nasdaq, 9.99m, 60).Tape();
        var own = new Says(() => throw new InvalidOperationException("no such venue"));

        Should.Throw<SorException>(() => tape.Rest(100, new CheckedQueueAssumption(own))).Message.ShouldBe(
            "the queue assumption says failed at FilledByPrintThrough(order: 100, printed: 60): InvalidOperationException: no such venue");
    }

    private sealed class Says(Func<long> answer) : IQueueAssumption
    {
        public string Name => "says";

        public long CancelledAhead(long ahead, long cancelled, long displayed) => answer();

        public long FilledByPrintThrough(long order, long printed) => answer();

        public long FilledByCross(long order, long available) => answer();
    }
}
