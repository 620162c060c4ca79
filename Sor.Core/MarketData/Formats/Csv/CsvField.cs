namespace Sor.Core.MarketData.Formats.Csv;

/// <summary>What a CSV column is for, in the order in which a row's cells are read: of two that are wrong the first is named.</summary>
internal enum CsvField : byte
{
    Ignored,
    TsRecv,
    TsEvent,
    RecordType,
    Publisher,
    Venue,
    Action,
    Side,
    Price,
    BidPx,
    AskPx,
    Size,
    BidSz,
    AskSz,
    Depth,
    Flags,
    TsInDelta,
    Sequence,
    BidCt,
    AskCt,
    Instrument,
    Symbol,
}
