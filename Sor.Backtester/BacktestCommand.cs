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
            using var telemetry = Telemetry.Start("sor-backtester");
            try
            {
                if (input.Group(parsed, options, telemetry) is var (member, group))
                {
                    await member.RunAsync(group, cancel).ConfigureAwait(false);
                    return (int)ExitCode.Done;
                }

                using var folder = OutputFolder.Open(output.Folder(parsed));
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

        return ResultFiles.Write(options, outcomes, source.Schema, source.Summary, (source as IStreamSource)?.Report, folder, choices, clock.GetElapsedTime(started), cancel);
    }

    /// <summary>Refuses, by name, what the data cannot answer.</summary>
    internal static void Refuse(BacktestOptions options, SourceSchema schema)
    {
        if (!schema.HasBids && options.Sides.Contains(Core.Orders.Side.Sell))
            throw SorException.Usage("this data has no bids (columns bid_px_00, bid_sz_00), so nothing can be sold into it: give --side buy");
        if (!schema.HasTrades && options.Schedule.Kind == Core.Orders.ScheduleKind.PercentOfVolume)
            throw SorException.Usage($"--schedule {options.Schedule}: this data has no trades, so there is no volume to follow; use twap or immediate");
    }
}
