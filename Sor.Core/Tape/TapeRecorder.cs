using System.Numerics;
using System.Runtime.CompilerServices;
using Sor.Core.Book;

namespace Sor.Core.Tape;

/// <summary>
/// Records the tape of one open window. Its owner brings book changes, prints and the passing of time, and asks when it next wants to look.
/// </summary>
internal sealed class TapeRecorder
{
    private const ulong Never = ulong.MaxValue;

    private readonly InstrumentBook book;
    private readonly VenueSlots venues;
    private readonly TapeOptions options;
    private readonly Buffer<Instant> instants;
    private readonly uint[] askAdded = new uint[InstrumentBook.MaxVenues];
    private readonly uint[] bidAdded = new uint[InstrumentBook.MaxVenues];
    private readonly int[] marked = new int[3];
    private ulong askDirty;
    private ulong bidDirty;
    private readonly ulong sessionClose;
    private ulong nextGrid;
    private long printed;
    private ulong nextEvent = Never;
    private int arriving;
    private int lastDecision;

    /// <summary>Opens a window and takes its first look: all records up to and including its start have been applied.</summary>
    /// <param name="book">The book.</param>
    /// <param name="venues">The venues seen so far.</param>
    /// <param name="options">What is recorded.</param>
    /// <param name="tape">Where to.</param>
    /// <param name="sessionClose">The last instant of the session: whoever trades in it has no overtime beyond it.</param>
    public TapeRecorder(InstrumentBook book, VenueSlots venues, TapeOptions options, WindowTape tape, ulong sessionClose)
    {
        this.sessionClose = sessionClose;
        this.book = book;
        this.venues = venues;
        this.options = options;
        Tape = tape;
        nextGrid = tape.From;
        instants = Tape.InstantBuffer;
        for (var k = 0; k < venues.Mics.Count; k++)
        {
            (askAdded[k], bidAdded[k]) = (uint.MaxValue, uint.MaxValue);
            askDirty |= 1UL << k;
            bidDirty |= 1UL << k;
        }

        // Nothing is filled in a warm-up, so no mid after it matters.
        if (tape.IsWarmUp) Array.Fill(marked, int.MaxValue);
        tape.MidBuffer.Add(new MidChange(0, tape.From, book.Mid2));
        Look(tape.From);
    }

    public WindowTape Tape { get; }

    /// <summary>When the recorder next wants to look at the book; <see cref="ulong.MaxValue"/> when it is done.</summary>
    public ulong Next
    {
        get
        {
            var next = NextRecorded;
            for (var d = 0; d < marked.Length; d++)
                if (marked[d] < instants.Count)
                    next = Math.Min(next, instants[marked[d]].Time + WindowTape.MarkoutHorizons[d]);
            return next;
        }
    }

    /// <summary>The time of the last record, once it is known: mids after it are not.</summary>
    public ulong MarksEnd { get => Tape.MidsEnd; set => Tape.MidsEnd = value; }

    /// <summary>Whether decisions or arrivals are still to come, so that quotes matter.</summary>
    public bool IsListening => NextRecorded != Never;

    private ulong NextRecorded => Math.Min(Math.Min(nextGrid, nextEvent), NextArrival);

    private ulong NextArrival =>
        options.Latency.Nanos > 0 && arriving < instants.Count ? instants[arriving].Time + options.Latency.Nanos : Never;

    /// <summary>A venue quotes: perhaps something else than before, on either side or both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Quoted(int slot, SideChange ask, SideChange bid)
    {
        Add(ref askAdded[slot], ask.Added);
        Add(ref bidAdded[slot], bid.Added);
        askDirty |= ask.Changed << slot;
        bidDirty |= bid.Changed << slot;
    }

    /// <summary>A time with a book update is a decision of its own, one however many updates it has.</summary>
    public void Updated(ulong clock)
    {
        if (clock > Tape.To || nextGrid == Never) return;
        nextEvent = clock;
    }

    /// <summary>Keeps an event, as long as instants are to come that it matters to.</summary>
    public void Happened(in MarketEvent happened)
    {
        if (book.Mid2 != Tape.MidBuffer[Tape.MidBuffer.Count - 1].Mid2)
            Tape.MidBuffer.Add(new MidChange(Tape.EventBuffer.Count, happened.Time, book.Mid2));
        if (IsListening) Tape.EventBuffer.Add(in happened);
    }

    public void Printed(ulong clock, long shares, Int128 notional)
    {
        printed += shares;
        if (clock > Tape.To) return;
        Tape.Volume += shares;
        Tape.Notional += notional;
        var bucket = (int)((clock - Tape.From) / options.Bucket.Nanos);
        while (Tape.VolumeBuffer.Count <= bucket) Tape.VolumeBuffer.Add(0);
        Tape.VolumeBuffer[bucket] += shares;
    }

    /// <summary>Ends an open-ended window at the time of the last record, after everything due by then has been looked at.</summary>
    public void EndAt(ulong to)
    {
        Tape.To = to;
        if (instants[lastDecision].Time == to)
        {
            instants[lastDecision].Kind |= InstantKind.Grid;
            nextGrid = GridAfter(to);
        }
        else
        {
            nextGrid = to;
        }
    }

    /// <summary>
    /// Looks at the book for everything that falls on an instant, which is that of <see cref="Next"/>: all records up to then have been
    /// applied.
    /// </summary>
    public void Look(ulong now)
    {
        for (var d = 0; d < marked.Length; d++) Mark(d, now);
        var kind = InstantKind.None;
        if (now == nextGrid) kind |= now > Tape.To ? InstantKind.Overtime : InstantKind.Decision | InstantKind.Grid;
        if (now == nextEvent) kind |= InstantKind.Decision;
        if (now == NextArrival) kind |= InstantKind.Arrival;
        if (kind != InstantKind.None) Record(now, kind);
        if (now == nextGrid) nextGrid = GridAfter(now);
        if (now == nextEvent) nextEvent = Never;
        while (arriving < instants.Count && (instants[arriving].Kind & (InstantKind.Decision | InstantKind.Overtime)) == 0) arriving++;
    }

    /// <summary>The next decision of the grid, whose last one in the window is at its end wherever that is; after it, overtime.</summary>
    private ulong GridAfter(ulong now)
    {
        if (now < Tape.To) return Math.Min(now + options.Every.Nanos, Tape.To);
        var next = now + options.Every.Nanos - (now - Tape.From) % options.Every.Nanos;
        return next - Tape.To <= options.Overtime.Nanos && next <= sessionClose ? next : Never;
    }

    /// <summary>Gives up on markouts that lie beyond the last record.</summary>
    public void AbandonMarks()
    {
        for (var d = 0; d < marked.Length; d++)
            for (; marked[d] < instants.Count; marked[d]++)
                Tape.MarkBuffers[d].Add(WindowTape.UnknownMid2);
    }

    private void Record(ulong now, InstantKind kind)
    {
        if ((kind & InstantKind.Arrival) != 0) arriving++;
        var market = book.TradabilityAt(now);
        if (market != Tradability.Tradable) kind |= InstantKind.Untradable;
        for (; askDirty != 0; askDirty &= askDirty - 1)
        {
            var slot = BitOperations.TrailingZeroCount(askDirty);
            ref readonly var quote = ref book.Quotes[slot];
            Tape.AskBuffer.Add(new QuoteChange(quote.AskPx, quote.AskSz, askAdded[slot], (byte)slot));
            askAdded[slot] = 0;
        }

        for (; bidDirty != 0; bidDirty &= bidDirty - 1)
        {
            var slot = BitOperations.TrailingZeroCount(bidDirty);
            ref readonly var quote = ref book.Quotes[slot];
            Tape.BidBuffer.Add(new QuoteChange(quote.BidPx, quote.BidSz, bidAdded[slot], (byte)slot));
            bidAdded[slot] = 0;
        }

        if (venues.Mics.Count != Tape.Mics.Count) Tape.Mics = [.. venues.Mics];
        if ((kind & InstantKind.Decision) != 0) Decide(market);
        instants.Add(new Instant
        {
            Time = now,
            Kind = kind,
            Market = market,
            Mid2 = book.Mid2,
            Spread = book.Spread,
            BestBid = book.BestBid,
            BestAsk = book.BestAsk,
            Volume = printed,
            AskEnd = Tape.AskBuffer.Count,
            BidEnd = Tape.BidBuffer.Count,
            EventEnd = Tape.EventBuffer.Count,
        });
    }

    private void Decide(Tradability market)
    {
        lastDecision = instants.Count;
        if (market != Tradability.Tradable)
        {
            Tape.Skipped = Tape.Skipped.With(market);
            return;
        }

        Tape.Decisions++;
        Tape.DecisionMid2Sum += book.Mid2;
    }

    private void Mark(int horizon, ulong now)
    {
        for (
            ;
            marked[horizon] < instants.Count && instants[marked[horizon]].Time + WindowTape.MarkoutHorizons[horizon] == now;
            marked[horizon]++)
            Tape.MarkBuffers[horizon].Add(now <= MarksEnd ? book.Mid2 : WindowTape.UnknownMid2);
    }

    /// <summary>A saturating addition.</summary>
    private static void Add(ref uint sum, uint more)
    {
        var total = (ulong)sum + more;
        sum = (uint)total | 0 - (uint)(total >> 32);
    }
}
