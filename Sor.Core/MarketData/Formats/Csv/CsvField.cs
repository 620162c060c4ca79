namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>What a CSV column is for.</summary>
internal enum CsvField : byte
{
    Ignored,
    TsRecv,
    TsEvent,
    RecordType,
    Publisher,
    Instrument,
    Action,
    Side,
    Depth,
    Price,
    Size,
    Flags,
    TsInDelta,
    Sequence,
    BidPx,
    AskPx,
    BidSz,
    AskSz,
    BidCt,
    AskCt,
    Symbol,
    Venue,
}
