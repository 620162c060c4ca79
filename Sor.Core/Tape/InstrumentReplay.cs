using System.Runtime.CompilerServices;
using Sor.Core.Book;
using Sor.Core.MarketData;

namespace Sor.Core.Tape;

/// <summary>How records are read, and what of the market they make is traded on.</summary>
public sealed record ReplayOptions
{
    /// <summary>Whether the clock follows <c>ts_event</c> alone.</summary>
    public bool UseEventTime { get; init; }

    /// <summary>Whether every quote record updates the book, whatever its flags.</summary>
    public bool IgnoreFlags { get; init; }

    /// <summary>What makes an NBBO tradable.</summary>
    public TradableLimits Limits { get; init; } = new();
}

/// <summary>
/// Applies one instrument's records in stream order and records the tape of each parent window. The clock is the running maximum of the
/// records' times; a record behind it applies on arrival and is counted, but where it is of an earlier trading day it is only counted. With
/// each trading day, a date in New York, all begins anew: quotes, mid, venues and who speaks for them. What falls on an instant sees
/// exactly the records whose time is at or before it: it is looked at before the first later record is applied.
/// </summary>
public sealed class InstrumentReplay
{
    private readonly ReplayOptions options;
    private readonly bool keepsEvents;
    private readonly WindowScheduler windows;
    private readonly MarketConditions conditions;
    private readonly VenueConditions venueConditions;
    private readonly SpreadHistory spreads = new();
    private readonly TradingWindow window;
    private long mid2BeforeClock;
    private int changesSeen;
    private int movesSeen;
    private ulong firstOfDay;
    private ulong lastOfDay;

    /// <summary>Creates the replay of one instrument.</summary>
    /// <param name="instrumentId">The instrument.</param>
    /// <param name="hasBids">Whether the data carries bids.</param>
    /// <param name="window">What is traded.</param>
    /// <param name="tapeOptions">What tapes record.</param>
    /// <param name="options">How records are read.</param>
    /// <param name="tapes">Gives empty tapes, and receives each whole window's tape, in time order.</param>
    public InstrumentReplay(
        uint instrumentId,
        bool hasBids,
        TradingWindow window,
        TapeOptions tapeOptions,
        ReplayOptions options,
        TapeExchange tapes)
    {
        InstrumentId = instrumentId;
        this.options = options;
        keepsEvents = tapeOptions.KeepsEvents;
        this.window = window;
        Book = new InstrumentBook(hasBids, options.Limits);
        conditions = new MarketConditions(options.Limits);
        venueConditions = new VenueConditions(options.Limits);
        windows = new WindowScheduler(instrumentId, Book, Venues, spreads, window, tapeOptions, tapes);
    }

    /// <summary>Numeric id of the instrument.</summary>
    public uint InstrumentId { get; }

    /// <summary>The book now.</summary>
    public InstrumentBook Book { get; }

    /// <summary>The venues seen so far.</summary>
    public VenueSlots Venues { get; } = new();

    /// <summary>The prints seen so far, against the book of their moment.</summary>
    public PrintStatistics Prints { get; } = new();

    /// <summary>How long the market was in which condition, over the days that have ended.</summary>
    public ConditionTimes Conditions => conditions.Times;

    /// <summary>How long each venue was in which condition, by MIC, over the days that have ended.</summary>
    public IReadOnlyDictionary<string, ConditionTimes> VenueConditions => venueConditions.Times;

    /// <summary>
    /// How far apart the quotes are where they are sampled, as BBO bars are, at most; 0 where every change is in the data. Nanoseconds.
    /// </summary>
    public ulong SampledEvery { get; private set; }

    /// <summary>Trading days that records came on and nothing is traded on: weekends, holidays, and days outside given stamps.</summary>
    public int ClosedDays { get; private set; }

    /// <summary>Trading days that records came on.</summary>
    public int Days { get; private set; }

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
    public int PartialWindows => windows.PartialWindows;

    /// <summary>Parent windows left out since no record came after their start.</summary>
    public int WindowsAfterData => windows.WindowsAfterData;

    /// <summary>
    /// Where the first parent window begins if there is time for it; <c>null</c> as long as there was neither a given start nor a tradable
    /// NBBO in the session.
    /// </summary>
    public ulong? FirstStart => windows.FirstStart;

    /// <summary>Time of the first record; 0 before it.</summary>
    public ulong FirstTime { get; private set; }

    /// <summary>
    /// The largest power of ten, up to a second, that every time is a whole multiple of: what stands between two stamps at least.
    /// Nanoseconds.
    /// </summary>
    public ulong Resolution { get; private set; } = Nanos.One;

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
            if (time > windows.Next) Advance(time);
            Clock = time;
            if (Resolution > 1 && time % Resolution != 0) Resolution = ResolutionOf(time);
            mid2BeforeClock = Book.Mid2;
        }
        else if (time < Clock)
        {
            Late++;
            if (Clock - time > TradingWindow.Day) throw GoesBack(time);
            if (time < firstOfDay) return;
        }

        var slot = Venues.SlotOf(record.PublisherId);
        if (slot < 0) return;
        if (Clock - Book.LastHeard > conditions.NotableGap) Heard();
        Book.LastHeard = Clock;
        venueConditions.Heard(slot, Clock);
        if (record.RecordType >= Mbp1.BboSecond) SampledEvery = Math.Max(SampledEvery, record.SampledEvery);
        switch (record.Action)
        {
            case RecordAction.Trade:
                if (record.Size != 0 && record.Size != Mbp1.UndefinedSize && record.Price is > 0 and not Mbp1.UndefinedPrice)
                    Print(slot, in record);
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
                    var (bidPx, askPx) = (PriceOf(record.BidPx), PriceOf(record.AskPx));
                    Quote(
                        slot,
                        new VenueQuote
                        {
                            BidPx = bidPx,
                            AskPx = askPx,
                            BidSz = SizeAt(bidPx, record.BidSz),
                            AskSz = SizeAt(askPx, record.AskSz),
                        }
                    );
                }
                else
                {
                    MidEvent++;
                }

                break;
        }
    }

    /// <summary>Ends the stream: what is whole by now is handed out, the rest is counted.</summary>
    public void Complete() => EndDay();

    private void Advance(ulong time)
    {
        if (time > lastOfDay) BeginDay(time);
        windows.AdvanceTo(time);
    }

    private void BeginDay(ulong time)
    {
        if (Days == 0) FirstTime = time;
        else EndDay();
        var day = NewYork.DateOf(time);
        var span = window.SpanOn(day);
        (firstOfDay, lastOfDay) = (NewYork.ToUtc(day, 0), span.LastOfDay);
        Days++;
        if (span.IsEmpty) ClosedDays++;
        Book.Clear();
        Book.LastHeard = time;
        Venues.Clear();
        conditions.BeginDay(span, time);
        venueConditions.BeginDay(span);
        spreads.BeginDay(span.SessionOpen);
        windows.BeginDay(span);
    }

    /// <summary>The NBBO's condition or spread is another.</summary>
    private void Watch()
    {
        changesSeen = Book.Changes;
        spreads.Changed(Clock, Book.Condition == Tradability.Tradable, Book.Spread);
        if (Book.Condition != conditions.Condition || Book.IsLocked != conditions.IsLocked)
            conditions.Changed(Book.Condition, Book.IsLocked, Clock);
    }

    /// <summary>A venue is heard again after a gap that is worth noting.</summary>
    private void Heard()
    {
        conditions.Gap(Book.LastHeard, Clock);
        if (Clock > Book.FreshUntil) spreads.Silent(Book.FreshUntil, Clock);
    }

    private void EndDay()
    {
        if (Days == 0) return;
        windows.EndDay(Clock);
        conditions.Gap(Book.LastHeard, Clock);
        conditions.EndDay(Clock);
        venueConditions.EndDay(Clock, Venues.Mics);
    }

    private ulong ResolutionOf(ulong time)
    {
        var resolution = Resolution;
        while (time % resolution != 0) resolution /= 10;
        return resolution;
    }

    // A feed's stragglers are late by less than a second. By more than a day, a stamp is wrong or files are out of order: what was replayed
    // would be no market.
    private SorException GoesBack(ulong time) => SorException.BadData(
            $"time goes back by more than a day at record {Records} of instrument {InstrumentId}, from {UtcTime.Format(Clock)} to {UtcTime.Format(time)}: "
        + "one of the two stamps is wrong, or the data is not in time order; sort it by time first");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint SizeAt(long price, uint size) => price == Mbp1.UndefinedPrice || size == Mbp1.UndefinedSize ? 0 : size;

    // A share for nothing is no offer, and a bid of nothing no bid.
    private static long PriceOf(long price) => price > 0 ? price : Mbp1.UndefinedPrice;

    private void Print(int slot, in Mbp1 record)
    {
        Prints.Add(record.Price, record.Size, Book);
        windows.Printed(Clock, record.Size, Wide.Product(record.Price, record.Size));
        if (keepsEvents) windows.Happened(MarketEvent.OfPrint(Clock, slot, record.Price, record.Size, record.Side, mid2BeforeClock));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Quote(int slot, VenueQuote quote)
    {
        var shown = Book.Set(slot, quote);
        var ask = SideChange.Of(shown.AskPx, shown.AskSz, quote.AskPx, quote.AskSz);
        var bid = SideChange.Of(shown.BidPx, shown.BidSz, quote.BidPx, quote.BidSz);
        windows.Quoted(Clock, slot, ask, bid);
        if (keepsEvents) windows.Happened(MarketEvent.OfQuote(Clock, slot, in quote));
        if (Book.Changes != changesSeen) Watch();
        if (Book.Moves != movesSeen)
        {
            movesSeen = Book.Moves;
            venueConditions.Moved(slot, Book, Clock);
        }

        if (windows.AwaitsFirstTradable && Book.Condition == Tradability.Tradable) windows.FirstTradable(Clock);
    }
}
