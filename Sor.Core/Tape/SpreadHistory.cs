namespace Sor.Core.Tape;

/// <summary>A spread over time: divided, the time-weighted mean.</summary>
/// <param name="SpreadTime">Sum of spread times nanoseconds, nano-dollars times nanoseconds.</param>
/// <param name="Nanos">Nanoseconds for which there was a tradable NBBO.</param>
public readonly record struct SpreadOverTime(Int128 SpreadTime, ulong Nanos)
{
    /// <summary>The spread over the time of both.</summary>
    public static SpreadOverTime operator +(SpreadOverTime a, SpreadOverTime b) => new(a.SpreadTime + b.SpreadTime, a.Nanos + b.Nanos);
}

/// <summary>
/// What the spread of one instrument was, clock minute by clock minute of one trading day, over the time for which the NBBO was tradable.
/// It outlives windows, so that the first decisions of one know what went before it.
/// </summary>
internal sealed class SpreadHistory
{
    public const ulong Minute = 60_000_000_000;

    private readonly Buffer<SpreadOverTime> minutes = new(512);
    private ulong first;
    private ulong since;
    private bool isTradable;
    private long spread;

    /// <summary>Begins a day: nothing before the session counts.</summary>
    public void BeginDay(ulong sessionOpen)
    {
        minutes.Clear();
        first = sessionOpen / Minute;
        (since, isTradable, spread) = (sessionOpen, false, 0);
    }

    /// <summary>From now on the NBBO has another spread, or is tradable where it was not, or is no more.</summary>
    public void Changed(ulong clock, bool tradable, long shown)
    {
        Add(clock);
        (isTradable, spread) = (tradable, shown);
    }

    /// <summary>Nothing was heard from a time on, and so nothing was tradable, until now.</summary>
    public void Silent(ulong from, ulong clock)
    {
        Add(from);
        since = Math.Max(since, clock);
    }

    /// <summary>Copies minutes, from that of a given time on.</summary>
    /// <param name="from">The time.</param>
    /// <param name="known">What came until then is known, and nothing changes after it.</param>
    /// <param name="to">Receives the minutes.</param>
    /// <returns>The number of the first minute copied, since the epoch.</returns>
    public ulong Copy(ulong from, ulong known, Buffer<SpreadOverTime> to)
    {
        Add(known);
        to.Clear();
        var start = Math.Max(from / Minute, first);
        for (var m = start - first; m < (ulong)minutes.Count; m++) to.Add(minutes[(int)m]);
        return start;
    }

    private void Add(ulong until)
    {
        if (isTradable)
        {
            while (since < until)
            {
                var minute = since / Minute;
                var end = Math.Min((minute + 1) * Minute, until);
                while ((ulong)minutes.Count <= minute - first) minutes.Add(default);
                ref var sum = ref minutes[(int)(minute - first)];
                sum += new SpreadOverTime((Int128)spread * (end - since), end - since);
                since = end;
            }
        }

        since = Math.Max(since, until);
    }
}
