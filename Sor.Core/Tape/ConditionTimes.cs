namespace Sor.Core.Tape;

/// <summary>
/// How long the market was in which condition, within what is traded. All spans are nanoseconds; they add up over days and instruments.
/// </summary>
public readonly record struct ConditionTimes
{
    /// <summary>Time watched: from a day's first record to its last.</summary>
    public ulong Watched { get; init; }

    /// <summary>Time without a bid or without an offer on any venue.</summary>
    public ulong OneSided { get; init; }

    /// <summary>Time with the best bid above the best offer.</summary>
    public ulong Crossed { get; init; }

    /// <summary>Time with the best bid at the best offer.</summary>
    public ulong Locked { get; init; }

    /// <summary>Time with a spread too wide to trade on.</summary>
    public ulong Wide { get; init; }

    /// <summary>Time after the longest silence that is allowed, until the next record of a venue.</summary>
    public ulong Silent { get; init; }

    /// <summary>The longest time without a record of any venue.</summary>
    public ulong LongestSilence { get; init; }

    /// <summary>When that began, nanoseconds since the epoch; 0 if there was none.</summary>
    public ulong LongestSilenceFrom { get; init; }

    /// <summary>Both together; of the silences the longer, the first of equals.</summary>
    public static ConditionTimes operator +(ConditionTimes a, ConditionTimes b)
    {
        var longer = b.LongestSilence > a.LongestSilence ? b : a;
        return new ConditionTimes
        {
            Watched = a.Watched + b.Watched,
            OneSided = a.OneSided + b.OneSided,
            Crossed = a.Crossed + b.Crossed,
            Locked = a.Locked + b.Locked,
            Wide = a.Wide + b.Wide,
            Silent = a.Silent + b.Silent,
            LongestSilence = longer.LongestSilence,
            LongestSilenceFrom = longer.LongestSilenceFrom,
        };
    }
}
