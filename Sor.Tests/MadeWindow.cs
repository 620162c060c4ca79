using Sor.Core.Execution;
using Sor.Core.Tape;
using Sor.Core.Tuning;

namespace Sor.Tests;

/// <summary>Outcomes that no run had.</summary>
internal static class MadeWindow
{
    /// <summary>A window with something in each of its numbers.</summary>
    public static WindowOutcome Of(ParentOutcome[][] outcomes) => new()
    {
        InstrumentId = 1,
        From = Market.Open,
        To = Market.Open + 1,
        Status = WindowStatus.Whole,
        Mics = ["XNAS", "XNYS"],
        ArrivalMid2 = 1,
        Volume = 2,
        Notional = 3,
        Decisions = 4,
        Skipped = new SkippedDecisions(1, 2, 3, 4),
        Reaches = [new CollarReach(1, long.MaxValue)],
        DecisionMid2Sum = 5,
        Path = [new BucketPoint(long.MaxValue, -1, 0), new BucketPoint(1, 2, 3)],
        Outcomes = outcomes,
    };
}
