using Sor.Core.MarketData;

namespace Sor.Tests;

/// <summary>A record as most are in real data: a venue's quote of $10.00 to $10.01, 100 shares each, and no trade.</summary>
internal static class QuoteRecord
{
    /// <summary>Makes one.</summary>
    /// <param name="instrument">Numeric id of the instrument.</param>
    /// <param name="time">Both stamps, nanoseconds since the Unix epoch.</param>
    /// <param name="publisher">Databento's id of the venue.</param>
    /// <param name="sequence">The venue's sequence number.</param>
    public static Mbp1 Of(uint instrument, ulong time, ushort publisher, uint sequence) => new()
    {
        Length = 20,
        RecordType = 1,
        PublisherId = publisher,
        InstrumentId = instrument,
        TsEvent = time,
        TsRecv = time,
        Action = RecordAction.Modify,
        Side = RecordSide.None,
        Flags = RecordFlags.Last,
        Price = Mbp1.UndefinedPrice,
        Sequence = sequence,
        BidPx = 10_000_000_000,
        AskPx = 10_010_000_000,
        BidSz = 100,
        AskSz = 100,
    };
}
