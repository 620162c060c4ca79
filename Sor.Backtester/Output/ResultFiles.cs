using Sor.Core.Analysis;
using Sor.Core.MarketData;
using Sor.Core.Tuning;
using Sor.Streaming;

namespace Sor.Backtester.Output;

/// <summary>From the outcomes of all instruments to the result: its files, the verdict and the table.</summary>
internal static class ResultFiles
{
    public static Verdict Write(
        BacktestOptions options,
        IReadOnlyList<InstrumentOutcome> outcomes,
        SourceSchema schema,
        SourceSummary summary,
        StreamReport? stream,
        OutputFolder folder,
        OutputChoices choices,
        TimeSpan elapsed,
        CancellationToken cancel)
    {
        var analysis = new TransactionCostAnalysis(options, outcomes, schema.HasTrades);
        var verdict = Verdict.Of(analysis, options);
        cancel.ThrowIfCancellationRequested();

        using var result = new MemoryStream();
        ResultWriter.Write(result, options, analysis, verdict, schema, summary);
        using (var file = folder.Create("result.json")) result.WriteTo(file);
        using (var fills = new StreamWriter(folder.Create("fills.csv"))) FillsCsv.Write(fills, options, analysis);
        using (var run = folder.Create("run.json")) RunJson.Write(run, outcomes.Sum(o => o.Records), options.Threads, stream, elapsed, TimeProvider.System.GetUtcNow());
        folder.Publish();
        if (stream is { Verified: false }) Console.Error.WriteLine(Unverified(stream));

        if (choices.Json)
        {
            using var console = Console.OpenStandardOutput();
            result.WriteTo(console);
            return verdict;
        }

        ConsoleReport.Write(options, analysis, verdict, summary, folder.Written, elapsed);
        return verdict;
    }

    private static string Unverified(StreamReport report) =>
        report.Missing > 0 ? $"not verified: {report.Missing:N0} records of run {report.Run} are missing"
        : report.Run is null ? "not verified: nothing in these messages says whether they are all"
        : $"not verified: run {report.Run} has no END yet";
}
