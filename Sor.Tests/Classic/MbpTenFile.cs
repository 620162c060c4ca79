using System.Text;
using Sor.Core.MarketData;

namespace Sor.Tests.Classic;

/// <summary>MBP-10 as it is passed around: <c>ts_event</c> twice, ten levels, decimal prices.</summary>
internal static class MbpTenFile
{
    public static string Text(Mbp1[] records)
    {
        var text = new StringBuilder(
            "ts_event,ts_event,rtype,publisher_id,instrument_id,action,side,depth,price,size,flags,ts_in_delta,sequence");
        for (var level = 0; level < 10; level++)
            text.Append($",bid_px_0{level},ask_px_0{level},bid_sz_0{level},ask_sz_0{level},bid_ct_0{level},ask_ct_0{level}");
        text.Append(",symbol\n");
        foreach (var r in records)
        {
            text.Append(
                $"{UtcTime.Format(r.TsRecv)},{UtcTime.Format(r.TsEvent)},10,{r.PublisherId},38,A,A,0,{Nanos.Format(r.Price)},1,128,170625,1"
            );
            for (var level = 0; level < 10; level++)
                text.Append(
                    $",{Nanos.Format(r.BidPx - level * 10_000_000)},{Nanos.Format(r.AskPx + level * 10_000_000)},{r.BidSz},{r.AskSz},1,1");
            text.Append(",AAPL\n");
        }

        return text.ToString();
    }
}
