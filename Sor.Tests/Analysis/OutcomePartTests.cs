using Sor.Core.Analysis;
using Sor.Core.MarketData;
using Sor.Core.Tuning;

namespace Sor.Tests.Analysis;

public sealed class OutcomePartTests
{
    private static readonly BacktestOptions Options = SmallRun.Options(seconds: 40);

    [Fact]
    public async Task Parts_of_instruments_sent_and_merged_give_the_bytes_of_one_machine()
    {
        var records = SmallRun.Instruments(3);
        var alone = await RunAsync(records);
        var parts = new List<InstrumentOutcome>();
        foreach (var instrument in records.GroupBy(r => r.InstrumentId).OrderByDescending(g => g.Key))
        {
            var outcome = (await RunAsync([.. instrument])).Single();
            parts.Add(OutcomePart.Decode(new OutcomePart(OptionsKey.Of(Options), SmallRun.Schema, outcome).Encode()).Outcome);
        }

        Result([.. parts.OrderBy(p => p.InstrumentId)]).ShouldBe(Result(alone));
    }

    [Fact]
    public async Task Any_number_of_threads_gives_the_same_bytes()
    {
        var records = SmallRun.Instruments(3);

        Result(await RunAsync(records, threads: 8)).ShouldBe(Result(await RunAsync(records, threads: 1)));
    }

    [Fact]
    public void Bytes_of_something_else_are_refused()
    {
        Should.Throw<SorException>(() => OutcomePart.Decode("not a part"u8)).Kind.ShouldBe(FailureKind.Data);
    }

    private static Task<IReadOnlyList<InstrumentOutcome>> RunAsync(Mbp1[] records, int threads = 2) =>
        SmallRun.OutcomesAsync(Options with { Threads = threads }, records);

    private static string Result(IReadOnlyList<InstrumentOutcome> outcomes) => SmallRun.Result(Options, outcomes).Json();
}
