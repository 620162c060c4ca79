namespace Sor.Core.Tape;

/// <summary>
/// The part of the data that is traded, and how it is cut into parent windows. Times of day apply to each UTC day; full stamps make one span.
/// </summary>
/// <param name="From">Start: nanoseconds after midnight UTC, or since the epoch if <paramref name="IsAbsolute"/>; <c>null</c> for the first instant with a two-sided NBBO, rounded up.</param>
/// <param name="To">End, included; <c>null</c> for the last record.</param>
/// <param name="IsAbsolute">Whether both are full stamps.</param>
/// <param name="Horizon">Nanoseconds of a parent window; <c>null</c> for one parent over the whole span.</param>
public sealed record TradingWindow(ulong? From, ulong? To, bool IsAbsolute, ulong? Horizon)
{
    /// <summary>Nanoseconds of a day.</summary>
    public const ulong Day = 86_400_000_000_000;

    /// <summary>The session a time belongs to: its day, or 0 for the only one.</summary>
    internal ulong SessionOf(ulong time) => IsAbsolute ? 0 : time / Day;

    internal ulong? StartOf(ulong session) => IsAbsolute ? From : From + session * Day;

    internal ulong? EndOf(ulong session) => IsAbsolute ? To : To + session * Day;

    /// <summary>A time rounded up to a whole multiple of <paramref name="every"/> after midnight UTC.</summary>
    internal static ulong RoundUp(ulong time, ulong every)
    {
        var midnight = time / Day * Day;
        return midnight + (time - midnight + every - 1) / every * every;
    }
}
