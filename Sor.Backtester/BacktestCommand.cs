using System.CommandLine;
using Sor.Core;
using Sor.Core.Analysis;
using Sor.Core.MarketData;
using Sor.ServiceDefaults;
using Sor.Streaming;

namespace Sor.Backtester;

/// <summary><c>backtest</c>: the main job, from files to result, verdict and table.</summary>
internal static class BacktestCommand
{
    public static Command Create()
    {
        var settings = new BacktestSettings();
        var input = new InputSettings();
        var output = new OutputSettings();
        var command = new Command("backtest", "Replays market data and reports what each routing policy would have paid.");
        foreach (var argument in input.Arguments) command.Add(argument);
        foreach (var option in input.Options.Concat(settings.Options).Concat(output.Options)) command.Add(option);
        command.SetAction(async (parsed, cancel) =>
        {
            var options = settings.Read(parsed);
            using var folder = OutputFolder.Open(output.Folder(parsed));
            using var telemetry = Telemetry.Start("sor-backtester");
            try
            {
                using var source = input.Open(parsed, telemetry, cancel);
                var verdict = await RunAsync(options, source, folder, output.Read(parsed), cancel).ConfigureAwait(false);
                telemetry.Log.Judged((source as IStreamSource)?.Report.Run, verdict.Sentence, folder.Path);
            }
            catch (SorException e)
            {
                telemetry.Log.Failed(input.Run(parsed), e.Message);
                throw;
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static async Task<Verdict> RunAsync(BacktestOptions options, IRecordSource source, OutputFolder folder, OutputChoices choices, CancellationToken cancel)
    {
        Refuse(options, source.Schema);
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        IReadOnlyList<InstrumentOutcome> outcomes;
        using (var audit = choices.Audit ? new StreamWriter(folder.Create("audit.csv")) { NewLine = "\n" } : null)
        using (var progress = ProgressLine.Start(source, choices.Quiet))
        {
            if (audit is not null) await audit.WriteAsync(AuditCsv.Header + "\n").ConfigureAwait(false);
            var backtest = new Backtest(options)
            {
                TapeClosed = audit is null ? null : tape => AuditCsv.Write(audit, tape),
                Progress = progress.Report,
            };
            outcomes = await backtest.RunAsync(source, cancel).ConfigureAwait(false);
        }

        var analysis = new TransactionCostAnalysis(options, outcomes, source.Schema.HasTrades);
        var verdict = Verdict.Of(analysis, options);
        cancel.ThrowIfCancellationRequested();

        using var result = new MemoryStream();
        ResultWriter.Write(result, options, analysis, verdict, source.Schema, source.Summary);
        using (var file = folder.Create("result.json")) result.WriteTo(file);
        using (var fills = new StreamWriter(folder.Create("fills.csv"))) FillsCsv.Write(fills, options, analysis);
        using (var run = folder.Create("run.json")) RunJson.Write(run, options, outcomes, (source as IStreamSource)?.Report, clock.GetElapsedTime(started), clock.GetUtcNow());
        folder.Publish();
        if (source is IStreamSource { Report: { Verified: false } unverified }) Console.Error.WriteLine(Unverified(unverified));

        if (choices.Json)
        {
            using var console = Console.OpenStandardOutput();
            result.WriteTo(console);
            return verdict;
        }

        ConsoleReport.Write(options, analysis, verdict, source.Summary, folder.Path, clock.GetElapsedTime(started));
        return verdict;
    }

    private static string Unverified(StreamReport report) =>
        report.Missing > 0 ? $"not verified: {report.Missing:N0} records of run {report.Run} are missing"
        : report.Run is null ? "not verified: nothing in these messages says whether they are all"
        : $"not verified: run {report.Run} has no END yet";

    /// <summary>Refuses, by name, what the data cannot answer.</summary>
    private static void Refuse(BacktestOptions options, SourceSchema schema)
    {
        if (!schema.HasBids && options.Sides.Contains(Core.Orders.Side.Sell))
            throw SorException.Usage("this data has no bids (columns bid_px_00, bid_sz_00), so nothing can be sold into it: give --side buy");
        if (!schema.HasTrades && options.Schedule.Kind == Core.Orders.ScheduleKind.PercentOfVolume)
            throw SorException.Usage($"--schedule {options.Schedule}: this data has no trades, so there is no volume to follow; use twap or immediate");
    }
}
