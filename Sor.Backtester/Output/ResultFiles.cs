using Sor.Backtester.Output.Report;
using Sor.Backtester.Output.Tables;
using Sor.CommandLine;
using Sor.Core.Analysis;
using Sor.Core.MarketData;
using Sor.Core.Results;
using Sor.Core.Tuning;
using Sor.Streaming.Read;

namespace Sor.Backtester.Output;

/// <summary>From the outcomes of all instruments to the result: its files, the verdict and the table.</summary>
internal static class ResultFiles
{
    public static VerdictResult Write(
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
        var result = TransactionCostAnalysis.Of(options, outcomes, schema, summary);
        cancel.ThrowIfCancellationRequested();

        var doubt = stream is { Verified: false } ? Unverified(stream) : null;
        using var json = new MemoryStream();
        using (var file = folder.Create("result.json"))
        using (var fills = folder.Create("fills.csv"))
        {
            // The page takes about as long.
            var data = Beside(options.Threads, () =>
            {
                result.Write(json);
                json.WriteTo(file);
                FillsCsv.Write(fills, result.Parents);
            });
            try
            {
                if (choices.Parquet) WriteTables(result, schema, folder);
                if (choices.Report)
                {
                    using var report = folder.Create(OutputFolder.Report);
                    ReportPage.Of(result, choices.Command, doubt).WriteTo(report);
                }
            }
            finally
            {
                data.GetAwaiter().GetResult();
            }
        }

        using (var run = folder.Create("run.json"))
            RunJson.Write(run, result.Data.Records, options.Threads, stream, elapsed, TimeProvider.System.GetUtcNow());
        folder.Publish();
        if (doubt is not null) Terminal.Say(doubt);

        Terminal.Report($"written: {folder.Written}", () =>
        {
            if (choices.Json) WriteJson(json);
            else ConsoleReport.Write(result, folder.Written, elapsed);
        });
        return result.Verdict;
    }

    /// <summary>Writes the result itself to standard output.</summary>
    public static void WriteJson(MemoryStream json)
    {
        using var console = Console.OpenStandardOutput();
        json.WriteTo(console);
    }

    /// <summary>Does some work beside what follows where there are threads for it, else at once.</summary>
    private static Task Beside(int threads, Action work)
    {
        if (threads > 1) return Task.Run(work);
        work();
        return Task.CompletedTask;
    }

    private static void WriteTables(BacktestResult result, SourceSchema schema, OutputFolder folder)
    {
        var symbols = result.Data.Instruments.ToDictionary(i => i.InstrumentId, i => i.Symbol);
        using var fills = new FillsTable(folder.Create("fills.parquet"));
        using var parents = new ParentsTable(folder.Create("parents.parquet"), schema);
        foreach (var parent in result.Parents)
            foreach (var strategy in parent.Strategies)
                foreach (var outcome in strategy.Sides)
                {
                    fills.Add(parent, symbols[parent.InstrumentId], strategy.Name, outcome);
                    parents.Add(parent, symbols[parent.InstrumentId], strategy.Name, outcome);
                }

        fills.Complete();
        parents.Complete();
    }

    private static string Unverified(StreamReport report) =>
        report.Missing > 0 ? $"not verified: {report.Missing:N0} records of run {report.Run} are missing"
        : report.Run is null ? "not verified: nothing in these messages says whether they are all"
        : $"not verified: run {report.Run} has no END yet";
}
