using System.CommandLine;
using Sor.Backtester.Output;
using Sor.CommandLine;
using Sor.Core.Analysis;
using Sor.Core.MarketData;
using Sor.Core.Pipeline;
using Sor.Core.Tuning;
using Sor.ServiceDefaults;
using Sor.Streaming.Read;

namespace Sor.Backtester.Commands;

/// <summary><c>backtest</c>: the main job, from files to result, verdict and table.</summary>
internal static class BacktestCommand
{
    /// <param name="own">What a user brings.</param>
    public static Command Create(OwnCode own)
    {
        var settings = new BacktestSettings(own);
        var input = new InputSettings();
        var output = new OutputSettings();
        var command = new Command("backtest", "Replays market data and reports what each routing policy would have paid.");
        foreach (var argument in input.Arguments) command.Add(argument);
        IEnumerable<Option> described =
        [
            .. input.All, .. settings.All, .. settings.OwnOptions, .. settings.CheckOptions, .. settings.PresetOptions, .. output.All,
        ];
        foreach (var option in described) command.Add(option);
        command.SetAction(async (parsed, cancel) =>
        {
            using var telemetry = Telemetry.Start("sor-backtester", Terminal.Say);
            try
            {
                if (settings.ReadClassic(parsed, [.. input.SourceOptions, .. output.ResultOptions]) is { } classic)
                {
                    await WithFiles((source, folder, choices) => ClassicCommand.RunAsync(classic, source, folder, choices, cancel))
                        .ConfigureAwait(false);
                    return (int)ExitCode.Done;
                }

                var options = settings.Read(parsed);
                if (input.Group(parsed, options, telemetry) is var (member, group))
                {
                    output.RefuseForMember(parsed);
                    await member.RunAsync(group, cancel).ConfigureAwait(false);
                }
                else
                    await WithFiles((source, folder, choices) => RunAsync(options, source, Again(), folder, choices, cancel))
                        .ConfigureAwait(false);
            }
            catch (SorException e)
            {
                telemetry.Log.Failed(input.Run(parsed), Wording.Of(e));
                throw;
            }

            return (int)ExitCode.Done;

            // Opens the same records once more, where all is to be run twice.
            Func<IRecordSource>? Again()
            {
                if (!settings.IsChecking(parsed)) return null;
                return input.CanReadAgain(parsed)
                    ? () => input.Open(parsed, null, telemetry, cancel)
                    : throw SorException.Usage("--check-router reads its input twice: name files, no stream");
            }

            async Task WithFiles(Func<IRecordSource, OutputFolder, OutputChoices, Task<string>> run)
            {
                using var folder = OutputFolder.Open(output.Folder(parsed), cancel);
                var choices = output.Read(parsed);
                try
                {
                    using var source = input.Open(parsed, folder, telemetry, cancel);
                    string sentence;
                    try
                    {
                        sentence = await run(source, folder, choices).ConfigureAwait(false);
                    }
                    catch (SorException e) when (e.Kind == FailureKind.Data)
                    {
                        SayDoubts(source);
                        throw;
                    }

                    telemetry.Log.Judged((source as IStreamSource)?.Report.Run, sentence, folder.Written);
                    SayDoubts(source);
                    if (!choices.Json && source is MarketDataSource { FirstRejects: { Count: > 0 } rejects })
                        Terminal.Report($"written: {folder.Written}", () => ConsoleReport.WriteRejects(rejects, folder));
                }
                catch (SorException e) when (e.Kind == FailureKind.Data)
                {
                    if (folder.PublishRejects() is not { } rejects) throw;
                    throw SorException.BadData($"{Wording.Of(e)} (the rejected rows are in {rejects})", e);
                }
            }
        });
        return command;
    }

    private static void SayDoubts(IRecordSource source)
    {
        foreach (var doubt in source.Summary.Doubts) Terminal.Say(Wording.Of(doubt));
    }

    private static async Task<string> RunAsync(
        BacktestOptions options,
        IRecordSource source,
        Func<IRecordSource>? again,
        OutputFolder folder,
        OutputChoices choices,
        CancellationToken cancel)
    {
        Refuse(options, source.Schema);
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        IReadOnlyList<InstrumentOutcome> outcomes;
        using var store = new OutcomeStore(folder.Path);
        using (var audit = choices.Audit ? new AuditFiles(folder, choices.Parquet) : null)
        {
            outcomes = await RecordsProgress.ShowAsync(quiet: false, progress => new Backtest(options)
            {
                TapeClosed = audit is null ? null : audit.Add,
                Outcomes = store,
                Progress = (records, part) => progress.Report(records, source.Progress * part),
            }.RunAsync(source, cancel)).ConfigureAwait(false);
            audit?.Complete();
        }

        if (again is not null)
        {
            using var same = again();
            var other = options with { Threads = options.Threads == 1 ? 2 : 1 };
            using var second = new OutcomeStore(folder.Path);
            var repeated = await new Backtest(other) { Outcomes = second }.RunAsync(same, cancel).ConfigureAwait(false);
            Repetition.Check(options, source, outcomes, repeated);
        }

        return ResultFiles
            .Write(
                options,
                outcomes,
                source.Schema,
                source.Summary,
                (source as IStreamSource)?.Report,
                folder,
                choices,
                clock.GetElapsedTime(started),
                cancel)
            .Sentence;
    }

    /// <summary>Refuses, by name, what the data cannot answer.</summary>
    internal static void Refuse(BacktestOptions options, SourceSchema schema)
    {
        if (!schema.HasBids && options.AreSidesGiven && options.Sides.Contains(Core.Orders.Side.Sell))
            throw SorException.Usage(
                "this data has no bids (columns bid_px_00, bid_sz_00), so nothing can be sold into it: give --side buy, or leave --side out");
        if (!schema.HasTrades && options.Strategies.Schedule.Kind == Core.Orders.ScheduleKind.PercentOfVolume)
            throw SorException.Usage(
                $"--schedule {options.Strategies.Schedule}: this data has no trades, so there is no volume to follow; use twap or immediate"
            );
    }
}
