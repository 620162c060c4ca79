namespace Sor.Core.Classic;

/// <summary>What the classic assignment takes for a snapshot of several venues.</summary>
public enum ClassicSnapshot
{
    /// <summary>
    /// All rows of one second, each counted as a venue of its own, in stream order: quotes, trades and repeated updates of one queue alike.
    /// </summary>
    SecondRows,

    /// <summary>The rows of one stamp, the first of each publisher, in the order of publisher ids.</summary>
    EventVenues,
}

/// <summary>The classic assignment: one parent, bought at once from whatever a snapshot shows. See <c>docs/classic.md</c>.</summary>
public sealed record ClassicOptions
{
    /// <summary>Shares to buy; at least 1.</summary>
    public long Quantity { get; init; } = 5_000;

    /// <summary>Start of the window, after midnight UTC: 13:36:32.</summary>
    public Duration From { get; init; } = Duration.OfSeconds(48_992);

    /// <summary>End of the window, after midnight UTC: 13:45:14. All of its second belongs to the window.</summary>
    public Duration To { get; init; } = Duration.OfSeconds(49_514);

    /// <summary>
    /// Fee of every share taken, nano-dollars. (The assignment's rebate, .0005, is for shares left resting, and no split ever leaves one.)
    /// </summary>
    public long TakeFee { get; init; } = 1_000_000;

    /// <summary>What a snapshot is.</summary>
    public ClassicSnapshot Snapshot { get; init; } = ClassicSnapshot.SecondRows;

    /// <summary>
    /// Length of a bucket of the <c>twap</c> baseline; <c>null</c> for a slice at every snapshot, which some implementations
    /// take instead.
    /// </summary>
    public Duration? TwapBucket { get; init; } = Duration.OfMinutes(1);

    /// <summary>Whether rows are placed by <c>ts_event</c>, as the assignment says, or by <c>ts_recv</c> where there is one.</summary>
    public bool EventClock { get; init; } = true;

    /// <summary>The parameter points, here in dollars per share times 1e9: 4 x 4 x 4.</summary>
    public ClassicGrid Grid { get; init; } = DefaultGrid;

    /// <summary>lambda_over and lambda_under .1, .3, .5, .7 by theta_queue .05, .1, .3, .5, in dollars per share.</summary>
    public static ClassicGrid DefaultGrid { get; } = new(
        [100_000_000, 300_000_000, 500_000_000, 700_000_000],
        [100_000_000, 300_000_000, 500_000_000, 700_000_000],
        [50_000_000, 100_000_000, 300_000_000, 500_000_000]);
}
