namespace Sor.Tests.Reference;

/// <summary>One execution of the reference.</summary>
internal sealed record ReferenceFill(
    long Time,
    string Venue,
    long Shares,
    decimal Price,
    decimal Fee,
    decimal Mid,
    int Bucket,
    bool Overtime,
    bool Maker = false,
    bool Through = false);

/// <summary>A step of an execution, as the cases of the page write them down.</summary>
internal sealed record ReferenceStep(long Time, string Event, string Venue, decimal? Price, long Shares, long? Ahead, string Note);

/// <summary>
/// An order posted by `queue`: what the sample predicted of it, in billionths of a share, rounded down, and what it was filled.
/// </summary>
internal sealed record ReferencePost(string Venue, long Shares, long Predicted)
{
    public long Filled { get; set; }
}

/// <summary>What became of one parent.</summary>
internal sealed record ReferenceParent(
    long From,
    long To,
    decimal Arrival,
    List<ReferenceFill> Fills,
    long[] Buckets,
    long Remainder,
    decimal RemainderPrice,
    decimal RemainderFee,
    int Taken,
    Dictionary<string, int> Skipped,
    long VolumeMeanwhile)
{
    /// <summary>What the remainder would be charged at half the collar.</summary>
    public required decimal HalfCollar { get; init; }

    /// <summary>What the remainder would be charged at twice the collar.</summary>
    public required decimal TwiceCollar { get; init; }

    public required decimal WaitedShareSeconds { get; init; }

    /// <summary>"Shares times seconds ahead of schedule."</summary>
    public required decimal AheadShareSeconds { get; init; }
}
