namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>What columns are called: by Databento, and by others.</summary>
internal static class CsvNames
{
    private static readonly Dictionary<string, CsvField> Databento = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ts_recv"] = CsvField.TsRecv,
        ["ts_event"] = CsvField.TsEvent,
        ["rtype"] = CsvField.RecordType,
        ["publisher_id"] = CsvField.Publisher,
        ["instrument_id"] = CsvField.Instrument,
        ["action"] = CsvField.Action,
        ["side"] = CsvField.Side,
        ["depth"] = CsvField.Depth,
        ["price"] = CsvField.Price,
        ["size"] = CsvField.Size,
        ["flags"] = CsvField.Flags,
        ["ts_in_delta"] = CsvField.TsInDelta,
        ["sequence"] = CsvField.Sequence,
        ["bid_px_00"] = CsvField.BidPx,
        ["ask_px_00"] = CsvField.AskPx,
        ["bid_sz_00"] = CsvField.BidSz,
        ["ask_sz_00"] = CsvField.AskSz,
        ["bid_ct_00"] = CsvField.BidCt,
        ["ask_ct_00"] = CsvField.AskCt,
        ["symbol"] = CsvField.Symbol,
    };

    /// <summary>Names in use elsewhere, without regard to case, blanks, points, hyphens and underscores.</summary>
    private static readonly (CsvField Field, string[] Names)[] Elsewhere =
    [
        (CsvField.TsRecv, ["tsreceive", "recvts", "receivetime", "receivedtime", "localtimestamp"]),
        (CsvField.TsEvent, ["timestamp", "time", "datetime", "ts", "eventtime", "exchangetime", "exchangetimestamp",
            "timem"]),
        (CsvField.Venue, ["venue", "exchange", "mic", "exch", "ex", "market"]),
        (CsvField.Symbol, ["rawsymbol", "ticker", "sym"]),
        (CsvField.Instrument, ["productid", "securityid"]),
        (CsvField.BidPx, ["bid", "bidpx", "bidprice", "bestbid", "bestbidprice", "bidpx0", "bidprice0"]),
        (CsvField.AskPx, ["ask", "askpx", "askprice", "bestask", "bestaskprice", "askpx0", "askprice0",
            "ofr", "offer", "offerprice", "bestoffer", "bestofferprice"]),
        (CsvField.BidSz, ["bidsz", "bidsize", "bidqty", "bidquantity", "bidvolume", "bidamount", "bestbidsize", "bsize", "bidsiz",
            "bidsz0", "bidsize0"]),
        (CsvField.AskSz, ["asksz", "asksize", "askqty", "askquantity", "askvolume", "askamount", "bestasksize", "asize", "asksiz", "ofrsiz",
            "asksz0", "asksize0", "offersize", "bestoffersize"]),
    ];

    private static readonly Dictionary<string, CsvField> Others = Elsewhere.SelectMany(f => f.Names, (f, n) => (n, f.Field)).ToDictionary();

    /// <summary>The field that Databento calls so.</summary>
    public static CsvField Of(string name) => Databento.GetValueOrDefault(name);

    /// <summary>The field that others call so.</summary>
    public static CsvField Usual(string name) =>
        Others.GetValueOrDefault(string.Concat(name.ToLowerInvariant().Where(char.IsLetterOrDigit)));
}
