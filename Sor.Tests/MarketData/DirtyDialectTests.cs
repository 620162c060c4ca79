using System.Reflection;
using Sor.Core.MarketData;

namespace Sor.Tests.MarketData;

/// <summary>Any records in any dialect that tools make of Databento's CSV are read back field by field, and no row is rejected.</summary>
public sealed class DirtyDialectTests : IDisposable
{
    private const ulong Day = 86_400_000_000_000;

    private static readonly Gen<long> Price = Gen.Frequency(
        (1, Gen.Const(Mbp1.UndefinedPrice)),
        (4, Gen.Long[10_000_000, 1_000_000_000_000]),
        (4, Gen.Long[1, 100_000].Select(cents => cents * 10_000_000)));

    private static readonly Gen<uint> Size = Gen.Frequency((1, Gen.Const(Mbp1.UndefinedSize)), (6, Gen.UInt[0, 100_000]));

    // To the nanosecond, to the second, and at midnight.
    private static readonly Gen<ulong> Time = Gen.Select(
        Gen.ULong[17_000, 20_000],
        Gen.OneOf(Gen.ULong[0, Day - 1], Gen.ULong[0, 86_399].Select(s => s * 1_000_000_000), Gen.Const(0UL)),
        (day, time) => day * Day + time);

    private static readonly Gen<Mbp1> Record =
        from received in Gen.Frequency((6, Time), (1, Gen.Const(Mbp1.UndefinedTime)))
        from at in Time
        from prices in Price.Array[3]
        from sizes in Size.Array[3]
        from ids in Gen.Select(
            Gen.UShort[1, 300],
            Gen.UInt[1, 5],
            Gen.Byte,
            Gen.Byte,
            (publisher, instrument, flags, depth) => (Publisher: publisher, Instrument: instrument, Flags: flags, Depth: depth))
        from order in Gen.Select(Gen.Int, Gen.UInt, (delta, sequence) => (Delta: delta, Sequence: sequence))
        from counts in Gen.Select(Gen.UInt[0, 1_000], Gen.UInt[0, 1_000], (bids, asks) => (Bids: bids, Asks: asks))
        from kind in Gen.Select(Gen.Char["ACMRTFN"], Gen.Char["ABN"], (action, side) => (Action: action, Side: side))
        select new Mbp1
        {
            Length = 20,
            RecordType = 1,
            PublisherId = ids.Publisher,
            InstrumentId = ids.Instrument,
            TsEvent = at,
            TsRecv = received,
            Price = prices[0],
            Size = sizes[0],
            Action = (RecordAction)kind.Action,
            Side = (RecordSide)kind.Side,
            Flags = (RecordFlags)ids.Flags,
            Depth = ids.Depth,
            TsInDelta = order.Delta,
            Sequence = order.Sequence,
            BidPx = kind.Action == 'R' ? Mbp1.UndefinedPrice : prices[1],
            AskPx = kind.Action == 'R' ? Mbp1.UndefinedPrice : prices[2],
            BidSz = sizes[1],
            AskSz = sizes[2],
            BidCt = counts.Bids,
            AskCt = counts.Asks,
        };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Records_are_read_back_from_any_dialect() =>
        Gen.Select(Record.List[1, 20], DirtyDialect.Any).Sample(
            (records, dialect) =>
            {
                var path = folder.File($"{Guid.NewGuid():n}.csv");
                File.WriteAllBytes(path, DirtyCsv.Write(records, dialect));
                using var source = MarketDataFiles.Open([path], new ReadOptions { Strict = true, MaxDisorder = 1 });
                var read = new Mbp1[records.Count + 1];
                var count = 0;
                for (int some; (some = source.Read(read.AsSpan(count))) > 0;) count += some;
                count.ShouldBe(records.Count);
                for (var i = 0; i < count; i++) Fields(read[i]).ShouldBe(Fields(DirtyCsv.Left(records[i], dialect)), $"record {i}");
                if (!dialect.Missing.Contains("symbol")) source.Summary.Symbols.ShouldAllBe(s => s.Symbol == $"S{s.InstrumentId}");
                source.Schema.HasBids.ShouldBe(!dialect.Missing.Contains("bid_px_00") && !dialect.Missing.Contains("bid_sz_00"));
                File.Delete(path);
            },
            iter: 5_000);

    private static string Fields(Mbp1 record) =>
        string.Join(' ', typeof(Mbp1).GetFields(BindingFlags.Public | BindingFlags.Instance).Select(f => $"{f.Name}={f.GetValue(record)}"));
}
