using Sor.Core.MarketData;

namespace Sor.Tests.Streaming;

/// <summary>Small made-up records that differ from each other.</summary>
internal static class StreamRecords
{
    public static Mbp1[] Make(int count, uint instrument = 1, int first = 0) =>
        [.. Enumerable.Range(first, count).Select(i => One(i, instrument))];

    public static Mbp1 One(int number, uint instrument = 1) => new()
    {
        Length = 20,
        RecordType = 1,
        PublisherId = (ushort)(2 + (number % 3)),
        InstrumentId = instrument,
        TsEvent = 1_514_903_400_000_000_000 + ((ulong)number * 1_000_001),
        TsRecv = 1_514_903_400_000_000_500 + ((ulong)number * 1_000_001),
        Price = Mbp1.UndefinedPrice,
        Action = RecordAction.Modify,
        Side = RecordSide.None,
        Flags = RecordFlags.Last,
        BidPx = 158_000_000_000 + (number % 7 * 10_000_000L),
        AskPx = 158_100_000_000 + (number % 5 * 10_000_000L),
        BidSz = 100 + (uint)number % 900,
        AskSz = 200 + (uint)number % 700,
    };
}
