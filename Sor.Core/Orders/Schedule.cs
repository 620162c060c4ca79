namespace Sor.Core.Orders;

/// <summary>The kinds of schedule.</summary>
public enum ScheduleKind
{
    /// <summary>Equal shares per bucket.</summary>
    Twap,

    /// <summary>All at once: one bucket over the whole window.</summary>
    Immediate,

    /// <summary>A fraction of the lit volume of the bucket before.</summary>
    PercentOfVolume,
}

/// <summary>What of a parent order is due when. <see cref="WindowSchedule"/> lays it over a window.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="RateNano">For <see cref="ScheduleKind.PercentOfVolume"/>: the fraction of volume, times 1e9, in (0, 1e9].</param>
public readonly record struct Schedule(ScheduleKind Kind, long RateNano = 0)
{
    /// <summary>As users write it: <c>twap</c>, <c>immediate</c>, <c>pov:0.1</c>.</summary>
    public override string ToString() => Kind switch
    {
        ScheduleKind.Twap => "twap",
        ScheduleKind.Immediate => "immediate",
        _ => $"pov:{(decimal)RateNano / 1_000_000_000:0.#########}",
    };
}
