using System.Runtime.CompilerServices;
using Sor.Core.Book;

namespace Sor.Core.Tape;

/// <summary>
/// When one instrument's parent windows open, look at the book, and close. It alone knows which instant comes next: windows say what they
/// wait for when they are asked, and remember nothing of it.
/// </summary>
internal sealed class WindowScheduler(
    uint instrumentId,
    InstrumentBook book,
    VenueSlots venues,
    SpreadHistory spreads,
    TradingWindow window,
    TapeOptions options,
    TapeExchange tapes)
{
    private const ulong Never = ulong.MaxValue;

    private readonly List<TapeRecorder> open = [];
    private DaySpan span = DaySpan.None(0);
    private ulong nextProbe = Never;
    private ulong nextOpen = Never;
    private ulong nextWarmUp = Never;

    // Prints of the clock's own instant, for a window that opens on it.
    private (ulong Time, long Shares, Int128 Notional) printsNow;

    /// <summary>The last time a record may have without <see cref="AdvanceTo"/> being called first; before any record 0.</summary>
    public ulong Next { get; private set; }

    /// <summary>Whether the next tradable NBBO begins the first window.</summary>
    public bool AwaitsFirstTradable { get; private set; }

    /// <summary>See <see cref="InstrumentReplay.PartialWindows"/>.</summary>
    public int PartialWindows { get; private set; }

    /// <summary>See <see cref="InstrumentReplay.WindowsAfterData"/>.</summary>
    public int WindowsAfterData { get; private set; }

    /// <summary>See <see cref="InstrumentReplay.FirstStart"/>.</summary>
    public ulong? FirstStart { get; private set; }

    /// <summary>
    /// What lies before the day's first window and is recorded; where that begins with the session's first tradable NBBO there is nothing
    /// before it.
    /// </summary>
    private (ulong First, ulong Last, ulong Buckets)? WarmUp =>
        !span.IsEmpty && span.IsStartGiven ? options.WarmUp.Before(span.Open, span.SessionOpen, options.Every.Nanos) : null;

    /// <summary>Begins a trading day.</summary>
    public void BeginDay(DaySpan traded)
    {
        span = traded;
        nextWarmUp = WarmUp?.First ?? Never;
        if (!span.IsEmpty && span.IsStartGiven) StartAt(span.Open);
        else if (!span.IsEmpty) nextProbe = span.Open;
        SetNext();
    }

    /// <summary>Looks at all that falls before a time of the day, that of a record which is about to be applied.</summary>
    public void AdvanceTo(ulong time)
    {
        for (var now = NextInstant(); now < time; now = NextInstant()) LookAt(now);
        SetNext();
    }

    /// <summary>The NBBO is tradable for the first time: the first window begins now, rounded up to a whole step.</summary>
    public void FirstTradable(ulong clock)
    {
        StartAt(TradingWindow.RoundUp(clock, options.Every.Nanos));
        SetNext();
    }

    /// <summary>A venue's quote changed, or was said again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Quoted(ulong clock, int slot, SideChange ask, SideChange bid)
    {
        for (var i = 0; i < open.Count; i++) open[i].Quoted(slot, ask, bid);
        if (options.EveryEvent && open.Count > 0) Decide(clock);
    }

    /// <summary>Shares changed hands.</summary>
    public void Printed(ulong clock, uint size, Int128 notional)
    {
        if (printsNow.Time != clock) printsNow = (clock, 0, 0);
        printsNow.Shares += size;
        printsNow.Notional += notional;
        for (var i = 0; i < open.Count; i++) open[i].Printed(clock, size, notional);
    }

    /// <summary>Keeps an event for the strategies that follow each.</summary>
    public void Happened(in MarketEvent happened)
    {
        for (var i = 0; i < open.Count; i++) open[i].Happened(in happened);
    }

    /// <summary>Ends the trading day: what is whole by the clock is handed out, the rest is counted.</summary>
    public void EndDay(ulong clock)
    {
        WindowsAfterData += WindowsFrom(nextOpen);
        (nextOpen, nextProbe, nextWarmUp, AwaitsFirstTradable) = (Never, Never, Never, false);
        for (var now = NextInstant(); now <= clock; now = NextInstant()) LookAt(now);
        open.RemoveAll(r => r.Tape.IsWarmUp);
        foreach (var recorder in open) recorder.MarksEnd = clock;
        if (span.EndsWithData) CloseOpenEnded(clock);
        while (open.Exists(r => r.IsListening)) LookAt(NextInstant());
        foreach (var recorder in open)
        {
            recorder.AbandonMarks();
            Close(recorder.Tape);
        }

        open.Clear();
        span = DaySpan.None(span.LastOfDay);
        SetNext();
    }

    private void StartAt(ulong start)
    {
        AwaitsFirstTradable = false;
        FirstStart ??= start;
        nextOpen = start;
    }

    /// <summary>This time is a decision of every open window's own.</summary>
    private void Decide(ulong clock)
    {
        for (var i = 0; i < open.Count; i++) open[i].Updated(clock);
        SetNext();
    }

    /// <summary>Whole windows of this day from a start that no record came after.</summary>
    private int WindowsFrom(ulong start)
    {
        if (start == Never || span.EndsWithData || start >= span.Close) return 0;
        return window.Horizon is { } horizon ? (int)((span.Close - start) / horizon.Nanos) : 1;
    }

    /// <summary>
    /// Without a given end the span ends with the last record: one parent over all of it ends there, a parent that would go on is left out.
    /// </summary>
    private void CloseOpenEnded(ulong clock)
    {
        if (window.Horizon is not null)
        {
            PartialWindows += open.RemoveAll(r => r.Tape.To > clock);
            return;
        }

        foreach (var recorder in open)
            if (recorder.Tape.To > clock)
                recorder.EndAt(clock);
    }

    private void LookAt(ulong now)
    {
        foreach (var recorder in open)
            if (recorder.Next == now)
                recorder.Look(now);
        if (nextWarmUp == now) OpenWarmUp();
        if (nextProbe == now) Probe(now);
        if (nextOpen == now) OpenWindow(now);
        for (var i = open.Count - 1; i >= 0; i--)
        {
            if (open[i].Next != Never) continue;
            Close(open[i].Tape);
            open.RemoveAt(i);
        }
    }

    /// <summary>The session begins: perhaps with an NBBO from before it.</summary>
    private void Probe(ulong now)
    {
        nextProbe = Never;
        if (book.TradabilityAt(now) == Tradability.Tradable) StartAt(TradingWindow.RoundUp(now, options.Every.Nanos));
        else AwaitsFirstTradable = true;
    }

    private void OpenWarmUp()
    {
        nextWarmUp = Never;
        var (first, last, buckets) = WarmUp!.Value;
        var tape = tapes.Take();
        var recorded = options with { Latency = default, Overtime = default, Bucket = options.WarmUp.Bucket };
        tape.Begin(instrumentId, first, last, recorded, (buckets, span.Open));
        open.Add(new TapeRecorder(book, venues, recorded, tape, span.SessionClose));
    }

    private void OpenWindow(ulong from)
    {
        var last = span.Close;
        var to = window.Horizon is { } horizon ? from + horizon.Nanos : last;
        if (to > last || from >= last)
        {
            if (from < last) PartialWindows++;
            nextOpen = Never;
            return;
        }

        nextOpen = window.Horizon is null || to >= last ? Never : to;
        var tape = tapes.Take();
        tape.Begin(instrumentId, from, to, options);
        var recorder = new TapeRecorder(book, venues, options, tape, span.SessionClose);
        open.Add(recorder);

        // The window opens after the last record of its first instant: that instant's prints are its own too.
        if (printsNow.Time == from) recorder.Printed(from, printsNow.Shares, printsNow.Notional);
    }

    private void Close(WindowTape tape)
    {
        tape.FirstSpreadMinute = spreads.Copy(
            tape.From - WindowTape.UsualMinutes * SpreadHistory.Minute,
            Math.Min(tape.To, book.FreshUntil),
            tape.SpreadBuffer);
        tapes.Close(tape);
    }

    private ulong NextInstant()
    {
        var next = Math.Min(Math.Min(nextProbe, nextOpen), nextWarmUp);
        foreach (var recorder in open) next = Math.Min(next, recorder.Next);
        return next;
    }

    private void SetNext() => Next = Math.Min(NextInstant(), span.LastOfDay);
}
