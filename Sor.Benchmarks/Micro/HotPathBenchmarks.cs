using BenchmarkDotNet.Attributes;
using Sor.Benchmarks.Measuring;
using Sor.Benchmarks.Own;
using Sor.Core.Book;
using Sor.Core.Execution;
using Sor.Core.MarketData;
using Sor.Core.MarketData.Formats;
using Sor.Core.MarketData.Formats.Csv;
using Sor.Core.MarketData.Input;
using Sor.Core.Orders;
using Sor.Core.Routing;
using Sor.Core.Tape;

namespace Sor.Benchmarks.Micro;

/// <summary>The code that runs once per record, per decision or per cell, each by itself, with what it allocates.</summary>
[MemoryDiagnoser]
public class HotPathBenchmarks
{
    private const int Records = 100_000;

    private readonly Mbp1[] records = MarketFile.Records(Records);
    private readonly byte[] csv;
    private readonly byte[] dbn;
    private readonly Mbp1[] batch = new Mbp1[4_096];
    private readonly DecisionViews[] views = DecisionViews.Make(venues: 16, seed: 1);
    private readonly Placement orders = new(16);
    private readonly StaticRouter router = new(5 * Nanos.One);
    private readonly WindowTape tape;
    private CsvTime stamps;
    private readonly VenueCosts costs;
    private readonly ParentOrder order = new(5_000, new Collar(50 * Nanos.One), Liquidity.Depleting);
    private readonly StaticRouter tuned = new(Nanos.One + Nanos.One / 2);

    /// <summary>Makes the market and one window's tape of it.</summary>
    public HotPathBenchmarks()
    {
        using var scratch = new ScratchFolder();
        csv = File.ReadAllBytes(MarketFile.Generate(scratch.File("market.csv"), Records));
        dbn = File.ReadAllBytes(MarketFile.Generate(scratch.File("market.dbn"), Records));
        tape = Tapes()[1];
        costs = new VenueCosts(tape, FeeSchedule.Parse("flat:take=0.001,add=-0.0005", anyDate: true));
    }

    /// <summary>100,000 rows of CSV.</summary>
    [Benchmark]
    public long Csv() => Drain(MarketDataFormats.Open(Input(csv)));

    /// <summary>100,000 records of DBN.</summary>
    [Benchmark]
    public long Dbn() => Drain(MarketDataFormats.Open(Input(dbn)));

    /// <summary>100,000 records through one instrument's book.</summary>
    [Benchmark]
    public long Book()
    {
        var book = new InstrumentBook(hasBids: true, new TradableLimits());
        foreach (ref readonly var r in records.AsSpan())
            book.Set(r.PublisherId & 15, new VenueQuote { BidPx = r.BidPx, AskPx = r.AskPx, BidSz = r.BidSz, AskSz = r.AskSz });
        return book.Mid2;
    }

    /// <summary>100,000 records through book and tapes, 1 s grid.</summary>
    [Benchmark]
    public int Replay() => Tapes().Count;

    /// <summary>1,024 decisions of <c>static</c> over 16 venues.</summary>
    [Benchmark]
    public int Static()
    {
        var sent = 0;
        foreach (var market in views)
        {
            orders.Clear(500);
            router.Decide(market.View(500), orders);
            sent += orders.Takes.Length;
        }

        return sent;
    }

    /// <summary>One parent of <c>static</c> over a window of 30 minutes.</summary>
    [Benchmark]
    public long Parent() =>
        ParentExecution.Run(order, Side.Buy, new WindowSchedule(new Schedule(ScheduleKind.Twap), tape), tuned, tape, costs).Filled;

    /// <summary>One cell of each kind that takes time.</summary>
    [Benchmark]
    public long Cells()
    {
        var notes = default(PriceNotes);
        CsvCell.TryPrice("79.990000000", out var price, ref notes);
        stamps.TryRead("2024-10-17T13:30:00.003552260Z", out var time);
        CsvCell.TrySize("1200", out var size);
        return price + (long)time + size;
    }

    private static FormatInput Input(byte[] bytes) =>
        new(
            new InputBuffer(new MemoryStream(bytes), "memory"),
            new FileRejects(new Quarantine(new ReadOptions())),
            new InstrumentTable(),
            0,
            null);

    private long Drain(IFormatReader reader)
    {
        while (reader.Read(batch) > 0)
        {
        }

        return reader.Rows;
    }

    private List<WindowTape> Tapes()
    {
        var tapes = new List<WindowTape>();
        var replay = new InstrumentReplay(
            1,
            hasBids: true,
            new TradingWindow { Horizon = Duration.OfMinutes(30) },
            new TapeOptions(),
            new ReplayOptions(),
            new TapeExchange(tapes.Add));
        foreach (ref readonly var record in records.AsSpan()) replay.Apply(in record);
        replay.Complete();
        return tapes;
    }
}
