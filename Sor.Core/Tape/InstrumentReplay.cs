using System.Runtime.CompilerServices;
using Sor.Core.Book;
using Sor.Core.MarketData;

namespace Sor.Core.Tape;

/// <summary>How records are read.</summary>
/// <param name="UseEventTime">Whether the clock follows <c>ts_event</c> alone.</param>
/// <param name="IgnoreFlags">Whether every quote record updates the book, whatever its flags.</param>
public readonly record struct ReplayOptions(bool UseEventTime, bool IgnoreFlags);

/// <summary>
/// Applies one instrument's records in stream order and records the tape of each parent window. The clock is the running maximum of the records' times;
/// a record behind it applies on arrival and is counted. What falls on an instant sees exactly the records whose time is at or before it: it is looked at
/// before the first later record is applied.
/// </summary>
public sealed class InstrumentReplay
{
    private const ulong Never = ulong.MaxValue;

    private readonly TradingWindow window;
    private readonly TapeOptions tapeOptions;
    private readonly ReplayOptions options;
    private readonly bool hasBids;
    private readonly TapeExchange tapes;
    private readonly List<TapeRecorder> open = [];
    private ulong session = Never;
    private ulong nextOpen = Never;
    private ulong nextDue = Never;
    private ulong gate;
    private bool awaitsFirstQuote;
    private (ulong Time, long Shares, Int128 Notional) printsNow;

    /// <summary>Creates the replay of one instrument.</summary>
    /// <param name="instrumentId">The instrument.</param>
    /// <param name="hasBids">Whether the data carries bids.</param>
    /// <param name="window">What is traded.</param>
    /// <param name="tapeOptions">What tapes record.</param>
    /// <param name="options">How records are read.</param>
    /// <param name="tapes">Gives empty tapes, and receives each whole window's tape, in time order.</param>
    public InstrumentReplay(uint instrumentId, bool hasBids, TradingWindow window, TapeOptions tapeOptions, ReplayOptions options, TapeExchange tapes)
    {
        InstrumentId = instrumentId;
        this.hasBids = hasBids;
        this.window = window;
        this.tapeOptions = tapeOptions;
        this.options = options;
        this.tapes = tapes;
        Book = new InstrumentBook(hasBids);
    }

    /// <summary>The instrument.</summary>
    public uint InstrumentId { get; }

    /// <summary>The book now.</summary>
    public InstrumentBook Book { get; }

    /// <summary>The venues seen so far.</summary>
    public VenueSlots Venues { get; } = new();

    /// <summary>The prints seen so far, against the book of their moment.</summary>
    public PrintStatistics Prints { get; } = new();

    /// <summary>Records seen.</summary>
    public long Records { get; private set; }

    /// <summary>Records behind the clock.</summary>
    public long Late { get; private set; }

    /// <summary>Quotes applied: those that were the last of their event.</summary>
    public long Updates { get; private set; }

    /// <summary>Quote records left alone since they were not the last of their event.</summary>
    public long MidEvent { get; private set; }

    /// <summary>Records with neither a receive nor an event time; they are applied at the clock.</summary>
    public long Timeless { get; private set; }

    /// <summary>Parent windows left out since the span ended within them.</summary>
    public int PartialWindows { get; private set; }

    /// <summary>Parent windows left out since no record came after their start.</summary>
    public int WindowsAfterData { get; private set; }

    /// <summary>Where the first parent window begins if there is time for it; <c>null</c> as long as there was neither a given start nor a two-sided NBBO.</summary>
    public ulong? FirstStart { get; private set; }

    /// <summary>Time of the first record; 0 before it.</summary>
    public ulong FirstTime { get; private set; }

    /// <summary>The clock: the latest time of any record so far.</summary>
    public ulong Clock { get; private set; }

    /// <summary>Applies one record.</summary>
    public void Apply(in Mbp1 record)
    {
        Records++;
        var time = options.UseEventTime ? record.TsEvent : record.Time;
        if (!Mbp1.IsDefinedTime(time))
        {
            Timeless++;
        }
        else if (time > Clock)
        {
            if (time > gate) Advance(time);
            Clock = time;
        }
        else if (time < Clock)
        {
            Late++;
            if (Clock - time > TradingWindow.Day) throw GoesBack(time);
        }

        var slot = Venues.SlotOf(record.PublisherId);
        if (slot < 0) return;
        switch (record.Action)
        {
            case RecordAction.Trade:
                if (record.Size != 0 && record.Size != Mbp1.UndefinedSize && record.Price != Mbp1.UndefinedPrice) Print(record.Price, record.Size);
                break;
            case RecordAction.Fill:
                break;
            case RecordAction.Clear:
                Quote(slot, new VenueQuote { BidPx = Mbp1.UndefinedPrice, AskPx = Mbp1.UndefinedPrice });
                break;
            default:
                if ((record.Flags & RecordFlags.Last) != 0 || options.IgnoreFlags)
                {
                    Updates++;
                    Quote(slot, new VenueQuote
                    {
                        BidPx = record.BidPx,
                        AskPx = record.AskPx,
                        BidSz = SizeAt(record.BidPx, record.BidSz),
                        AskSz = SizeAt(record.AskPx, record.AskSz),
                    });
                }
                else
                {
                    MidEvent++;
                }

                break;
        }
    }

    /// <summary>Ends the stream: what is whole by now is handed out, the rest is counted.</summary>
    public void Complete() => EndSession();

    // A feed's stragglers are late by less than a second. By more than a day, a stamp is wrong or files are out of order: what was replayed would be no market.
    private SorException GoesBack(ulong time) => SorException.BadData(
        $"time goes back by more than a day at record {Records} of instrument {InstrumentId}, from {UtcTime.Format(Clock)} to {UtcTime.Format(time)}: "
        + "one of the two stamps is wrong, or the data is not in time order; sort it by time first");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint SizeAt(long price, uint size) => price == Mbp1.UndefinedPrice || size == Mbp1.UndefinedSize ? 0 : size;

    private void Print(long price, uint size)
    {
        Prints.Add(price, size, Book);
        if (printsNow.Time != Clock) printsNow = (Clock, 0, 0);
        printsNow.Shares += size;
        var notional = Math.BigMul(price, (long)size);
        printsNow.Notional += notional;
        for (var i = 0; i < open.Count; i++) open[i].Printed(Clock, size, notional);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Quote(int slot, VenueQuote quote)
    {
        var shown = Book.Set(slot, quote);
        var ask = SideChange.Of(shown.AskPx, shown.AskSz, quote.AskPx, quote.AskSz);
        var bid = SideChange.Of(shown.BidPx, shown.BidSz, quote.BidPx, quote.BidSz);
        for (var i = 0; i < open.Count; i++) open[i].Quoted(slot, ask, bid);
        if (awaitsFirstQuote && Book.IsTwoSided && !Book.IsCrossed) StartAt(TradingWindow.RoundUp(Clock, tapeOptions.Every));
        if (tapeOptions.EveryEvent && open.Count > 0) Decide();
    }

    /// <summary>This time is a decision of every open window's own.</summary>
    private void Decide()
    {
        foreach (var recorder in open) recorder.Updated(Clock);
        SetDue();
    }

    /// <summary>Looks at all that falls before a record's time, and begins a new session with it where it belongs to one.</summary>
    private void Advance(ulong time)
    {
        if (window.SessionOf(time) != session)
        {
            EndSession();
            if (session == Never) FirstTime = time;
            session = window.SessionOf(time);
            if (window.StartOf(session) is { } start) StartAt(start);
            else awaitsFirstQuote = true;
        }

        while (nextDue < time) LookAtNext();
        SetDue();
    }

    private void StartAt(ulong start)
    {
        awaitsFirstQuote = false;
        FirstStart ??= start;
        nextOpen = start;
        SetDue();
    }

    private void EndSession()
    {
        if (session == Never) return;
        WindowsAfterData += WindowsFrom(nextOpen);
        nextOpen = Never;
        awaitsFirstQuote = false;
        SetDue();
        while (nextDue <= Clock) LookAtNext();
        foreach (var recorder in open) recorder.MarksEnd = Clock;
        if (window.EndOf(session) is null) CloseOpenEnded();
        SetDue();
        while (open.Exists(r => r.IsListening)) LookAtNext();
        foreach (var recorder in open)
        {
            recorder.AbandonMarks();
            tapes.Close(recorder.Tape);
        }

        open.Clear();
    }

    /// <summary>Whole windows of this session from a start that no record came after.</summary>
    private int WindowsFrom(ulong start)
    {
        if (start == Never || window.EndOf(session) is not { } end || start >= end) return 0;
        return window.Horizon is { } horizon ? (int)((end - start) / horizon) : 1;
    }

    /// <summary>Without a given end the span ends with the last record: one parent over all of it ends there, a parent that would go on is left out.</summary>
    private void CloseOpenEnded()
    {
        if (window.Horizon is null)
        {
            foreach (var recorder in open) recorder.EndAt(Clock);
            return;
        }

        PartialWindows += open.RemoveAll(r => r.Tape.To > Clock);
    }

    private void LookAtNext()
    {
        var due = nextDue;
        for (var i = 0; i < open.Count; i++)
            if (open[i].Due == due)
                open[i].Look();
        if (nextOpen == due) OpenWindow(due);
        for (var i = open.Count - 1; i >= 0; i--)
        {
            if (open[i].Due != Never) continue;
            tapes.Close(open[i].Tape);
            open.RemoveAt(i);
        }

        SetDue();
    }

    private void OpenWindow(ulong from)
    {
        var last = window.EndOf(session) ?? Never;
        var to = window.Horizon is { } horizon ? from + horizon : last;
        if (to > last || from >= last)
        {
            if (from < last) PartialWindows++;
            nextOpen = Never;
            return;
        }

        nextOpen = window.Horizon is null || to >= last ? Never : to;
        var tape = tapes.Take();
        tape.Begin(InstrumentId, from, to, tapeOptions);
        var recorder = new TapeRecorder(Book, Venues, tapeOptions, tape);
        open.Add(recorder);

        // The window opens after the last record of its first instant: that instant's prints are its own too.
        if (printsNow.Time == from) recorder.Printed(from, printsNow.Shares, printsNow.Notional);
    }

    private void SetDue()
    {
        nextDue = nextOpen;
        foreach (var recorder in open) nextDue = Math.Min(nextDue, recorder.Due);
        gate = window.IsAbsolute ? nextDue : Math.Min(nextDue, (session + 1) * TradingWindow.Day - 1);
    }
}
