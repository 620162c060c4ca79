using Sor.Core.Orders;
using Sor.Core.Tape;

namespace Sor.Core.Execution;

/// <summary>
/// Walks over a tape for one execution, and keeps what venues show: in one step per instant, or event by event where orders rest that each
/// event may fill. Both ways come to the same.
/// </summary>
/// <param name="tape">The window.</param>
/// <param name="side">The parent's side.</param>
/// <param name="seesOwn">Whether the side where orders rest is followed too.</param>
internal sealed class MarketWalk(WindowTape tape, Side side, bool seesOwn)
{
    private int takenNext;
    private int ownNext;
    private int eventNext;
    private int midNext;
    private int following;

    /// <summary>What there is to take.</summary>
    public TakerLiquidity Liquidity { get; } = new(side, tape.Mics.Count);

    /// <summary>What is displayed where orders rest.</summary>
    public OwnQuotes Own { get; } = new(side, seesOwn ? tape.Mics.Count : 0);

    /// <summary>Goes on to an instant.</summary>
    /// <param name="index">Index of the instant.</param>
    public void MoveTo(int index)
    {
        ref readonly var instant = ref tape.Instants[index];
        var taken = side == Side.Buy ? tape.AskChanges : tape.BidChanges;
        var own = side == Side.Buy ? tape.BidChanges : tape.AskChanges;
        var (takenEnd, ownEnd) = side == Side.Buy ? (instant.AskEnd, instant.BidEnd) : (instant.BidEnd, instant.AskEnd);
        for (; takenNext < takenEnd; takenNext++) Liquidity.Apply(in taken[takenNext]);
        if (!seesOwn) return;
        for (; ownNext < ownEnd; ownNext++) Own.Set(own[ownNext].Venue, own[ownNext].Price, own[ownNext].Size);
        eventNext = instant.EventEnd;
    }

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

    /// <summary>Goes on to an instant event by event, as long as orders rest or are on their way.</summary>
    /// <param name="index">Index of the instant.</param>
    /// <param name="orders">The orders that each event is told to.</param>
    public void FollowTo<T>(int index, T orders)
        where T : class, IEventFollower
    {
        following = index;
        ref readonly var instant = ref tape.Instants[index];
        var events = tape.Events;
        for (; eventNext < instant.EventEnd; eventNext++)
        {
            ref readonly var happened = ref events[eventNext];
            if (happened.IsPrint)
            {
                orders.Printed(in happened);
                continue;
            }

            if (side == Side.Buy)
            {
                Liquidity.Quote(happened.Venue, happened.AskPx, happened.AskSz);
                Own.Set(happened.Venue, happened.BidPx, happened.BidSz);
            }
            else
            {
                Liquidity.Quote(happened.Venue, happened.BidPx, happened.BidSz);
                Own.Set(happened.Venue, happened.AskPx, happened.AskSz);
            }

            orders.Quoted(happened.Venue);
        }

        (takenNext, ownNext) = side == Side.Buy ? (instant.AskEnd, instant.BidEnd) : (instant.BidEnd, instant.AskEnd);
    }
}

/// <summary>Where on a tape an event is.</summary>
/// <param name="Instant">Index of the first instant that knows of it.</param>
/// <param name="Time">When it is, nanoseconds since the epoch.</param>
/// <param name="Mid2">Twice the mid once it has happened.</param>
internal readonly record struct EventPlace(int Instant, ulong Time, long Mid2);
