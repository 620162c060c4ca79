using Sor.Core.MarketData;

namespace Sor.IntegrationTests.Streaming;

/// <summary>Records made up by number, of some instruments in turns, so that any part of the stream can be made again.</summary>
internal sealed class MadeSource(long count, int instruments = 1, long failAfter = long.MaxValue, Exception? failure = null) : IRecordSource
{
    private long next;

    public SourceSchema Schema { get; } = new("mbp-1", HasBids: true, HasTrades: true);

    public SourceSummary Summary =>
        new(
            ["made.dbn"],
            next,
            [new RejectCount("bad_price", 2)],
            [.. Enumerable.Range(1, instruments).Select(i => new InstrumentSymbol((uint)i, $"S{i}"))]);

    public double? Progress => (double)next / count;

    public static Mbp1 One(long number, int instruments)
    {
        var time = 1_514_903_400_000_000_000UL + ((ulong)number * 1_000_000);
        var noise = (uint)((ulong)number * 0x9E3779B97F4A7C15UL >> 40);
        return new Mbp1
        {
            Length = 20,
            RecordType = 1,
            PublisherId = (ushort)(2 + (noise % 9)),
            InstrumentId = 1 + (uint)(number % instruments),
            TsEvent = time,
            TsRecv = time + 1_000,
            Price = Mbp1.UndefinedPrice,
            Action = RecordAction.Modify,
            Side = RecordSide.None,
            Flags = RecordFlags.Last,
            Sequence = (uint)number,
            BidPx = 158_000_000_000 + (noise % 7 * 10_000_000L),
            AskPx = 158_100_000_000 + (noise % 5 * 10_000_000L),
            BidSz = 100 + (noise % 900),
            AskSz = 200 + (noise % 700),
        };
    }

    /// <summary>Every record of one instrument, in order.</summary>
    public static IEnumerable<Mbp1> Of(long count, int instruments, uint instrument) =>
        from number in Sequence(count) let record = One(number, instruments) where record.InstrumentId == instrument select record;

    public int Read(Span<Mbp1> destination)
    {
        if (next >= failAfter) throw failure!;
        var n = (int)Math.Min(Math.Min(destination.Length, count - next), failAfter - next);
        for (var i = 0; i < n; i++) destination[i] = One(next + i, instruments);
        next += n;
        return n;
    }

    public void Dispose()
    {
    }

    private static IEnumerable<long> Sequence(long count)
    {
        for (var i = 0L; i < count; i++) yield return i;
    }
}
