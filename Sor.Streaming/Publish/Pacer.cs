using Sor.Core.MarketData;

namespace Sor.Streaming.Publish;

/// <summary>When a record is due: the market's gaps divided by the speed, counted from the first record.</summary>
/// <param name="speed">1 for the market's pace, 60 for sixty times faster; 0 for as fast as possible.</param>
/// <param name="clock">The wall clock.</param>
internal sealed class Pacer(double speed, TimeProvider clock)
{
    private ulong? first;
    private long start;
    private long now;

    /// <summary>Whether records are held back at all.</summary>
    public bool IsPaced => speed > 0;

    /// <summary>
    /// How long to wait for a record of this time; zero or less if it is due. A record without a time, or earlier than the first, is due at
    /// once.
    /// </summary>
    public TimeSpan Wait(ulong time)
    {
        if (speed <= 0 || !Mbp1.IsDefinedTime(time)) return TimeSpan.Zero;
        if (first is null)
        {
            first = time;
            start = now = clock.GetTimestamp();
            return TimeSpan.Zero;
        }

        if (time <= first) return TimeSpan.Zero;
        var due = TimeSpan.FromTicks((long)((time - first.Value) / 100 / speed));
        // The clock is asked only where the answer could be "not yet".
        if (clock.GetElapsedTime(start, now) < due) now = clock.GetTimestamp();
        return due - clock.GetElapsedTime(start, now);
    }
}
