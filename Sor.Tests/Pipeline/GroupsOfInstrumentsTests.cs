using Sor.Core.MarketData;
using Sor.Core.Pipeline;
using Sor.Core.Results;
using Sor.Core.Tuning;

namespace Sor.Tests.Pipeline;

/// <summary>
/// Many instruments are replayed a group at a time, and their records wait meanwhile. No result shows how large a group is, or where they
/// waited.
/// </summary>
public sealed class GroupsOfInstrumentsTests : IDisposable
{
    private static readonly BacktestOptions Options = SmallRun.Options(seconds: 40);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public async Task A_group_of_any_size_gives_the_same_bytes(int atOnce)
    {
        var records = SevenInstruments();

        var (whole, fills) = await RunAsync(records, int.MaxValue, memory: 1 << 20);

        (await RunAsync(records, atOnce, memory: 1 << 20)).ShouldBe((whole, fills));
        (await RunAsync(records, atOnce, memory: 0)).ShouldBe((whole, fills), "and so it does where all waits on disk");
        whole.Split("\"instrument_id\": ").Length.ShouldBe(8);
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Progress_counts_every_record_once_and_ends_at_all_of_them()
    {
        var records = SevenInstruments();
        var seen = new List<(long Records, double Part)>();
        using var source = new Records(records, SmallRun.Schema);
        var backtest = new Backtest(Options) { InstrumentsAtOnce = 2, Progress = (count, part) => seen.Add((count, part)) };

        await backtest.RunAsync(source, TestContext.Current.CancellationToken);

        seen[0].Records.ShouldBeLessThan(records.Length / 2);
        seen.Zip(seen.Skip(1)).ShouldAllBe(pair => pair.First.Records < pair.Second.Records);
        seen[^1].ShouldBe((records.Length, 1.0));
    }

    [Fact]
    public async Task An_instrument_that_waited_fails_as_one_that_did_not()
    {
        var records = SevenInstruments().ToList();
        records.Add(records.Last(r => r.InstrumentId == 7) with { TsRecv = Market.Open - Market.Seconds(200_000), TsEvent = 0 });

        var atOnce = await Should.ThrowAsync<SorException>(() => RunAsync([.. records], int.MaxValue, memory: 0));
        var waited = await Should.ThrowAsync<SorException>(() => RunAsync([.. records], 2, memory: 0));

        waited.Message.ShouldBe(atOnce.Message);
        waited.Message.ShouldContain("of instrument 7");
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_looks_at_tapes_gets_them_in_the_order_of_the_stream()
    {
        var closed = new List<(ulong From, uint Instrument)>();
        using var source = new Records(SevenInstruments(), SmallRun.Schema);

        await new Backtest(Options) { InstrumentsAtOnce = 1, TapeClosed = tape => closed.Add((tape.From, tape.InstrumentId)) }
            .RunAsync(source, TestContext.Current.CancellationToken);

        closed.Select(c => c.From).ShouldBeInOrder();
        closed.Count.ShouldBe(4 * 7);
    }

    private async Task<(string Result, string Fills)> RunAsync(Mbp1[] records, int atOnce, int memory)
    {
        using var source = new Records(records, SmallRun.Schema);
        using var store = new OutcomeStore(folder.Path, memory);
        var outcomes = await new Backtest(Options) { InstrumentsAtOnce = atOnce, Outcomes = store }
            .RunAsync(source, TestContext.Current.CancellationToken);
        if (memory == 0) store.OnDisk.ShouldBeGreaterThan(0);
        var result = SmallRun.Result(Options, outcomes);
        using var fills = new MemoryStream();
        FillsCsv.Write(fills, result.Parents);
        return (result.Json(), System.Text.Encoding.UTF8.GetString(fills.ToArray()));
    }

    private static Mbp1[] SevenInstruments()
    {
        // A window closes once the mid a minute after its end is known, so they close one after the other.
        var later = new Market();
        for (var at = 45; at < 120; at += 3) later.Quote(at, Market.Nyse, 20m, 100, 20.06m, 100);
        return SmallRun.Instruments(7, later);
    }
}
