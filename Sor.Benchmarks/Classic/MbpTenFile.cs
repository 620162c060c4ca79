using Sor.Core.MarketData;
using Sor.Core.Simulation;

namespace Sor.Benchmarks.Classic;

/// <summary>The classic assignment's kind of file: nine minutes of MBP-10, 74 columns, ISO times and decimal prices.</summary>
internal static class MbpTenFile
{
    private const long Level = 10_000_000;

    /// <summary>Writes rows of the synthetic market, with nine levels more behind each quote.</summary>
    public static void Write(string path, int rows)
    {
        using var market = new SyntheticMarket(
            new MarketOptions
            {
                Records = rows,
                From = Duration.OfSeconds(48_992),
                Length = Duration.OfSeconds(522),
                Venues = SimulatedVenue.First(8),
            }
        );
        using var text = new StreamWriter(path) { NewLine = "\n" };
        text.Write("ts_recv,ts_event,rtype,publisher_id,instrument_id,action,side,depth,price,size,flags,ts_in_delta,sequence");
        for (var level = 0; level < 10; level++)
            text.Write($",bid_px_0{level},ask_px_0{level},bid_sz_0{level},ask_sz_0{level},bid_ct_0{level},ask_ct_0{level}");
        text.WriteLine(",symbol");
        var batch = new Mbp1[4_096];
        while (market.Read(batch) is > 0 and var count)
            foreach (ref readonly var record in batch.AsSpan(0, count))
                Row(text, in record);
    }

    private static void Row(StreamWriter text, in Mbp1 r)
    {
        text.Write(
            $"{UtcTime.Format(r.TsRecv)},{UtcTime.Format(r.TsEvent)},10,{r.PublisherId},38,{(char)r.Action},{(char)r.Side},{r.Depth},{Price(r.Price, 0)},{r.Size},{(byte)r.Flags},{r.TsInDelta},{r.Sequence}"
        );
        for (var level = 0; level < 10; level++)
            text.Write($",{Price(r.BidPx, -level)},{Price(r.AskPx, level)},{r.BidSz},{r.AskSz},{r.BidCt},{r.AskCt}");
        text.WriteLine(",AAPL");
    }

    private static string Price(long price, int level) =>
        price == Mbp1.UndefinedPrice ? "" : Nanos.Format(Math.Max(0, price + level * Level));
}
