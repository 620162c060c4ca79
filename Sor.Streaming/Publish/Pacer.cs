using Sor.Core.MarketData;

namespace Sor.Streaming.Publish;

/// <summary>When a record is due: the market's gaps divided by the speed, counted from the first record.</summary>
/// <param name="speed">1 for the market's pace, 60 for sixty times faster; 0 for as fast as possible.</param>
/// <param name="clock">The wall clock.</param>
internal sealed class Pacer(double speed, TimeProvider clock)
{
    private ulong? _first;
    private long _start;
    private long _now;

    /// <summary>Whether records are held back at all.</summary>
    public bool IsPaced => speed > 0;

    /// <summary>
    /// How long to wait for a record of this time; zero or less if it is due. A record without a time, or earlier than the first, is due at
    /// once.
    /// </summary>
    public TimeSpan Wait(ulong time)
    {
        if (speed <= 0 || !Mbp1.IsDefinedTime(time)) return TimeSpan.Zero;
        if (_first is null)
        {
            _first = time;
            _start = _now = clock.GetTimestamp();
            return TimeSpan.Zero;
        }

        if (time <= _first) return TimeSpan.Zero;
        var due = TimeSpan.FromTicks((long)((time - _first.Value) / 100 / speed));
        // The clock is asked only where the answer could be "not yet".
        if (clock.GetElapsedTime(_start, _now) < due) _now = clock.GetTimestamp();
        return due - clock.GetElapsedTime(_start, _now);
    }
}
