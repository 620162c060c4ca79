namespace Sor.Core.Simulation;

/// <summary>
/// How busy a moment is: U-shaped over regular hours, 1.8 times the mean at the open and at the close, 0.6 times in the middle; outside as
/// at the edges. Times are nanoseconds since the epoch, activity is in 1/1024 of the mean.
/// </summary>
internal readonly struct ActivityCurve(ulong day)
{
    private const long Floor = 614;
    private const long Rise = 1_229;
    private const long One = 1 << 20;

    private readonly ulong open = UtcTime.Midnight(UtcTime.DateOf(day)) + TradingHours.OpenOn(UtcTime.DateOf(day));

    public long At(ulong time)
    {
        const long Micros = (long)(TradingHours.Length / 1000);
        var since = Math.Clamp((long)(time - open) / 1000, 0, Micros);
        var x = (2 * since - Micros) * One / Micros;
        return Floor + (((Rise * x) >> 20) * x >> 20);
    }

    /// <summary>Mean activity from <paramref name="from"/> to <paramref name="to"/>: Simpson's rule, exact for a parabola.</summary>
    public long Mean(ulong from, ulong to) => (At(from) + 4 * At(from + (to - from) / 2) + At(to)) / 6;
}
