namespace Sor.Core.Simulation;

/// <summary>
/// Spaces a session's events so that exactly the wanted number of records falls into it, with the day's U-shape. It looks again every few
/// events at what is left to write, the time left, and how many records an event makes.
/// </summary>
internal struct Pace(ulong start, ulong end, long records)
{
    private const int EventsBetween = 16;

    private readonly ActivityCurve curve = new(start);
    private ulong meanGap;
    private long ratio = 2 << 8;
    private long lastLeft = records;
    private int events = EventsBetween;

    /// <summary>Activity now, in 1/1024 of the mean.</summary>
    public long Activity { get; private set; } = 1024;

    /// <summary>The time of the next event, before the session's end.</summary>
    /// <param name="random">Where the draw comes from.</param>
    /// <param name="now">The time now.</param>
    /// <param name="left">Records still to be written.</param>
    public ulong Next(ref RandomStream random, ulong now, long left)
    {
        if (++events >= EventsBetween || left < 1_000) Plan(now, left);
        return now + Math.Min(random.Exponential(meanGap), (end - now) / 2);
    }

    private void Plan(ulong now, long left)
    {
        if (events >= EventsBetween)
        {
            var perEvent = Math.Clamp(((lastLeft - left) << 8) / EventsBetween, 1 << 8, 32 << 8);
            ratio += (perEvent - ratio) / 8;
            lastLeft = left;
            events = 0;
        }

        Activity = curve.At(now);
        var time = (end - now) * (ulong)curve.Mean(now, end) / (ulong)Activity;
        meanGap = (ulong)((UInt128)time * (ulong)ratio / (ulong)left) >> 8;
    }
}
