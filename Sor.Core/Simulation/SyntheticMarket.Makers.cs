using Sor.Core.MarketData;

namespace Sor.Core.Simulation;

/// <summary>Makers: they follow the common price, add, cancel, refill, withdraw and come back.</summary>
public sealed partial class SyntheticMarket
{
    /// <summary>
    /// A quote is left alone while it is within this of where it should be; else every flicker of the price would move all.
    /// </summary>
    private const long Patience = CommonPrice.Tick / 4;

    private const ulong Micro = 1_000;
    private const ulong MeanWithdrawal = 20_000_000_000;

    private void MovePrice(int instrument, int push)
    {
        ref var price = ref prices[instrument];
        price.Step(ref random, now, push, pace.Activity);
        var first = instrument * venues.Length;
        for (var k = 0; k < venues.Length; k++)
        {
            ref var quote = ref quotes[first + k];
            if (quote.Moving || !MustMove(quote, Ideal(price, k, quote.Skew), price.Value)) continue;
            quote.Moving = true;
            // Now and then a venue is stuck, and its quote stale for long enough to be seen.
            var lag = venues[k].LagMicros * (random.OneIn(400) ? 1_000 * Micro : Micro);
            After(lag / 4 + random.Exponential(lag * 3 / 4), new Reaction(ReactionKind.Follow, instrument, k));
        }
    }

    /// <summary>The highest price the makers of a venue would bid and the lowest they would ask, 2^-16 ticks.</summary>
    private (long Bid, long Ask) Ideal(in CommonPrice price, int venue, int skew)
    {
        var half = price.HalfSpread + venues[venue].ExtraSpread * (CommonPrice.Tick / 64);
        return (price.Value + skew - half, price.Value + skew + half);
    }

    private static bool MustMove(in MakerQuote quote, (long Bid, long Ask) ideal, long price) =>
        MustMoveBid(quote.Bid, ideal.Bid, price) || MustMoveAsk(quote.Ask, ideal.Ask, price);

    private static bool MustMoveBid(in QuoteSide bid, long ideal, long price) => bid.State switch
    {
        QuoteState.Firm => bid.Ticks * CommonPrice.Tick - ideal is > Patience or < -CommonPrice.Tick - Patience,
        QuoteState.Stub => price - bid.Ticks * CommonPrice.Tick < StubDistance(price) / 2,
        _ => false,
    };

    private static bool MustMoveAsk(in QuoteSide ask, long ideal, long price) => ask.State switch
    {
        QuoteState.Firm => ideal - ask.Ticks * CommonPrice.Tick is > Patience or < -CommonPrice.Tick - Patience,
        QuoteState.Stub => ask.Ticks * CommonPrice.Tick - price < StubDistance(price) / 2,
        _ => false,
    };

    /// <summary>The tick at or below the ideal bid, and below the venue's own ask.</summary>
    private static int BidTicks(long ideal, in QuoteSide ask) =>
        Math.Min((int)(ideal >> 16), ask.State == QuoteState.Absent ? int.MaxValue : ask.Ticks - 1);

    /// <summary>The tick at or above the ideal ask, and above the venue's own bid.</summary>
    private static int AskTicks(long ideal, in QuoteSide bid) =>
        Math.Max((int)((ideal + CommonPrice.Tick - 1) >> 16), bid.State == QuoteState.Absent ? 0 : bid.Ticks + 1);

    /// <summary>Stubs are a dollar and more away, and 1 % and more.</summary>
    private static long StubDistance(long price) => Math.Max(100 * CommonPrice.Tick, price / 100);

    /// <summary>The makers of a venue arrive at the price they saw, or at the one there is by now.</summary>
    private void Follow(int instrument, int venue)
    {
        ref var quote = ref quotes[instrument * venues.Length + venue];
        ref var price = ref prices[instrument];
        quote.Moving = false;
        var ideal = Ideal(price, venue, quote.Skew);
        var bid = MustMoveBid(quote.Bid, ideal.Bid, price.Value);
        var ask = MustMoveAsk(quote.Ask, ideal.Ask, price.Value);
        if (!bid && !ask) return;

        // The side that makes room goes first, so that the venue never crosses itself.
        var up = ideal.Bid + ideal.Ask > (quote.Bid.Ticks + quote.Ask.Ticks) * CommonPrice.Tick;
        var oneEvent = random.OneIn(2);
        BeginEvent(venue);
        if (bid && ask)
        {
            if (up) MoveAsk(instrument, venue, ideal.Ask, !oneEvent);
            else MoveBid(instrument, venue, ideal.Bid, !oneEvent);
            if (oneEvent) ContinueEvent(venue);
            else BeginEvent(venue);
            if (up) MoveBid(instrument, venue, ideal.Bid, last: true);
            else MoveAsk(instrument, venue, ideal.Ask, last: true);
        }
        else if (bid)
        {
            MoveBid(instrument, venue, ideal.Bid, last: true);
        }
        else
        {
            MoveAsk(instrument, venue, ideal.Ask, last: true);
        }

        quote.Skew = NewSkew();
    }

    private void MoveBid(int instrument, int venue, long ideal, bool last)
    {
        ref var quote = ref quotes[instrument * venues.Length + venue];
        ref var bid = ref quote.Bid;
        var old = bid;
        if (bid.State == QuoteState.Stub) SetStub(ref bid, prices[instrument].Value, -1);
        else SetFirm(ref bid, BidTicks(ideal, quote.Ask), venue);
        Announce(instrument, venue, ref bid, old, RecordSide.Bid, improves: bid.Ticks > old.Ticks, away: -1, last);
    }

    private void MoveAsk(int instrument, int venue, long ideal, bool last)
    {
        ref var quote = ref quotes[instrument * venues.Length + venue];
        ref var ask = ref quote.Ask;
        var old = ask;
        if (ask.State == QuoteState.Stub) SetStub(ref ask, prices[instrument].Value, 1);
        else SetFirm(ref ask, AskTicks(ideal, quote.Bid), venue);
        Announce(instrument, venue, ref ask, old, RecordSide.Ask, improves: ask.Ticks < old.Ticks, away: 1, last);
    }

    /// <summary>
    /// Writes a side that has moved: an order that improves it was added, one that was all of it was cancelled. One of four is a replaced
    /// order: first, within the same event, it is gone and the next level shows.
    /// </summary>
    private void Announce(
        int instrument,
        int venue,
        ref QuoteSide side,
        in QuoteSide old,
        RecordSide name,
        bool improves,
        int away,
        bool last)
    {
        if (old.State == QuoteState.Firm && random.OneIn(4))
        {
            var moved = side;
            var behind = away > 0 ? Math.Max(old.Ticks, side.Ticks) : Math.Min(old.Ticks, side.Ticks);
            SetFirm(ref side, behind + away, venue);
            WriteQuote(instrument, venue, RecordAction.Cancel, name, old, last: false);
            side = moved;
            ContinueEvent(venue);
            improves = true;
        }

        if (improves) WriteQuote(instrument, venue, RecordAction.Add, name, side, last);
        else WriteQuote(instrument, venue, RecordAction.Cancel, name, old, last);
    }

    private void SetFirm(ref QuoteSide side, int ticks, int venue)
    {
        var lots = 1 + random.Below(2 * venues[venue].Lots - 1);
        side = new QuoteSide { Ticks = Math.Max(2, ticks), Size = lots * 100, Orders = 1 + random.Below(lots), State = QuoteState.Firm };
        if (random.OneIn(16)) side.Size -= 1 + random.Below(99);
    }

    private void SetStub(ref QuoteSide side, long price, int away)
    {
        var distance = (StubDistance(price) >> 16) + random.Below(900);
        side = new QuoteSide
        {
            Ticks = Math.Max(1, (int)((price >> 16) + away * (distance + 1))),
            Size = 100,
            Orders = 1,
            State = QuoteState.Stub,
        };
    }

    private int NewSkew() => (int)random.Below(45_000) - 22_500;

    /// <summary>Somebody joins or leaves the best price of a venue, on one side. Always one record.</summary>
    private void ChangeSize(int instrument)
    {
        var venue = byActivity.Pick(ref random);
        ref var quote = ref quotes[instrument * venues.Length + venue];
        var bits = random.Next();
        var isBid = (bits & 1) == 0;
        if (State(quote, isBid) != QuoteState.Firm && State(quote, !isBid) == QuoteState.Firm) isBid = !isBid;
        ref var side = ref isBid ? ref quote.Bid : ref quote.Ask;
        var name = isBid ? RecordSide.Bid : RecordSide.Ask;
        BeginEvent(venue);
        if (side.State != QuoteState.Firm)
        {
            var add = side.State == QuoteState.Absent;
            if (add) SetStub(ref side, prices[instrument].Value, isBid ? -1 : 1);
            else side.Size = side.Size == 100 ? 200u : 100u;
            WriteQuote(instrument, venue, add ? RecordAction.Add : RecordAction.Modify, name, side, last: true);
            return;
        }

        var usual = venues[venue].Lots * 100;
        var about = side;
        if (side.Size <= 1 || (uint)(bits >> 1 & 0xFFFF) * (2 * usual) >> 16 >= side.Size)
        {
            about.Size = (bits >> 20 & 7) == 0 ? 1 + random.Below(99) : 100 * (1 + (uint)(bits >> 24 & 1) + (uint)(bits >> 25 & 1));
            side.Size += about.Size;
            side.Orders++;
            WriteQuote(instrument, venue, RecordAction.Add, name, about, last: true);
        }
        else if (side.Orders > 1)
        {
            about.Size = Math.Clamp(side.Size / side.Orders, 1, side.Size - 1);
            side.Size -= about.Size;
            side.Orders--;
            WriteQuote(instrument, venue, RecordAction.Cancel, name, about, last: true);
        }
        else
        {
            var size = 100 * (1 + random.Below(2 * venues[venue].Lots));
            side.Size = size == side.Size ? size + 100 : size;
            WriteQuote(instrument, venue, RecordAction.Modify, name, side, last: true);
        }
    }

    private static QuoteState State(in MakerQuote quote, bool bid) => bid ? quote.Bid.State : quote.Ask.State;

    /// <summary>A venue's makers step back, on one side or both, and return some seconds later.</summary>
    private void Withdraw(int instrument, int venue)
    {
        ref var quote = ref quotes[instrument * venues.Length + venue];
        if (quote.Bid.State != QuoteState.Firm || quote.Ask.State != QuoteState.Firm)
        {
            ChangeSize(instrument);
            return;
        }

        After(random.Exponential(MeanWithdrawal), new Reaction(ReactionKind.Return, instrument, venue));
        BeginEvent(venue);
        var draw = random.Below(100);
        if (draw < 8)
        {
            quote.Bid = quote.Ask = default;
            Write(instrument, venue, RecordAction.Clear, RecordSide.None, Mbp1.UndefinedPrice, 0, last: true);
            return;
        }

        var bid = random.OneIn(2);
        var stub = draw < 75;
        var both = draw is >= 60 and < 75;
        StepBack(instrument, venue, bid, stub, last: !both);
        if (both) StepBack(instrument, venue, !bid, stub, last: true);
    }

    private void StepBack(int instrument, int venue, bool bid, bool stub, bool last)
    {
        ref var quote = ref quotes[instrument * venues.Length + venue];
        ref var side = ref bid ? ref quote.Bid : ref quote.Ask;
        var old = side;
        if (stub) SetStub(ref side, prices[instrument].Value, bid ? -1 : 1);
        else side = default;
        WriteQuote(instrument, venue, RecordAction.Cancel, bid ? RecordSide.Bid : RecordSide.Ask, old, last);
    }

    /// <summary>A venue shows a price on both sides again, or for the first time that day.</summary>
    private void Return(int instrument, int venue)
    {
        ref var quote = ref quotes[instrument * venues.Length + venue];
        var bid = quote.Bid.State != QuoteState.Firm;
        var ask = quote.Ask.State != QuoteState.Firm;
        if (!bid && !ask) return;
        if (bid && ask) quote.Skew = NewSkew();
        var (idealBid, idealAsk) = Ideal(prices[instrument], venue, quote.Skew);
        BeginEvent(venue);
        if (bid)
        {
            SetFirm(ref quote.Bid, BidTicks(idealBid, quote.Ask), venue);
            WriteQuote(instrument, venue, RecordAction.Add, RecordSide.Bid, quote.Bid, last: !ask);
        }

        if (!ask) return;
        SetFirm(ref quote.Ask, AskTicks(idealAsk, quote.Bid), venue);
        WriteQuote(instrument, venue, RecordAction.Add, RecordSide.Ask, quote.Ask, last: true);
    }
}
