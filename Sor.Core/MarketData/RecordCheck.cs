using System.Runtime.CompilerServices;

namespace Sor.Core.MarketData;

/// <summary>
/// What a record's values may be, whatever the file's format. Beyond these a value is an error in the data, not a market.
/// </summary>
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

    // Letters as bits, by their last six: one shift tells whether a byte is among them.
    private const ulong Actions = 1UL << 'N' | 1UL << 'A' | 1UL << 'C' | 1UL << 'M' | 1UL << 'R' | 1UL << 'T' | 1UL << 'F';
    private const ulong Sides = 1UL << 'N' | 1UL << 'A' | 1UL << 'B';

    /// <summary>Whether a price is undefined, or from 0 to <see cref="HighestPrice"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPrice(long price) => (ulong)price <= HighestPrice || price == Mbp1.UndefinedPrice;

    /// <summary>Whether a size is undefined, which is the number before 0, or at most <see cref="LargestSize"/>.</summary>
    public static bool IsSize(uint size) => size + 1 <= LargestSize + 1;

    /// <summary>Whether a stamp is undefined, or a time in the range believed.</summary>
    public static bool IsTime(ulong time) => time - Earliest <= Latest - Earliest || !Mbp1.IsDefinedTime(time);

    /// <summary>Whether an action is one that Databento writes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAction(RecordAction action) => IsOneOf(Actions, (byte)action);

    /// <summary>Whether a side is one that Databento writes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSide(RecordSide side) => IsOneOf(Sides, (byte)side);

    /// <summary>
    /// Whether a record is as nearly all are: both times defined, and nothing to object to. Of the others, <see cref="Of"/> says what is
    /// the matter, if anything is.
    /// </summary>
    internal static bool IsPlain(in Mbp1 record) =>
        record.TsEvent - Earliest <= Latest - Earliest && record.TsRecv - Earliest <= Latest - Earliest
        && record.PublisherId != 0
        && IsPrice(record.Price) && IsPrice(record.BidPx) && IsPrice(record.AskPx)
        && IsSize(record.Size) && IsSize(record.BidSz) && IsSize(record.AskSz)
        && IsAction(record.Action) && IsSide(record.Side);

    internal static RejectReason? Of(in Mbp1 record)
    {
        if (!IsTime(record.TsEvent) || !IsTime(record.TsRecv) || !Mbp1.IsDefinedTime(record.Time)) return RejectReason.bad_time;
        if (record.PublisherId == 0) return RejectReason.bad_publisher;
        if (!IsPrice(record.Price) || !IsPrice(record.BidPx) || !IsPrice(record.AskPx)) return RejectReason.bad_price;
        if (!IsSize(record.Size) || !IsSize(record.BidSz) || !IsSize(record.AskSz)) return RejectReason.bad_size;
        if (!IsAction(record.Action)) return RejectReason.bad_action;
        return IsSide(record.Side) ? null : RejectReason.bad_side;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsOneOf(ulong letters, byte letter) => letter >> 6 == 1 && (letters >> letter & 1) != 0;
}
