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

    private FillsTable(Stream file) => table = new ParquetTable(
        file, instrument, symbol, parent, side, strategy, time, venue, shares, price, fee, mid, closing, overtime, maker, through);

    /// <summary>Writes all fills.</summary>
    /// <param name="file">Where to; closed.</param>
    /// <param name="parents">The parents, in the order of the CSV file.</param>
    /// <param name="symbols">Symbols by instrument, where known.</param>
    public static void Write(Stream file, IReadOnlyList<ParentResult> parents, IReadOnlyDictionary<uint, string?> symbols)
    {
        using var fills = new FillsTable(file);
        foreach (var parent in parents)
            foreach (var strategy in parent.Strategies)
                foreach (var outcome in strategy.Sides)
                    fills.Add(parent, symbols[parent.InstrumentId], strategy.Name, outcome);
        fills.table.Complete();
    }

    /// <inheritdoc/>
    public void Dispose() => table.Dispose();

    private void Add(ParentResult of, string? named, string by, ParentOutcome outcome)
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
}
