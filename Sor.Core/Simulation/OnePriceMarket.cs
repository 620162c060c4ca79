using Sor.Core.MarketData;

namespace Sor.Core.Simulation;

/// <summary>
/// A market in which a router has nothing to gain: all venues show the same price and more shares than anyone wants at every moment, and
/// the price goes a cent up or down by the toss of a coin. Under equal fees whatever a backtest finds here is chance, so it shows whether a
/// verdict tells chance from a difference.
/// </summary>
/// <remarks>One instrument. The same options give the same records on every machine.</remarks>
public sealed class OnePriceMarket : IRecordSource
{
    private const long TickNanos = 10_000_000;
    private const long LowestTicks = 100;
    private const uint Displayed = 100_000;
    private const ulong VenueLatency = 1_000;

    private readonly IReadOnlyList<SimulatedVenue> venues;
    private readonly IReadOnlyList<(ulong Start, ulong End)> sessions;
    private readonly ulong meanWait;
    private readonly Queue<Mbp1> ready = new();
    private RandomStream random;
    private ulong now;
    private long ticks;
    private int session = -1;
    private uint sequence;
    private long written;

    /// <summary>Creates a market.</summary>
    /// <param name="options">Seed, times, rate, venues, symbol and first price count; the rest does not apply.</param>
    /// <exception cref="SorException">The options make no such market.</exception>
    public OnePriceMarket(MarketOptions options)
    {
        options.Validate();
        if (options.Records is not null)
            throw SorException.Usage("a market of one price has the records that its rate makes: give no number of records");
        if (options.Instruments != 1) throw SorException.Usage($"{options.Instruments} instruments: a market of one price has one");
        venues = options.Venues;
        sessions = options.Sessions();
        meanWait = (ulong)venues.Count * Nanos.One / (ulong)options.RecordsPerSecond;
        random = new RandomStream(options.Seed);
        ticks = options.Price / TickNanos;
        Summary = new SourceSummary([FormattableString.Invariant($"market of one price {options.Seed}")], 0, [], options.Symbols());
    }

    /// <inheritdoc/>
    public SourceSchema Schema { get; } = new("mbp-1", HasBids: true, HasTrades: true);

    /// <inheritdoc/>
    public SourceSummary Summary { get; private set; }

    /// <inheritdoc/>
    public double? Progress
    {
        get
        {
            if (session < 0) return 0;
            var (start, end) = sessions[session];
            return (session + (double)(now - start) / (end - start)) / sessions.Count;
        }
    }

    /// <inheritdoc/>
    public int Read(Span<Mbp1> destination)
    {
        var copied = 0;
        while (copied < destination.Length && (ready.Count > 0 || Happen())) destination[copied++] = ready.Dequeue();
        written += copied;
        if (copied < destination.Length) Summary = Summary with { Records = written };
        return copied;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>The next thing: a new day, a trade, or a move of the price that all venues make at once.</summary>
    /// <returns>Whether there was one.</returns>
    private bool Happen()
    {
        if (session >= 0) now += random.Exponential(meanWait);
        if (session < 0 || now >= sessions[session].End)
        {
            if (session + 1 == sessions.Count) return false;
            now = sessions[++session].Start;
            Quote();
        }
        else if (random.OneIn(8))
        {
            Trade();
        }
        else
        {
            ticks = Math.Max(LowestTicks, ticks + (random.OneIn(2) ? 1 : -1));
            Quote();
        }

        return true;
    }

    private void Quote()
    {
        foreach (var venue in venues) ready.Enqueue(Record(venue, RecordAction.Modify, RecordSide.None, Mbp1.UndefinedPrice, 0));
    }

    private void Trade()
    {
        var (venue, buys) = (venues[(int)random.Below((uint)venues.Count)], random.OneIn(2));
        var price = (ticks + (buys ? 1 : -1)) * TickNanos;
        ready.Enqueue(Record(venue, RecordAction.Trade, buys ? RecordSide.Bid : RecordSide.Ask, price, 100 * (1 + random.Below(5))));
    }

    private Mbp1 Record(SimulatedVenue venue, RecordAction action, RecordSide side, long price, uint shares) => new()
    {
        Length = Mbp1.SizeInBytes / 4,
        RecordType = 1,
        PublisherId = venue.PublisherId,
        InstrumentId = 1,
        TsEvent = now - VenueLatency,
        TsRecv = now,
        TsInDelta = (int)VenueLatency / 2,
        Price = price,
        Size = shares,
        Action = action,
        Side = side,
        Flags = RecordFlags.Last,
        Sequence = ++sequence,
        BidPx = (ticks - 1) * TickNanos,
        AskPx = (ticks + 1) * TickNanos,
        BidSz = Displayed,
        AskSz = Displayed,
        BidCt = 10,
        AskCt = 10,
    };
}
