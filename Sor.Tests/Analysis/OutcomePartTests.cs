using Sor.Core.Analysis;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Pipeline;
using Sor.Core.Tape;
using Sor.Core.Tuning;

namespace Sor.Tests.Analysis;

public sealed class OutcomePartTests
{
    private static readonly SourceSchema Schema = new("mbp-1", HasBids: true, HasTrades: true);

    private static readonly BacktestOptions Options = new()
    {
        Fees = FeeSchedule.Parse("flat:take=0.003,add=-0.002", anyDate: false),
        Window = new TradingWindow(Market.Open, Market.Open + Market.Seconds(40), true, Market.Seconds(10)),
        Tape = new TapeOptions(Market.Seconds(1), false, 0, Market.Seconds(5)),
        Order = new ParentOrder(300, new Collar(50_000_000_000), Liquidity.Depleting),
    };

    [Fact]
    public async Task Parts_of_instruments_sent_and_merged_give_the_bytes_of_one_machine()
    {
        var records = ManyInstruments();
        var alone = await RunAsync(records);
        var parts = new List<InstrumentOutcome>();
        foreach (var instrument in records.GroupBy(r => r.InstrumentId).OrderByDescending(g => g.Key))
        {
            var outcome = (await RunAsync([.. instrument])).Single();
            parts.Add(OutcomePart.Decode(new OutcomePart(OptionsKey.Of(Options), Schema, outcome).Encode()).Outcome);
        }

        Result([.. parts.OrderBy(p => p.InstrumentId)]).ShouldBe(Result(alone));
    }

    [Fact]
    public async Task Any_number_of_threads_gives_the_same_bytes()
    {
        var records = ManyInstruments();

        Result(await RunAsync(records, threads: 8)).ShouldBe(Result(await RunAsync(records, threads: 1)));
    }

    [Fact]
    public void Bytes_of_something_else_are_refused()
    {
        Should.Throw<SorException>(() => OutcomePart.Decode("not a part"u8)).Kind.ShouldBe(FailureKind.Data);
    }

    private static Mbp1[] ManyInstruments()
    {
        var market = new Market();
        for (var i = 0; i < 400; i++)
        {
            var venue = (ushort)(i % 3 == 0 ? Market.Nasdaq : i % 3 == 1 ? Market.Nyse : Market.Arca);
            var px = 20m + i * 37 % 5 * 0.01m;
            market.Quote(-1 + i * 0.11, venue, px, (uint)(i % 5 * 100), px + 0.06m, (uint)(i * 7 % 4 * 100));
            if (i % 4 == 0) market.Trade(-1 + i * 0.11, venue, px, 50);
        }

        return
        [
            .. market.Records.SelectMany(r =>
                Enumerable.Range(1, 3).Select(id => r with { InstrumentId = (uint)id, AskSz = r.AskSz + (uint)id * 10 })),
        ];
    }

    private static async Task<IReadOnlyList<InstrumentOutcome>> RunAsync(Mbp1[] records, int threads = 2)
    {
        using var source = new Records(records, Schema);
        return await new Backtest(Options with { Threads = threads }).RunAsync(source, TestContext.Current.CancellationToken);
    }

    private static string Result(IReadOnlyList<InstrumentOutcome> outcomes)
    {
        using var bytes = new MemoryStream();
        TransactionCostAnalysis.Of(Options, outcomes, Schema, SourceSummary.Empty).Write(bytes);
        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }
}
