using System.Runtime.InteropServices;

namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>What the records of a file are asked about, now that all are read: each is possible, and all together are no market.</summary>
internal sealed class QuoteDoubts
{
    // Of a few, some may look like that by chance.
    private const int FewestOffers = 100;
    private const int FewestRepeats = 10;
    private const uint SmallSize = 10;

    private Mbp1 lastTrade;
    private long lowestAsk = Mbp1.UndefinedPrice;
    private long offers;
    private long small;
    private long trades;
    private long repeats;

    /// <summary>Looks at the next record.</summary>
    public void See(in Mbp1 record)
    {
        if (record.Action == RecordAction.Trade) SeeTrade(in record);
        if (record.AskPx is 0 or Mbp1.UndefinedPrice || record.AskSz is 0 or Mbp1.UndefinedSize) return;
        offers++;
        if (record.AskSz < SmallSize) small++;
        if (record.AskPx < lowestAsk) lowestAsk = record.AskPx;
    }

    /// <summary>Prices that seem to be of another unit.</summary>
    /// <param name="file">The file's name.</param>
    /// <param name="areWhole">Whether all were written as whole numbers, and taken for dollars.</param>
    public Notice? OfPrices(string file, bool areWhole) => PriceDoubt.Of(file, lowestAsk, areWhole);

    /// <summary>Sizes that seem to be lots: hardly any share is shown by fewer than ten.</summary>
    public Notice? OfSizes(string file) => offers >= FewestOffers && small * 10 >= offers * 9
        ? new Notice(
            $"{file}: {small} of {offers} offers show fewer than {SmallSize} shares; if sizes are round lots, as NYSE TAQ has them before "
            + "November 2025, multiply them by the lot, mostly 100")
        : null;

    /// <summary>Trades that stand there twice.</summary>
    public Notice? OfTrades(string file) => repeats >= FewestRepeats && repeats * 100 > trades
        ? new Notice(
            $"{file}: {repeats} of {trades} trades are the one before them again, number and stamps and all, and count twice; give each "
            + "record once")
        : null;

    private void SeeTrade(in Mbp1 record)
    {
        trades++;

        // Where nothing numbers them, two trades may be alike.
        if (record.Sequence != 0 && record.Sequence == lastTrade.Sequence && AreEqual(in record, in lastTrade)) repeats++;
        lastTrade = record;
    }

    private static bool AreEqual(in Mbp1 a, in Mbp1 b) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<Mbp1>(in a)).SequenceEqual(MemoryMarshal.AsBytes(new ReadOnlySpan<Mbp1>(in b)));
}
