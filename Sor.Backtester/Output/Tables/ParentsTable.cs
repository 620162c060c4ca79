using Sor.Core.Execution;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Results;
using Sor.Core.Tape;

namespace Sor.Backtester.Output.Tables;

/// <summary>
/// <c>parents.parquet</c>: what became of every parent order, a row for each under each strategy and on each side. Sums are exact dollars,
/// or shares times seconds.
/// </summary>
internal sealed class ParentsTable : IDisposable
{
    private readonly ValueColumn<uint> instrument = Column.Id("instrument_id");
    private readonly TextColumn symbol = Column.Text("symbol", optional: true);
    private readonly ValueColumn<long> parent = Column.Time("parent");
    private readonly ValueColumn<long> end = Column.Time("parent_end");
    private readonly TextColumn side = Column.Text("side");
    private readonly TextColumn strategy = Column.Text("strategy");
    private readonly ValueColumn<bool> judged = Column.Flag("judged");
    private readonly ValueColumn<long> quantity = Column.Whole("quantity");
    private readonly ValueColumn<long> filled = Column.Whole("filled");
    private readonly ValueColumn<long> maker = Column.Whole("maker");
    private readonly ValueColumn<long> through = Column.Whole("through");
    private readonly ValueColumn<long> overtime = Column.Whole("overtime");
    private readonly ValueColumn<long> volume = Column.Whole("volume_meanwhile", optional: true);
    private readonly ValueColumn<long> arrivalMid = Column.Scaled("arrival_mid", 10);
    private readonly ValueColumn<decimal> notional = Column.Sum("notional", 9);
    private readonly ValueColumn<decimal> cash = Column.Sum("cash", 9);
    private readonly ValueColumn<decimal> allIn = Column.Sum("all_in", 10);
    private readonly ValueColumn<decimal> halfSpread = Column.Sum("half_spread", 10, optional: true);
    private readonly ValueColumn<decimal> fees = Column.Sum("fees", 9);
    private readonly ValueColumn<decimal> timing = Column.Sum("timing", 10);
    private readonly ValueColumn<decimal> remainder = Column.Sum("remainder", 10);
    private readonly ValueColumn<decimal> waited = Column.Sum("waited_share_seconds", 9);
    private readonly ValueColumn<decimal> ahead = Column.Sum("ahead_share_seconds", 9);
    private readonly MarkoutColumns taken = new("taker");
    private readonly MarkoutColumns rested = new("maker");
    private readonly SourceSchema schema;
    private readonly ParquetTable table;

    /// <summary>Begins the table.</summary>
    /// <param name="file">Where it is written; closed with the table.</param>
    /// <param name="schema">What the data carried.</param>
    public ParentsTable(Stream file, SourceSchema schema)
    {
        this.schema = schema;
        table = new ParquetTable(
            file,
            [
                instrument, symbol, parent, end, side, strategy, judged,
                quantity, filled, maker, through, overtime, volume,
                arrivalMid, notional, cash, allIn, halfSpread, fees, timing, remainder,
                waited, ahead, .. taken.All, .. rested.All,
            ]);
    }

    /// <summary>Ends the table after the last parent.</summary>
    public void Complete() => table.Complete();

    /// <inheritdoc/>
    public void Dispose() => table.Dispose();

    /// <summary>Adds a parent.</summary>
    /// <param name="of">The parent.</param>
    /// <param name="named">Its symbol, where known.</param>
    /// <param name="by">The strategy.</param>
    /// <param name="outcome">What became of it.</param>
    public void Add(ParentResult of, string? named, string by, ParentOutcome outcome)
    {
        instrument.Add(of.InstrumentId);
        symbol.Add(named);
        parent.Add((long)of.From);
        end.Add((long)of.To);
        side.Add(outcome.Side.Name());
        strategy.Add(by);
        judged.Add(of.AgainstBestAsk is not null);
        quantity.Add(outcome.Quantity);
        filled.Add(outcome.Filled);
        maker.Add(outcome.Maker);
        through.Add(outcome.Through);
        overtime.Add(outcome.Overtime);
        volume.Add(schema.HasTrades ? outcome.VolumeMeanwhile : null);
        arrivalMid.Add(5 * outcome.ArrivalMid2);
        notional.Add(OfNanos(outcome.Notional));
        cash.Add(OfNanos(outcome.Cash));
        allIn.Add(OfHalves(outcome.Shortfall2));
        halfSpread.Add(schema.HasBids ? OfHalves(outcome.HalfSpread2) : null);
        fees.Add(OfNanos(outcome.Fees));
        timing.Add(OfHalves(outcome.Timing2));
        remainder.Add(OfHalves(outcome.Remainder2));
        waited.Add(OfNanos(outcome.WaitedShareNanos));
        ahead.Add(OfNanos(outcome.AheadShareNanos));
        taken.Add(outcome.Markouts);
        rested.Add(outcome.MakerMarkouts);
        table.EndRow();
    }

    private static decimal OfNanos(Int128 nanos) => (decimal)nanos / Nanos.One;

    private static decimal OfHalves(Int128 halves) => (decimal)halves / (2 * Nanos.One);

    /// <summary>Markouts against the price: dollars summed over the shares that have a mid so much later, and these shares.</summary>
    private sealed class MarkoutColumns(string of)
    {
        private readonly (ValueColumn<decimal> Sum, ValueColumn<long> Shares)[] horizons =
        [
            .. WindowTape.MarkoutHorizons.ToArray().Select(h => $"{of}_markout_{h / Nanos.One}s")
                .Select(name => (Column.Sum(name, 10), Column.Whole($"{name}_shares"))),
        ];

        public IEnumerable<Column> All => horizons.SelectMany(h => (IEnumerable<Column>)[h.Sum, h.Shares]);

        public void Add(Markout[] markouts)
        {
            for (var i = 0; i < horizons.Length; i++)
            {
                var markout = i < markouts.Length ? markouts[i] : default;
                horizons[i].Sum.Add(OfHalves(markout.FromPrice2));
                horizons[i].Shares.Add(markout.Shares);
            }
        }
    }
}
