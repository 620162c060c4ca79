using Sor.Core.Analysis;
using Sor.Core.MarketData;
using Sor.Core.Tape;

namespace Sor.Backtester.Output.Tables;

/// <summary>
/// <c>decisions.parquet</c>: the rows of <c>audit.csv</c> (<see cref="AuditCsv"/>) with types. Written while records are read, when not all
/// symbols are known: those are in the other tables.
/// </summary>
internal sealed class DecisionsTable : IDisposable
{
    private readonly ValueColumn<uint> instrument = Column.Id("instrument_id");
    private readonly ValueColumn<long> parent = Column.Time("parent");
    private readonly ValueColumn<long> time = Column.Time("time");
    private readonly TextColumn kind = Column.Text("kind");
    private readonly ValueColumn<long> mid = Column.Scaled("mid", 10);
    private readonly ValueColumn<long> bestBid = Column.Scaled("best_bid", 9, optional: true);
    private readonly ValueColumn<long> bestAsk = Column.Scaled("best_ask", 9, optional: true);
    private readonly TextColumn side = Column.Text("side", optional: true);
    private readonly TextColumn venue = Column.Text("venue", optional: true);
    private readonly ValueColumn<long> price = Column.Scaled("price", 9, optional: true);
    private readonly ValueColumn<long> size = Column.Whole("size", optional: true);
    private readonly ValueColumn<long> added = Column.Whole("added", optional: true);
    private readonly ValueColumn<bool> refilled = Column.Flag("refilled", optional: true);
    private readonly ParquetTable table;

    /// <summary>Begins the table.</summary>
    /// <param name="file">Where it is written; closed with the table.</param>
    public DecisionsTable(Stream file) => table = new ParquetTable(
        file, instrument, parent, time, kind, mid, bestBid, bestAsk, side, venue, price, size, added, refilled);

    /// <summary>Adds a window.</summary>
    public void Add(WindowTape tape)
    {
        var (ask, bid) = (0, 0);
        foreach (ref readonly var instant in tape.Instants)
        {
            if (instant.AskEnd == ask && instant.BidEnd == bid) Add(tape, in instant, null, default);
            for (; ask < instant.AskEnd; ask++) Add(tape, in instant, "ask", tape.AskChanges[ask]);
            for (; bid < instant.BidEnd; bid++) Add(tape, in instant, "bid", tape.BidChanges[bid]);
        }
    }

    /// <summary>Ends the table after the last window.</summary>
    public void Complete() => table.Complete();

    /// <inheritdoc/>
    public void Dispose() => table.Dispose();

    private void Add(WindowTape tape, in Instant instant, string? changed, QuoteChange change)
    {
        instrument.Add(tape.InstrumentId);
        parent.Add((long)tape.From);
        time.Add((long)instant.Time);
        kind.Add(AuditCsv.Kind(in instant));
        mid.Add(5 * instant.Mid2);
        bestBid.Add(instant.BestBid == long.MinValue ? null : instant.BestBid);
        bestAsk.Add(instant.BestAsk == long.MaxValue ? null : instant.BestAsk);
        side.Add(changed);
        var (any, all) = (changed is not null, change.Added == uint.MaxValue);
        venue.Add(any ? tape.Mics[change.Venue] : null);
        price.Add(any && change.Price != Mbp1.UndefinedPrice ? change.Price : null);
        size.Add(any ? change.Size : null);
        added.Add(any && !all ? change.Added : null);
        refilled.Add(any ? all : null);
        table.EndRow();
    }
}
