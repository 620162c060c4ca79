using Sor.Core.Book;

namespace Sor.Core.Tape;

/// <summary>What an instant of a tape is.</summary>
[Flags]
public enum InstantKind : byte
{
    /// <summary>Neither a decision nor an arrival.</summary>
    None = 0,

    /// <summary>A decision falls on it.</summary>
    Decision = 1,

    /// <summary>
    /// The decision is one of the grid <c>from</c>, <c>from + every</c>, … or the one at <c>to</c>; others follow book updates.
    /// </summary>
    Grid = 2,

    /// <summary>Children sent <c>latency</c> earlier arrive.</summary>
    Arrival = 4,

    /// <summary>The NBBO is not tradable: no decision is taken.</summary>
    Untradable = 8,

    /// <summary>
    /// A grid decision after the window's end, at which what is not filled is swept. It is none of <see cref="Decision"/>.
    /// </summary>
    Overtime = 16,
}

/// <summary>The market at one instant of a tape, after all records up to and including it.</summary>
public struct Instant
{
    /// <summary>Nanoseconds since the epoch.</summary>
    public ulong Time;

    /// <summary>Twice the mid, nano-dollars: that of the last tradable NBBO; 0 before there was one.</summary>
    public long Mid2;

    /// <summary>The spread of that NBBO, nano-dollars.</summary>
    public long Spread;

    /// <summary>Best bid, or <see cref="long.MinValue"/>.</summary>
    public long BestBid;

    /// <summary>Best offer, or <see cref="long.MaxValue"/>.</summary>
    public long BestAsk;

    /// <summary>Shares printed in the window by then.</summary>
    public long Volume;

    /// <summary>End of this instant's changes in <see cref="WindowTape.AskChanges"/>; they begin where the instant before ended.</summary>
    public int AskEnd;

    /// <summary>End of this instant's changes in <see cref="WindowTape.BidChanges"/>.</summary>
    public int BidEnd;

    /// <summary>End of the events up to this instant in <see cref="WindowTape.Events"/>; those after it are not known at it.</summary>
    public int EventEnd;

    /// <summary>Whether it is a decision, an arrival, or both.</summary>
    public InstantKind Kind;

    /// <summary>Whether the NBBO is tradable, and why not.</summary>
    public Tradability Market;

    /// <summary>Whether a decision is taken at it, within the window or in overtime.</summary>
    internal readonly bool IsDecidedOn =>
        (Kind & (InstantKind.Decision | InstantKind.Overtime)) != 0 && (Kind & InstantKind.Untradable) == 0;
}

/// <summary>
/// How one side of a venue's quote changed since the instant before. What a strategy can still take there becomes
/// <c>min(available + Added, Size)</c>: changes compose, so two numbers stand for any run of events.
/// </summary>
/// <param name="Price">Price now, nano-dollars; <see cref="MarketData.Mbp1.UndefinedPrice"/> for none.</param>
/// <param name="Size">Shares displayed now.</param>
/// <param name="Added">Shares added at an unchanged price; <see cref="uint.MaxValue"/> after a change of price, which refills.</param>
/// <param name="Venue">The venue's slot.</param>
public readonly record struct QuoteChange(long Price, uint Size, uint Added, byte Venue);

/// <summary>Decisions that were not taken since the NBBO was not tradable, by reason.</summary>
/// <param name="OneSided">No bid, or no offer.</param>
/// <param name="Crossed">The best bid above the best offer.</param>
/// <param name="Wide">A spread too wide.</param>
/// <param name="Silent">No record of any venue for too long.</param>
public readonly record struct SkippedDecisions(int OneSided, int Crossed, int Wide, int Silent)
{
    /// <summary>The most frequent reason; of equals the first.</summary>
    public Tradability Mostly()
    {
        var most = Math.Max(Math.Max(OneSided, Crossed), Math.Max(Wide, Silent));
        return most == OneSided ? Tradability.OneSided
            : most == Crossed ? Tradability.Crossed
            : most == Wide ? Tradability.Wide
            : Tradability.Silent;
    }

    /// <summary>The counts of two together.</summary>
    public static SkippedDecisions operator +(SkippedDecisions a, SkippedDecisions b) =>
        new(a.OneSided + b.OneSided, a.Crossed + b.Crossed, a.Wide + b.Wide, a.Silent + b.Silent);

    /// <summary>One more for a reason.</summary>
    public SkippedDecisions With(Tradability reason) => reason switch
    {
        Tradability.OneSided => this with { OneSided = OneSided + 1 },
        Tradability.Crossed => this with { Crossed = Crossed + 1 },
        Tradability.Wide => this with { Wide = Wide + 1 },
        Tradability.Silent => this with { Silent = Silent + 1 },
        _ => this,
    };
}

/// <summary>
/// One parent window, reduced to what strategies need: its instants in time order, the changes of each side between them, and prints.
/// Complete and unchanging from when it is handed out until it is recycled.
/// </summary>
public sealed class WindowTape
{
    /// <summary>A mid that is not known: beyond the last record.</summary>
    public const long UnknownMid2 = long.MinValue;

    /// <summary>How many minutes make the usual spread.</summary>
    internal const ulong UsualMinutes = 30;

    private const int LeastUsualMinutes = 5;

    /// <summary>Markout horizons, nanoseconds: 1, 10 and 60 seconds.</summary>
    public static ReadOnlySpan<ulong> MarkoutHorizons => [1_000_000_000, 10_000_000_000, 60_000_000_000];

    private (ulong From, ulong To)? warmUp;

    /// <summary>Makes an empty tape.</summary>
    /// <param name="events">Where the memory of its events comes from, and goes to when it is recycled.</param>
    internal WindowTape(BlockPool<MarketEvent> events) => EventBuffer = new BlockBuffer<MarketEvent>(events);

    /// <summary>Numeric id of the instrument.</summary>
    public uint InstrumentId { get; private set; }

    /// <summary>Start of the window, nanoseconds since the epoch.</summary>
    public ulong From { get; private set; }

    /// <summary>End of the window, nanoseconds since the epoch.</summary>
    public ulong To { get; internal set; }

    /// <summary>
    /// Whether nothing is traded in it: it only shows what came before a day's first window. Its buckets are those of the window, continued
    /// backwards.
    /// </summary>
    public bool IsWarmUp => warmUp is not null;

    /// <summary>Where the first bucket begins, nanoseconds since the epoch: for a warm-up perhaps before <see cref="From"/>.</summary>
    public ulong BucketsFrom => warmUp?.From ?? From;

    /// <summary>
    /// Where the last bucket ends, nanoseconds since the epoch: for a warm-up after <see cref="To"/>, since its end is no decision of its
    /// own.
    /// </summary>
    public ulong BucketsTo => warmUp?.To ?? To;

    /// <summary>Length of a schedule's bucket, nanoseconds.</summary>
    public ulong Bucket { get; private set; }

    /// <summary>Nanoseconds between a decision and the arrival of its children.</summary>
    public ulong Latency { get; private set; }

    /// <summary>MICs by slot of the venues seen by the last instant.</summary>
    public IReadOnlyList<string> Mics { get; internal set; } = [];

    /// <summary>Instants in time order; the first is at <see cref="From"/>.</summary>
    public ReadOnlySpan<Instant> Instants => InstantBuffer.Span;

    /// <summary>Changes of offers, instant by instant.</summary>
    public ReadOnlySpan<QuoteChange> AskChanges => AskBuffer.Span;

    /// <summary>Changes of bids, instant by instant.</summary>
    public ReadOnlySpan<QuoteChange> BidChanges => BidBuffer.Span;

    /// <summary>
    /// Quotes and prints after the first instant in stream order, where they are kept (<see cref="TapeOptions.KeepsEvents"/>); what venues
    /// show at the first instant is in its changes.
    /// </summary>
    public Blocks<MarketEvent> Events => EventBuffer.Items;

    /// <summary>
    /// Where events are kept: the mid at the first instant, and every change of it up to the last markout horizon after the last instant.
    /// </summary>
    public ReadOnlySpan<MidChange> Mids => MidBuffer.Span;

    /// <summary>Shares printed per bucket <c>[start, end)</c>, from the first; buckets after the last print are left out.</summary>
    public ReadOnlySpan<long> BucketVolumes => VolumeBuffer.Span;

    /// <summary>Shares printed in <c>[from, to]</c>.</summary>
    public long Volume { get; internal set; }

    /// <summary>Sum of price times size of those prints, nano-dollars.</summary>
    public Int128 Notional { get; internal set; }

    /// <summary>Twice the mid at the window's start; 0 if there was no tradable NBBO on its trading day by then.</summary>
    public long ArrivalMid2 => Instants[0].Mid2;

    /// <summary>Decisions taken: those at which the NBBO was tradable.</summary>
    public int Decisions { get; internal set; }

    /// <summary>Decisions not taken, by reason.</summary>
    public SkippedDecisions Skipped { get; internal set; }

    /// <summary>Sum of twice the mid over the decisions taken.</summary>
    public Int128 DecisionMid2Sum { get; internal set; }

    internal Buffer<Instant> InstantBuffer { get; } = new(256);

    internal Buffer<QuoteChange> AskBuffer { get; } = new(1024);

    internal Buffer<QuoteChange> BidBuffer { get; } = new(1024);

    internal BlockBuffer<MarketEvent> EventBuffer { get; }

    internal Buffer<MidChange> MidBuffer { get; } = new(16);

    /// <summary>The last time whose mid is known.</summary>
    internal ulong MidsEnd { get; set; }

    internal Buffer<long> VolumeBuffer { get; } = new(64);

    internal Buffer<SpreadOverTime> SpreadBuffer { get; } = new(64);

    /// <summary>Number of the minute that <see cref="SpreadBuffer"/> begins with, since the epoch.</summary>
    internal ulong FirstSpreadMinute { get; set; }

    internal Buffer<long>[] MarkBuffers { get; } = [new(256), new(256), new(256)];

    /// <summary>Makes an empty tape of this one, keeping its memory.</summary>
    /// <param name="instrumentId">The instrument.</param>
    /// <param name="from">The first instant.</param>
    /// <param name="to">The last decision's.</param>
    /// <param name="options">What it records.</param>
    /// <param name="buckets">For a warm-up: where its first bucket begins and the last one ends.</param>
    internal void Begin(uint instrumentId, ulong from, ulong to, TapeOptions options, (ulong From, ulong To)? buckets = null)
    {
        warmUp = buckets;
        (InstrumentId, From, To, Bucket, Latency) = (instrumentId, from, to, options.Bucket.Nanos, options.Latency.Nanos);
        (Mics, Volume, Notional, Decisions, Skipped, DecisionMid2Sum) = ([], 0, 0, 0, default, 0);
        InstantBuffer.Clear();
        AskBuffer.Clear();
        BidBuffer.Clear();
        EventBuffer.Clear();
        MidBuffer.Clear();
        MidsEnd = ulong.MaxValue;
        VolumeBuffer.Clear();
        foreach (var marks in MarkBuffers) marks.Clear();
    }

    /// <summary>
    /// What the spread usually was before an instant of the window: over the tradable time of the 30 clock minutes that end by it, in this
    /// session; <c>null</c> where fewer than 5 of them had any. Nothing in it is later than the instant.
    /// </summary>
    /// <param name="instant">Nanoseconds since the epoch, within the window.</param>
    public SpreadOverTime? UsualSpread(ulong instant)
    {
        var (sum, minutes) = (default(SpreadOverTime), 0);
        var end = instant / SpreadHistory.Minute;
        for (
            var minute = Math.Max(end - UsualMinutes, FirstSpreadMinute);
            minute < end && minute - FirstSpreadMinute < (ulong)SpreadBuffer.Count;
            minute++)
        {
            var of = SpreadBuffer[(int)(minute - FirstSpreadMinute)];
            if (of.Nanos == 0) continue;
            sum += of;
            minutes++;
        }

        return minutes >= LeastUsualMinutes ? sum : null;
    }

    /// <summary>
    /// Twice the mid at a time from the first instant on, where events are kept; <see cref="UnknownMid2"/> after the last record.
    /// </summary>
    /// <param name="time">Nanoseconds since the epoch.</param>
    public long Mid2At(ulong time)
    {
        if (time > MidsEnd) return UnknownMid2;
        var mids = Mids;
        var (low, high) = (0, mids.Length);
        while (high - low > 1)
        {
            var half = (low + high) / 2;
            if (mids[half].Time <= time) low = half;
            else high = half;
        }

        return mids[low].Mid2;
    }

    /// <summary>Twice the mid a markout horizon after each instant, or <see cref="UnknownMid2"/>.</summary>
    /// <param name="horizon">Index into <see cref="MarkoutHorizons"/>.</param>
    public ReadOnlySpan<long> Marks(int horizon) => MarkBuffers[horizon].Span;
}
