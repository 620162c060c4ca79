namespace Sor.Core.MarketData;

/// <summary>
/// Looks at records that come from elsewhere than a file as a file's are looked at: whether they can be, the order of their times, prices
/// that are none.
/// </summary>
/// <param name="name">What they are read from, for messages.</param>
/// <param name="options">How many may be disordered, and in what prices are written.</param>
public sealed class RecordIntake(string name, ReadOptions options)
{
    private readonly Disorder disorder = new(options.MaxDisorder, _ => name);
    private readonly Dictionary<uint, Instrument> instruments = [];
    private bool arePricesWhole = true;
    private long lowestAsk = Mbp1.UndefinedPrice;
    private long records;

    /// <summary>Records with a price of 0 so far.</summary>
    public long ZeroPrices { get; private set; }

    /// <summary>Records more than a second behind their instrument's clock so far.</summary>
    public long Disordered => disorder.Count;

    /// <summary>What the user should be asked, now that all is read; <c>null</c> for nothing.</summary>
    public Notice? Doubt => PriceDoubt.Of(name, lowestAsk, options.PriceScale == 0 && arePricesWhole);

    /// <summary>Looks at the next record, and makes prices of 0 undefined.</summary>
    /// <returns>Why it cannot be, by the reason's name as users see it; <c>null</c> if it can.</returns>
    /// <exception cref="SorException">Too many records are disordered.</exception>
    public string? Take(ref Mbp1 record)
    {
        if (RecordCheck.Of(in record) is { } reason) return reason.ToString();
        records++;
        if (MarketData.ZeroPrices.Clear(ref record)) ZeroPrices++;
        if (!instruments.TryGetValue(record.InstrumentId, out var instrument))
            instruments.Add(record.InstrumentId, instrument = new Instrument(record.InstrumentId, symbol: null));
        disorder.See(instrument, record.Time, records, 0, records);
        if (record.AskPx == Mbp1.UndefinedPrice) return null;
        arePricesWhole &= record.AskPx % Nanos.One == 0;
        lowestAsk = Math.Min(lowestAsk, record.AskPx);
        return null;
    }

    /// <summary>Judges the order of all records, now that they are read.</summary>
    /// <exception cref="SorException">Too many are disordered.</exception>
    public void Complete() => disorder.Judge(records);
}
