using Sor.Core.Execution;
using Sor.Core.Orders;
using Sor.Core.Results;

namespace Sor.Backtester.Output.Tables;

/// <summary><c>fills.parquet</c>: the rows of <c>fills.csv</c> (<see cref="FillsCsv"/>) with types, and the instrument's symbol.</summary>
internal sealed class FillsTable : IDisposable
{
    private readonly ValueColumn<uint> instrument = Column.Id("instrument_id");
    private readonly TextColumn symbol = Column.Text("symbol", optional: true);
    private readonly ValueColumn<long> parent = Column.Time("parent");
    private readonly TextColumn side = Column.Text("side");
    private readonly TextColumn strategy = Column.Text("strategy");
    private readonly ValueColumn<long> time = Column.Time("time");
    private readonly TextColumn venue = Column.Text("venue");
    private readonly ValueColumn<long> shares = Column.Whole("shares");
    private readonly ValueColumn<long> price = Column.Scaled("price", 9);
    private readonly ValueColumn<long> fee = Column.Scaled("fee", 9);
    private readonly ValueColumn<long> mid = Column.Scaled("mid", 10);
    private readonly ValueColumn<bool> closing = Column.Flag("closing");
    private readonly ValueColumn<bool> overtime = Column.Flag("overtime");
    private readonly ValueColumn<bool> maker = Column.Flag("maker");
    private readonly ValueColumn<bool> through = Column.Flag("through");
    private readonly ParquetTable table;

    /// <summary>Begins the table.</summary>
    /// <param name="file">Where it is written; closed with the table.</param>
    public FillsTable(Stream file) => table = new ParquetTable(
        file, instrument, symbol, parent, side, strategy, time, venue, shares, price, fee, mid, closing, overtime, maker, through);

    /// <summary>Adds the fills of a parent.</summary>
    /// <param name="of">The parent.</param>
    /// <param name="named">Its symbol, where known.</param>
    /// <param name="by">The strategy.</param>
    /// <param name="outcome">What became of it.</param>
    public void Add(ParentResult of, string? named, string by, ParentOutcome outcome)
    {
        foreach (var fill in outcome.Fills)
        {
            instrument.Add(of.InstrumentId);
            symbol.Add(named);
            parent.Add((long)of.From);
            side.Add(outcome.Side.Name());
            strategy.Add(by);
            time.Add((long)fill.Time);
            venue.Add(of.Mics[fill.Venue]);
            shares.Add(fill.Shares);
            price.Add(fill.Price);
            fee.Add(fill.Fee);
            mid.Add(5 * fill.Mid2);
            closing.Add(fill.Sweep == SweepKind.Closing);
            overtime.Add(fill.Sweep == SweepKind.Overtime);
            maker.Add(fill.Kind != FillKind.Taken);
            through.Add(fill.Kind == FillKind.Through);
            table.EndRow();
        }
    }

    /// <summary>Ends the table after the last parent.</summary>
    public void Complete() => table.Complete();

    /// <inheritdoc/>
    public void Dispose() => table.Dispose();
}
