using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Sor.Core.Results;

/// <summary>
/// The answer in words a trader understands, and the numbers it rests on, all of the judged parents. Differences are positive where ours
/// was cheaper.
/// </summary>
public sealed record VerdictResult
{
    /// <summary>The answer: what must be known before the number, then the number.</summary>
    public required string Sentence { get; init; }

    /// <summary>What must be known before the number, one sentence each. Part of <see cref="Sentence"/>.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The router judged.</summary>
    public required string Optimized { get; init; }

    /// <summary>Whether the judged parents are others than the parameters and the rival were chosen on.</summary>
    public required bool OutOfSample { get; init; }

    /// <summary>Against the router without parameters that was best on the training parents.</summary>
    public required ComparisonResult AgainstBestPlain { get; init; }

    /// <summary>Against taking the best price on display.</summary>
    public required ComparisonResult AgainstBestAsk { get; init; }

    /// <summary>Where the saving against <c>best_ask</c> comes from.</summary>
    public required SavingResult SavingBy { get; init; }

    /// <summary>The same saving by what is paid; <c>null</c> where the data has no bids, and so no spreads.</summary>
    public required SavingPartsResult? SavingParts { get; init; }

    /// <summary>
    /// The mean savings under the other assumptions on queues, by assumption; <c>null</c> where the router judged does not rest.
    /// </summary>
    public required IReadOnlyDictionary<string, ChargedDifference>? Bracket { get; init; }

    /// <summary>What every router cost.</summary>
    public required IReadOnlyDictionary<string, RouterResult> Routers { get; init; }

    /// <summary>Judged parents with shares never filled by some router.</summary>
    public required int Unfinished { get; init; }

    /// <summary>The differences with such shares charged at half and at twice the collar.</summary>
    public required SensitivityResult Sensitivity { get; init; }

    /// <summary>Whether the router judged stayed plausible in every parent; <c>null</c> where prints are unknown.</summary>
    public required bool? Plausible { get; init; }
}

/// <summary>What another router cost more than ours, paired per parent. Positive is cheaper.</summary>
public sealed record ComparisonResult
{
    /// <summary>The other router; several names where walk-forward chose several.</summary>
    public required string Router { get; init; }

    /// <summary>Mean of the paired differences.</summary>
    public required BasisPoints Difference { get; init; }

    /// <summary>The same in tenths of a cent a share, 4 decimals.</summary>
    public required decimal MilsAShare { get; init; }

    /// <summary>The same in dollars a parent order, 4 decimals.</summary>
    public required decimal DollarsAParent { get; init; }

    /// <summary>Sample standard deviation of the differences; <c>null</c> under two.</summary>
    [JsonPropertyName("sd")]
    public required BasisPoints? StandardDeviation { get; init; }

    /// <summary>How many parents were compared.</summary>
    [JsonPropertyName("n")]
    public required int Count { get; init; }

    /// <summary>Parents in which ours was cheaper.</summary>
    public required int Cheaper { get; init; }

    /// <summary>Parents in which ours was dearer.</summary>
    public required int Dearer { get; init; }

    /// <summary>95 % interval of the mean; <c>null</c> under two parents.</summary>
    public required IntervalResult? Interval { get; init; }

    /// <summary>
    /// <c>cheaper</c> or <c>dearer</c> where the interval excludes 0, else <c>chance</c>; <c>one order</c> where there is but one.
    /// </summary>
    public required string Told { get; init; }

    /// <summary>
    /// Parents that a difference of this size would need to be told from chance in four of five samples; <c>null</c> where it is told
    /// already, or is none.
    /// </summary>
    public required long? ParentsNeeded { get; init; }
}

/// <summary>The mean differences with shares never filled charged at another price than the collar's.</summary>
/// <param name="HalfCollar">At half the collar.</param>
/// <param name="TwiceCollar">At twice the collar.</param>
public sealed record SensitivityResult(ChargedDifference HalfCollar, ChargedDifference TwiceCollar);

/// <summary>What others cost more than ours on average, under one charge or one assumption. Positive is cheaper.</summary>
/// <param name="AgainstBestPlain">See <see cref="VerdictResult.AgainstBestPlain"/>.</param>
/// <param name="AgainstBestAsk">See <see cref="VerdictResult.AgainstBestAsk"/>.</param>
public sealed record ChargedDifference(BasisPoints AgainstBestPlain, BasisPoints AgainstBestAsk);

/// <summary>An interval of a mean.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Method">How it was taken.</param>
public sealed record IntervalResult(BasisPoints Low, BasisPoints High, string Method);

/// <summary>A saving, taken apart; the parts add up to the difference against <c>best_ask</c>.</summary>
/// <param name="FeeOrderBps">What <c>net</c>, which has no parameter, saves where it and <c>best_ask</c> take at the same moment: the order
/// of fees.</param>
/// <param name="WaitingAndDepthBps">The rest: when shares are taken, and how deep.</param>
/// <param name="RestingBps">
/// What resting orders saved where they were filled: what <c>best_ask</c> paid for so many shares beyond the mid, less what they paid; 0
/// for a router that only takes.
/// </param>
public sealed record SavingResult(BasisPoints FeeOrderBps, BasisPoints WaitingAndDepthBps, BasisPoints RestingBps);

/// <summary>
/// A saving by what is paid: of each part what <c>best_ask</c> paid less what ours did, so that positive saves. The parts add up to the
/// difference against <c>best_ask</c>.
/// </summary>
public sealed record SavingPartsResult
{
    /// <summary>What resting orders earned: from their price to the mid when they were filled.</summary>
    public required BasisPoints RestingHalfSpreadBps { get; init; }

    /// <summary>How the mid moved in the ten seconds after their fills; negative where it moved against us.</summary>
    public required BasisPoints AdverseSelectionBps { get; init; }

    /// <summary>What the router took beyond the mid by its own decision.</summary>
    public required BasisPoints TakingBps { get; init; }

    /// <summary>What was swept beyond the mid at the close of buckets and in overtime.</summary>
    public required BasisPoints ClosingBps { get; init; }

    /// <summary>Fees, rebates taken off.</summary>
    public required BasisPoints FeesBps { get; init; }

    /// <summary>
    /// How the mid moved from arrival to the fill, or to ten seconds after the fill of a resting order: by waiting, and by being ahead of
    /// schedule.
    /// </summary>
    public required BasisPoints DriftBps { get; init; }

    /// <summary>What shares never filled are charged.</summary>
    public required BasisPoints RemainderBps { get; init; }
}

/// <summary>What a router cost over the judged parents: means over parents and sides.</summary>
public sealed record RouterResult : CostResult
{
    /// <summary>Leaves all to be set.</summary>
    [JsonConstructor]
    public RouterResult()
    {
    }

    [SetsRequiredMembers]
    internal RouterResult(StrategyResult of, BasisPoints saves, IntervalResult? interval) : base(of)
    {
        Filled = Nanos.Ratio(of.Sides.Sum(s => s.Filled), of.Sides.Sum(s => s.Filled + s.Remainder), 6);
        Fills = of.Sides.Sum(s => s.Fills);
        (SavesBps, Interval) = (saves, interval);
    }

    /// <summary>Filled shares over shares ordered, 6 decimals.</summary>
    public required decimal Filled { get; init; }

    /// <summary>How many fills there were.</summary>
    public required int Fills { get; init; }

    /// <summary>Mean of what <c>best_ask</c> cost more, paired per parent.</summary>
    public required BasisPoints SavesBps { get; init; }

    /// <summary>95 % interval of that mean; <c>null</c> under two parents.</summary>
    public required IntervalResult? Interval { get; init; }
}
