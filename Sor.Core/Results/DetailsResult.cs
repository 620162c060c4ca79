using System.Text.Json.Serialization;
using Sor.Core.Tape;

namespace Sor.Core.Results;

/// <summary>What was run, and what every strategy did over all whole parents under the chosen parameters.</summary>
public sealed record DetailsResult
{
    /// <summary>The parent orders.</summary>
    public required OrderResult Order { get; init; }

    /// <summary>What was due when, and when decisions were taken.</summary>
    public required ScheduleResult Schedule { get; init; }

    /// <summary><c>depleting</c> or <c>naive</c>.</summary>
    public required string Liquidity { get; init; }

    /// <summary>The fees charged.</summary>
    public required FeesResult Fees { get; init; }

    /// <summary>What the mid is taken from.</summary>
    public required string Mid { get; init; }

    /// <summary>How many parent windows there were, and which were left out.</summary>
    public required ParentCounts Parents { get; init; }

    /// <summary>Per router, in the order of the table.</summary>
    public required IReadOnlyDictionary<string, StrategyResult> Strategies { get; init; }

    /// <summary>What the choice of schedule did.</summary>
    public required TimingResult Timing { get; init; }

    /// <summary>Whether resting orders were filled as the model expected; <c>null</c> where it expects nothing.</summary>
    public required CalibrationResult? Calibration { get; init; }

    /// <summary>The judged parents, cut by what they met.</summary>
    public required CutsResult Cuts { get; init; }
}

/// <summary>The parent orders.</summary>
public sealed record OrderResult
{
    /// <summary>Shares of each.</summary>
    public required long Quantity { get; init; }

    /// <summary><c>buy</c>, <c>sell</c> or <c>both</c>.</summary>
    public required string Side { get; init; }

    /// <summary>How far from the mid a child may go, basis points.</summary>
    public required decimal CollarBps { get; init; }

    /// <summary>Length of a window, seconds; <c>null</c> for one window over everything.</summary>
    [JsonPropertyName("horizon_s")]
    public required decimal? HorizonSeconds { get; init; }

    /// <summary>Start: a time of day, a full stamp, or what stands in for one.</summary>
    public required string From { get; init; }

    /// <summary>End, likewise.</summary>
    public required string To { get; init; }
}

/// <summary>The schedule, and the grid of decisions. Spans are seconds.</summary>
public sealed record ScheduleResult
{
    /// <summary>As users write it.</summary>
    public required string Name { get; init; }

    /// <summary>Length of a bucket; <c>null</c> where all is due at once.</summary>
    [JsonPropertyName("bucket_s")]
    public required decimal? BucketSeconds { get; init; }

    /// <summary>Between decisions of the grid.</summary>
    [JsonPropertyName("every_s")]
    public required decimal EverySeconds { get; init; }

    /// <summary>Whether each update of the book is a decision too.</summary>
    public required bool EveryEvent { get; init; }

    /// <summary>After a window's end, in which what is not filled is swept.</summary>
    [JsonPropertyName("overtime_s")]
    public required decimal OvertimeSeconds { get; init; }

    /// <summary>From a decision to the market.</summary>
    [JsonPropertyName("latency_s")]
    public required decimal LatencySeconds { get; init; }
}

/// <summary>The fees charged.</summary>
/// <param name="Schedule">The file's name, or the flat fee as given.</param>
/// <param name="NotIncluded">What is left out, and why.</param>
/// <param name="Note">What the fees make of the comparison, if anything.</param>
public sealed record FeesResult(
    string Schedule, string NotIncluded, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note);

/// <summary>How many parent windows there were, those left out by reason, and the decisions in those that count.</summary>
public sealed record ParentCounts
{
    /// <summary>Windows that count.</summary>
    public required int Whole { get; init; }

    /// <summary>Without a tradable NBBO by their start.</summary>
    public required int LeftOutNoQuoteAtStart { get; init; }

    /// <summary>In which no decision could be taken, by the reason that most of their decisions were skipped for.</summary>
    public required SkippedDecisions LeftOutNoDecision { get; init; }

    /// <summary>Cut short by the end of the span.</summary>
    public required int LeftOutPartial { get; init; }

    /// <summary>After the last record.</summary>
    public required int LeftOutAfterData { get; init; }

    /// <summary>Decisions taken.</summary>
    public required long Decisions { get; init; }

    /// <summary>Decisions not taken since the NBBO was not tradable, by reason.</summary>
    public required SkippedDecisions DecisionsSkipped { get; init; }

    /// <summary>Start of the first window.</summary>
    public required string FirstStart { get; init; }

    /// <summary>End of the last.</summary>
    public required string LastEnd { get; init; }

    /// <summary>What was left out, in words.</summary>
    public IReadOnlyList<string> LeftOut() => LeftOut(LeftOutNoQuoteAtStart, LeftOutNoDecision, LeftOutPartial, LeftOutAfterData);

    /// <summary>Windows left out for which reason, in words.</summary>
    internal static IReadOnlyList<string> LeftOut(int noQuote, SkippedDecisions noDecision, int partial, int afterData)
    {
        (int Windows, string Why)[] reasons =
        [
            (noQuote, "without a tradable NBBO at the start"),
            (noDecision.OneSided, "with the NBBO mostly one-sided"),
            (noDecision.Crossed, "with the NBBO mostly crossed"),
            (noDecision.Wide, "with the NBBO mostly too wide"),
            (noDecision.Silent, "with the market mostly silent"),
            (partial, "cut short by the end of the span"),
            (afterData, "after the last record"),
        ];
        return [.. reasons.Where(r => r.Windows > 0).Select(r => $"{r.Windows} {r.Why}")];
    }
}

/// <summary>Schedules differ by the day's drift, so they are never ranked; what the choice of schedule did is shown by itself.</summary>
/// <param name="Note">How to read it.</param>
/// <param name="Buy">Buys, where there are any.</param>
/// <param name="Sell">Sells, where there are any.</param>
public sealed record TimingResult(
    string Note,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SideTiming? Buy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SideTiming? Sell);

/// <summary>Drift under a TWAP schedule and under the one chosen.</summary>
/// <param name="TwapSweepTimingBps">Drift of <c>sweep</c> on a TWAP schedule.</param>
/// <param name="TwapSweepAllInBps">All it cost.</param>
/// <param name="ThisScheduleTimingBps">Drift of the tuned router on the schedule chosen.</param>
public sealed record SideTiming(BasisPoints TwapSweepTimingBps, BasisPoints TwapSweepAllInBps, BasisPoints ThisScheduleTimingBps);
