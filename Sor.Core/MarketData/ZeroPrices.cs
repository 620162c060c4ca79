using System.Runtime.CompilerServices;

namespace Sor.Core.MarketData;

/// <summary>A price of 0 is no quote, and no trade happened at it.</summary>
internal static class ZeroPrices
{
    /// <summary>Makes a record's prices of 0 undefined.</summary>
    /// <returns>Whether it had any.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Clear(ref Mbp1 record)
    {
        var isTradeAtNothing = record.Price == 0 && record.Action is (RecordAction.Trade or RecordAction.Fill);
        if (record.BidPx != 0 && record.AskPx != 0 && !isTradeAtNothing) return false;
        if (record.BidPx == 0) record.BidPx = Mbp1.UndefinedPrice;
        if (record.AskPx == 0) record.AskPx = Mbp1.UndefinedPrice;
        if (isTradeAtNothing) record.Price = Mbp1.UndefinedPrice;
        return true;
    }
}
