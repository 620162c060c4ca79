using Sor.Core.Book;

namespace Sor.Core.Tape;

/// <summary>
/// Watches how long one instrument's market is in which condition, within what is traded of each day and between the day's first and last
/// record. Conditions of the NBBO and silence are counted each by itself.
/// </summary>
internal sealed class MarketConditions(TradableLimits limits)
{
    private readonly ulong maxSilence = limits.MaxSilence.Nanos;
    private DaySpan span = DaySpan.None(0);
    private ulong since;
    private ulong firstTime;

    /// <summary>What has been watched so far.</summary>
    public ConditionTimes Times { get; private set; }

    /// <summary>The condition that lasts.</summary>
    public Tradability Condition { get; private set; }

    /// <summary>Whether the market is locked as long as that lasts.</summary>
    public bool IsLocked { get; private set; }

    /// <summary>Gaps up to this change nothing here.</summary>
    public ulong NotableGap { get; private set; }

    public void BeginDay(DaySpan traded, ulong time)
    {
        span = traded;
        firstTime = since = time;
        (Condition, IsLocked) = (Tradability.OneSided, false);
    }

    public void Changed(Tradability condition, bool isLocked, ulong clock)
    {
        var lasted = Within(since, clock);
        Times += Condition switch
        {
            Tradability.OneSided => new ConditionTimes { OneSided = lasted },
            Tradability.Crossed => new ConditionTimes { Crossed = lasted },
            Tradability.Wide => new ConditionTimes { Wide = lasted },
            _ => new ConditionTimes { Locked = IsLocked ? lasted : 0 },
        };
        (since, Condition, IsLocked) = (clock, condition, isLocked);
    }

    /// <summary>No venue sent a record between two times.</summary>
    public void Gap(ulong from, ulong to)
    {
        Times += new ConditionTimes
        {
            Silent = Within(from + maxSilence, to),
            LongestSilence = Within(from, to),
            LongestSilenceFrom = Math.Max(from, span.Open),
        };
        NotableGap = Math.Min(Times.LongestSilence, maxSilence);
    }

    public void EndDay(ulong clock)
    {
        Changed(Condition, IsLocked, clock);
        Times += new ConditionTimes { Watched = Within(firstTime, clock) };
    }

    private ulong Within(ulong from, ulong to)
    {
        var (a, b) = (Math.Max(from, span.Open), Math.Min(to, span.Close));
        return a < b ? b - a : 0;
    }
}
