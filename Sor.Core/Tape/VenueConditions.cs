using System.Numerics;
using System.Runtime.CompilerServices;
using Sor.Core.Book;

namespace Sor.Core.Tape;

/// <summary>
/// Watches how long each venue of one instrument is in which condition, from its first record of a day on: by its own quote, but *crossed*
/// while the NBBO is crossed and would not be without it. So a feed that stands still is found though the others go on.
/// </summary>
internal sealed class VenueConditions(TradableLimits limits)
{
    private readonly List<MarketConditions> today = [];
    private readonly SortedDictionary<string, ConditionTimes> ended = new(StringComparer.Ordinal);
    private ulong[] heard = [];
    private ulong[] notable = [];
    private ulong crossing;
    private DaySpan span;

    /// <summary>How long each venue was in which condition, by MIC, over the days that have ended.</summary>
    public IReadOnlyDictionary<string, ConditionTimes> Times => ended;

    public void BeginDay(DaySpan traded) => span = traded;

    /// <summary>A venue has sent a record.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Heard(int slot, ulong clock)
    {
        if (slot >= today.Count) Admit(clock);
        else if (clock - heard[slot] > notable[slot]) Gap(slot, clock);
        heard[slot] = clock;
    }

    /// <summary>A venue's price, or what it shows at all, is another.</summary>
    public void Moved(int slot, InstrumentBook book, ulong clock)
    {
        var now = book.Crossing();
        for (var slots = (now ^ crossing) | 1UL << slot; slots != 0; slots &= slots - 1)
        {
            var s = BitOperations.TrailingZeroCount(slots);
            var (condition, isLocked) = (now >> s & 1) != 0 ? (Tradability.Crossed, false) : book.ConditionOf(s);
            var watched = today[s];
            if (condition != watched.Condition || isLocked != watched.IsLocked) watched.Changed(condition, isLocked, clock);
        }

        crossing = now;
    }

    /// <summary>Ends the trading day.</summary>
    /// <param name="clock">The time of its last record.</param>
    /// <param name="mics">The venues, by slot.</param>
    public void EndDay(ulong clock, IReadOnlyList<string> mics)
    {
        for (var slot = 0; slot < today.Count; slot++)
        {
            Gap(slot, clock);
            today[slot].EndDay(clock);
            ended[mics[slot]] = ended.GetValueOrDefault(mics[slot]) + today[slot].Times;
        }

        today.Clear();
        crossing = 0;
    }

    private void Admit(ulong clock)
    {
        if (today.Count == heard.Length)
        {
            Array.Resize(ref heard, heard.Length + 8);
            Array.Resize(ref notable, heard.Length);
        }

        notable[today.Count] = 0;
        var venue = new MarketConditions(limits);
        venue.BeginDay(span, clock);
        today.Add(venue);
    }

    private void Gap(int slot, ulong clock)
    {
        today[slot].Gap(heard[slot], clock);
        notable[slot] = today[slot].NotableGap;
    }
}
