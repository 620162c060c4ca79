using System.Globalization;
using Sor.Core.MarketData;

namespace Sor.Core.Simulation;

/// <summary>
/// A synthetic market of several venues that trade the same stocks. Every instrument has one common price that all venues follow, each
/// after its own delay; makers add, cancel and refill; takers buy and sell in runs, prefer cheap venues, empty levels and move the price;
/// venues withdraw to stub quotes, one side or nothing for some seconds. See <c>docs/simulation.md</c>.
/// </summary>
/// <remarks>
/// <para>Promises, tested: the same options give the same records on every machine. Records come in the order of <c>ts_recv</c>, but for
/// the late ones, which are at most a millisecond behind. <c>ts_event</c> is before <c>ts_recv</c>, and never goes back within a venue but
/// for the late. A venue's sequence numbers rise all day. A venue's own bid is below its ask. The levels of a trade are its venue's book
/// before it. An event's last record, and only that, has flag 128.</para>
/// <para>One thread; memory does not grow with the number of records.</para>
/// </remarks>
public sealed partial class SyntheticMarket : IRecordSource
{
    /// <summary>The most records of one event.</summary>
    private const int MaxEvent = 8;

    private const int BufferSize = 512;

    private readonly MarketOptions options;
    private readonly SimulatedVenue[] venues;
    private readonly IReadOnlyList<(ulong Start, ulong End)> sessions;
    private readonly long total;
    private readonly CommonPrice[] prices;
    private readonly sbyte[] lastSide;
    private readonly MakerQuote[] quotes;
    private readonly PriorityQueue<Reaction, ulong> reactions = new();
    private readonly WeightedChoice byActivity;
    private readonly WeightedChoice byShyness;
    private readonly Mbp1[] buffer = new Mbp1[BufferSize + MaxEvent];
    private RandomStream random;
    private Pace pace;
    private int session = -1;
    private ulong now;
    private ulong nextArrival;
    private ulong reactionNumber;
    private long sessionLeft;
    private long written;
    private int buffered;
    private int taken;

    /// <summary>Creates a market.</summary>
    /// <exception cref="SorException">The options make no market.</exception>
    public SyntheticMarket(MarketOptions options)
    {
        options.Validate();
        this.options = options;
        venues = [.. options.Venues];
        sessions = options.Sessions();
        total = options.TotalRecords();
        random = new RandomStream(options.Seed);
        byActivity = new WeightedChoice(venues.Select(v => v.Activity));
        byShyness = new WeightedChoice(venues.Select(v => v.Shyness));
        prices = new CommonPrice[options.Instruments];
        lastSide = new sbyte[options.Instruments];
        quotes = new MakerQuote[options.Instruments * venues.Length];
        sequences = new uint[venues.Length];
        lastEvents = new ulong[venues.Length];
        for (var i = 0; i < prices.Length; i++)
            prices[i] = new CommonPrice(i == 0 ? options.Price / TickNanos : 2_000 + random.Below(38_000), options.DailyVolatilityBps);
        Summary = new SourceSummary(
            [string.Create(CultureInfo.InvariantCulture, $"synthetic market {options.Seed}")],
            0,
            [],
            options.Symbols());
    }

    /// <inheritdoc/>
    public SourceSchema Schema { get; } = new("mbp-1", HasBids: true, HasTrades: true);

    /// <inheritdoc/>
    public SourceSummary Summary { get; private set; }

    /// <inheritdoc/>
    public double? Progress => (double)written / total;

    /// <inheritdoc/>
    public int Read(Span<Mbp1> destination)
    {
        var copied = 0;
        while (copied < destination.Length)
        {
            if (taken == buffered && !Fill()) break;
            var some = Math.Min(destination.Length - copied, buffered - taken);
            buffer.AsSpan(taken, some).CopyTo(destination[copied..]);
            taken += some;
            copied += some;
        }

        written += copied;
        if (copied < destination.Length) Summary = Summary with { Records = written };
        return copied;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private bool Fill()
    {
        taken = buffered = 0;
        while (sessionLeft == 0)
            if (!OpenNext()) return false;

        while (buffered < BufferSize && sessionLeft > 0)
        {
            var before = buffered;
            Advance();
            sessionLeft -= buffered - before;
        }

        return true;
    }

    private bool OpenNext()
    {
        if (session + 1 == sessions.Count) return false;
        session++;
        var (start, end) = sessions[session];
        sessionLeft = total / sessions.Count + (session < total % sessions.Count ? 1 : 0);
        now = clock = start;
        pace = new Pace(start, end, sessionLeft);
        reactions.Clear();
        Array.Clear(quotes);
        Array.Clear(sequences);
        Array.Clear(lastEvents);
        var opening = (uint)Math.Min(50_000_000, (end - start) / 10);
        for (var i = 0; i < prices.Length; i++)
        {
            prices[i].Open(ref random, start);
            for (var k = 0; k < venues.Length; k++) After(random.Below(opening), new Reaction(ReactionKind.Return, i, k));
        }

        if (sessionLeft > 0) nextArrival = pace.Next(ref random, start, sessionLeft);
        return true;
    }

    /// <summary>Lets the next thing happen: what was set off before, or something new.</summary>
    private void Advance()
    {
        // An event that would not fit any more is not begun: the last records are events of one record each.
        var closing = sessionLeft < MaxEvent;
        if (!closing && reactions.TryPeek(out _, out var key) && sessions[session].Start + (key >> ReactionBits) <= nextArrival)
        {
            now = sessions[session].Start + (key >> ReactionBits);
            React(reactions.Dequeue());
            return;
        }

        now = nextArrival;
        var before = buffered;
        var instrument = PickInstrument();
        if (closing) ChangeSize(instrument);
        else Happen(instrument);
        nextArrival = pace.Next(ref random, now, Math.Max(1, sessionLeft - (buffered - before)));
    }

    private void Happen(int instrument)
    {
        var draw = (int)random.Below(10_000);
        if ((draw -= 1_000) < 0) Trade(instrument);
        else if ((draw -= 900) < 0) MovePrice(instrument, 0);
        else if ((draw -= options.WithdrawalsPerTenThousand) < 0) Withdraw(instrument, byShyness.Pick(ref random));
        else ChangeSize(instrument);
    }

    private void React(Reaction reaction)
    {
        switch (reaction.Kind)
        {
            case ReactionKind.Follow: Follow(reaction.Instrument, reaction.Venue); break;
            case ReactionKind.Return: Return(reaction.Instrument, reaction.Venue); break;
            case ReactionKind.Sweep: Take(reaction.Instrument, reaction.Side, reaction.Shares); break;
        }
    }

    private int PickInstrument()
    {
        if (prices.Length == 1) return 0;
        // The square of a uniform number: of 8 instruments the first has a third of the events, the last a fifteenth.
        var u = random.Next() >> 32;
        return (int)(((u * u >> 32) * (ulong)prices.Length) >> 32);
    }

    private void After(ulong delay, Reaction reaction)
    {
        // Keys are unique, so the order of what falls on the same nanosecond is ours and not the queue's.
        var at = now - sessions[session].Start + delay;
        reactions.Enqueue(reaction, (at << ReactionBits) | (reactionNumber++ & ((1 << ReactionBits) - 1)));
    }

    private const int ReactionBits = 17;

    private enum ReactionKind : byte
    {
        Follow,
        Return,
        Sweep,
    }

    private readonly record struct Reaction(ReactionKind Kind, int Instrument, int Venue, sbyte Side = 0, uint Shares = 0);
}
