namespace Sor.Core.MarketData;

/// <summary>What a record's values may be, whatever the file's format. Beyond these a value is an error in the data, not a market.</summary>
public static class RecordCheck
{
    /// <summary>The dearest price believed: ten million dollars a share.</summary>
    public const long HighestPrice = 10_000_000 * Nanos.One;

    /// <summary>The largest size believed: a thousand million shares.</summary>
    public const uint LargestSize = 1_000_000_000;

    /// <summary>Earliest time believed: 1990-01-01.</summary>
    public const ulong Earliest = 631_152_000 * (ulong)Nanos.One;

    /// <summary>Latest time believed: 2100-01-01.</summary>
    public const ulong Latest = 4_102_444_800 * (ulong)Nanos.One;

    /// <summary>Whether a price is undefined, or from 0 to <see cref="HighestPrice"/>.</summary>
    public static bool IsPrice(long price) => (ulong)price <= HighestPrice || price == Mbp1.UndefinedPrice;

    /// <summary>Whether a size is undefined, or at most <see cref="LargestSize"/>.</summary>
    public static bool IsSize(uint size) => size is <= LargestSize or Mbp1.UndefinedSize;

    /// <summary>Whether a stamp is undefined, or a time in the range believed.</summary>
    public static bool IsTime(ulong time) => time - Earliest <= Latest - Earliest || !Mbp1.IsDefinedTime(time);

    /// <summary>Whether an action is one that Databento writes.</summary>
    public static bool IsAction(RecordAction action) =>
        action is RecordAction.None or RecordAction.Add or RecordAction.Cancel or RecordAction.Modify or RecordAction.Clear or RecordAction.Trade or RecordAction.Fill;

    /// <summary>Whether a side is one that Databento writes.</summary>
    public static bool IsSide(RecordSide side) => side is RecordSide.None or RecordSide.Ask or RecordSide.Bid;

    internal static RejectReason? Of(in Mbp1 record)
    {
        if (!IsTime(record.TsEvent) || !IsTime(record.TsRecv) || !Mbp1.IsDefinedTime(record.Time)) return RejectReason.bad_time;
        if (record.PublisherId == 0) return RejectReason.bad_publisher;
        if (!IsPrice(record.Price) || !IsPrice(record.BidPx) || !IsPrice(record.AskPx)) return RejectReason.bad_price;
        if (!IsSize(record.Size) || !IsSize(record.BidSz) || !IsSize(record.AskSz)) return RejectReason.bad_size;
        if (!IsAction(record.Action)) return RejectReason.bad_action;
        return IsSide(record.Side) ? null : RejectReason.bad_side;
    }
}
