using Sor.Core.Orders;
using Sor.Core.Tape;

namespace Sor.Core.Execution;

/// <summary>
/// Walks over a tape for all executions of one side that go in step, and keeps what venues show: in one step per instant, or event by event
/// where orders rest that events may fill. Both ways come to the same.
/// </summary>
/// <param name="tape">The window.</param>
/// <param name="side">The parents' side.</param>
/// <param name="collar">How far from the mid the parents take.</param>
/// <param name="seesOwn">Whether the side where orders rest is followed too.</param>
internal sealed class MarketWalk(WindowTape tape, Side side, Collar collar, bool seesOwn)
{
    private (long Mid2, long Price) worst = (0, collar.WorstPrice(0));
    private int takenNext;
    private int ownNext;
    private int eventNext;
    private int midNext;
    private int following;

    // The venues that have printed since they last quoted, a bit for each slot.
    private ulong printed;

    /// <summary>What there is to take.</summary>
    public Offers Offers { get; } = new(side, tape.Mics.Count);

    /// <summary>What is displayed where orders rest.</summary>
    public OwnQuotes Own { get; } = new(side, seesOwn ? tape.Mics.Count : 0);

    /// <summary>Where the event at hand is.</summary>
    public EventPlace Place
    {
        get
        {
            var mids = tape.Mids;
            while (midNext + 1 < mids.Length && mids[midNext + 1].Event <= eventNext) midNext++;
            return new EventPlace(following, tape.Events[eventNext].Time, mids[midNext].Mid2);
        }
    }

    /// <summary>
    /// The worst price that the collar allows at an instant, turned. Of many that ask at one instant the first has it worked out.
    /// </summary>
    public long WorstPrice(in Instant instant)
    {
        var mid2 = (int)side * instant.Mid2;
        if (mid2 != worst.Mid2) worst = (mid2, collar.WorstPrice(mid2));
        return worst.Price;
    }

    /// <summary>Applies what was quoted after the last instant and up to another.</summary>
    /// <param name="index">Index of the instant.</param>
    public void MoveTo(int index)
    {
        ref readonly var instant = ref tape.Instants[index];
        var taken = side == Side.Buy ? tape.AskChanges : tape.BidChanges;
        var own = side == Side.Buy ? tape.BidChanges : tape.AskChanges;
        var (takenEnd, ownEnd) = side == Side.Buy ? (instant.AskEnd, instant.BidEnd) : (instant.BidEnd, instant.AskEnd);
        for (; takenNext < takenEnd; takenNext++) Offers.Apply(in taken[takenNext]);
        if (!seesOwn) return;
        for (; ownNext < ownEnd; ownNext++) Own.Set(own[ownNext].Venue, own[ownNext].Price, own[ownNext].Size);
        eventNext = instant.EventEnd;
    }

    /// <summary>Goes on to an instant event by event, as long as orders rest or are on their way.</summary>
    /// <param name="index">Index of the instant.</param>
    /// <param name="orders">The orders of each execution: all are told the events that matter to one of them.</param>
    public void FollowTo(int index, ReadOnlySpan<IEventFollower> orders)
    {
        following = index;
        var (watched, highest, crossed) = (0UL, long.MinValue, false);
        foreach (var follower in orders)
            (watched, highest, crossed) = (watched | follower.Watched, Math.Max(highest, follower.Highest), crossed || follower.IsCrossed);
        ref readonly var instant = ref tape.Instants[index];
        var events = tape.Events;
        for (; eventNext < instant.EventEnd; eventNext++)
        {
            ref readonly var happened = ref events[eventNext];
            var isWatched = (watched >> happened.Venue & 1) != 0;
            if (happened.IsPrint)
            {
                printed |= 1UL << happened.Venue;
                if (!isWatched) continue;
                foreach (var follower in orders) follower.Printed(in happened);
                continue;
            }

            var isNew = Follow(in happened);
            if (!crossed && !(isWatched && isNew) && Offers.Price[happened.Venue] > highest) continue;
            crossed = false;
            foreach (var follower in orders)
            {
                follower.Quoted(happened.Venue);
                crossed |= follower.IsCrossed;
            }
        }

        (takenNext, ownNext) = side == Side.Buy ? (instant.AskEnd, instant.BidEnd) : (instant.BidEnd, instant.AskEnd);
    }

    /// <summary>Follows a quote.</summary>
    /// <returns>Whether it says anything new of the side where orders rest: another price or size, or the first after a print.</returns>
    private bool Follow(in MarketEvent quote)
    {
        var bit = 1UL << quote.Venue;
        var hasPrinted = (printed & bit) != 0;
        printed &= ~bit;
        if (side == Side.Buy)
        {
            Offers.Quote(quote.Venue, quote.AskPx, quote.AskSz);
            return Own.Set(quote.Venue, quote.BidPx, quote.BidSz) || hasPrinted;
        }

        Offers.Quote(quote.Venue, quote.BidPx, quote.BidSz);
        return Own.Set(quote.Venue, quote.AskPx, quote.AskSz) || hasPrinted;
    }
}

/// <summary>Where on a tape an event is.</summary>
/// <param name="Instant">Index of the first instant that knows of it.</param>
/// <param name="Time">When it is, nanoseconds since the epoch.</param>
/// <param name="Mid2">Twice the mid once it has happened.</param>
internal readonly record struct EventPlace(int Instant, ulong Time, long Mid2);
