using System.Text.Json;
using Sor.Core.Analysis;
using Sor.Core.Execution;
using Sor.Core.Orders;
using Sor.Core.Strategies;
using Sor.Core.Tuning;

namespace Sor.Tests.Tuning;

/// <summary>An outcome that waited for the end of a run is the one that went in, whatever it is.</summary>
public sealed class OutcomeStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1 << 20)]
    public void A_window_comes_back_as_it_went_in(int memory)
    {
        using var store = new OutcomeStore(folder.Path, memory);
        var (plain, bracket) = (Full(1), Full(2));
        var windows = Enumerable.Range(0, 40)
            .Select(i => MadeWindow.Of([[plain, bracket], [plain, Full(i)], [Full(-i), bracket]]))
            .ToList();

        var kept = windows.Select(store.Keep).ToList();

        (store.OnDisk > 0).ShouldBe(memory == 0);
        foreach (var (before, after) in windows.Zip(kept)) Json(after).ShouldBe(Json(before));
        var last = StrategySet.Default.All[2];
        kept[7].Of(last, Side.Sell).Fills.ShouldBe(windows[7].Of(last, Side.Sell).Fills);
        Should.Throw<ArgumentOutOfRangeException>(() => kept[7].Of(last, default));
    }

    [Fact]
    public void Neighbours_that_trade_alike_share_their_fills()
    {
        using OutcomeStore alike = new(), different = new();
        var fills = Enumerable.Range(0, 1_000).Select(Fill).ToArray();
        ParentOutcome With(Fill[] of, Side side) => Full(1) with { Side = side, Fills = of };

        alike.Keep(MadeWindow.Of([.. Enumerable.Repeat<ParentOutcome[]>([With(fills, Side.Buy), With(fills[1..], Side.Sell)], 20)]));
        different.Keep(MadeWindow.Of([.. Enumerable.Range(0, 20).Select<int, ParentOutcome[]>(i =>
            [With(fills[i..], Side.Buy), With(fills[(i + 1)..], Side.Sell)])]));

        alike.Length.ShouldBeLessThan(different.Length / 5);
    }

    [Fact]
    public void What_stays_in_memory_is_empty_and_what_was_not_executed_stays()
    {
        using var store = new OutcomeStore();
        var nothing = MadeWindow.Of([]) with { Status = WindowStatus.NoQuote };

        store.Keep(nothing).ShouldBeSameAs(nothing);

        store.Length.ShouldBe(0);
    }

    /// <summary>An outcome with another number in every place, small and large, of both signs.</summary>
    private static ParentOutcome Full(int seed)
    {
        var random = new Random(seed);
        long Any() => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(62) | 1;
        Int128 Wide() => ((Int128)Any() << 50) + Any();
        PostedSum Sum() => new(Any(), Any(), Wide(), Any());
        Markout Mark() => new(Wide(), Wide(), Any());
        var outcome = new ParentOutcome
        {
            Side = seed % 2 == 1 ? Side.Buy : Side.Sell,
            Quantity = Any(),
            ArrivalMid2 = Any(),
            Filled = Any(),
            Notional = Wide(),
            Fees = Wide(),
            HalfSpread2 = Wide(),
            Timing2 = Wide(),
            RemainderPrice = Any(),
            RemainderPriceAtHalfCollar = Any(),
            RemainderPriceAtTwiceCollar = Any(),
            RemainderFee = Any(),
            Fills = Enumerable.Range(0, random.Next(9)).Select(Fill).ToArray(),
            Markouts = [Mark(), Mark(), Mark()],
            MakerMarkouts = seed % 2 == 0 ? [] : [Mark(), Mark()],
            VolumeMeanwhile = Any(),
            BucketShares = [Any(), Any(), 0],
            Overtime = Any(),
            Maker = Any(),
            Through = Any(),
            Posted = seed % 3 == 0 ? null : new PostedOrders([Sum(), Sum()], [Sum()], random.Next()),
            AheadShareNanos = Wide(),
            WaitedShareNanos = Wide(),
        };
        foreach (var property in typeof(ParentOutcome).GetProperties().Where(p => p.CanWrite && p.PropertyType.IsValueType))
            property.GetValue(outcome).ShouldNotBe(Activator.CreateInstance(property.PropertyType), $"{property.Name} is not filled here");
        return outcome;
    }

    private static Fill Fill(int seed)
    {
        var random = new Random(seed);
        return new Fill(
            random.Next(),
            (ulong)random.NextInt64(),
            random.NextInt64() >> 2,
            (byte)random.Next(64),
            (SweepKind)random.Next(3),
            random.NextInt64(),
            random.NextInt64() >> 2,
            random.NextInt64(long.MinValue, long.MaxValue),
            (FillKind)random.Next(3));
    }

    private static string Json(WindowOutcome window) => JsonSerializer.Serialize(window, OutcomeJson.Default.WindowOutcome);
}
