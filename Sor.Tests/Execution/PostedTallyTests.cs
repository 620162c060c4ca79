using Sor.Core.Execution;

namespace Sor.Tests.Execution;

/// <summary>What was expected of orders that rested, beside what became of them.</summary>
public sealed class PostedTallyTests
{
    [Fact]
    public void Orders_are_counted_by_how_likely_a_share_of_theirs_was_to_be_filled_and_by_venue()
    {
        // Of ten shares 0, just under one, one, and all are expected to be filled: tenths 0, 0, 1 and, since none is beyond the last, 9.
        var tally = new PostedTally(venues: 3);
        tally.Add(venue: 0, shares: 10, expectedNano: 0, filled: 1);
        tally.Add(venue: 2, shares: 10, expectedNano: Nanos.One - 1, filled: 2);
        tally.Add(venue: 2, shares: 10, expectedNano: Nanos.One, filled: 4);
        tally.Add(venue: 2, shares: 10, expectedNano: 10 * Nanos.One, filled: 8);

        var posted = tally.Close()!;

        posted.ByTenth.ShouldBe([
            new PostedSum(2, 20, Nanos.One - 1, 3),
            new PostedSum(1, 10, Nanos.One, 4),
            .. new PostedSum[7],
            new PostedSum(1, 10, 10 * Nanos.One, 8),
        ]);
        posted.ByVenue.ShouldBe([new PostedSum(1, 10, 0, 1), default, new PostedSum(3, 30, 12 * Nanos.One - 1, 14)]);
    }

    [Fact]
    public void Where_nothing_was_expected_there_is_nothing_to_say_unless_a_decision_had_too_little_to_learn_from()
    {
        new PostedTally(venues: 3).Close().ShouldBeNull();
        new PostedTally(venues: 3) { Unlearnt = 2 }.Close()!.Unlearnt.ShouldBe(2);
    }
}
