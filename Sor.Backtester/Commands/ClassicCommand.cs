using Sor.Backtester.Output;
using Sor.CommandLine;
using Sor.Core.Classic;
using Sor.Core.MarketData;
using Sor.Streaming.Read;

namespace Sor.Backtester.Commands;

/// <summary><c>backtest --preset classic</c>: the trial assignment, its result and why its parameters cannot act.</summary>
internal static class ClassicCommand
{
    /// <summary>Runs the assignment over a source and writes its result.</summary>
    /// <returns>The outcome in a sentence.</returns>
    public static async Task<string> RunAsync(
        ClassicOptions options,
        IRecordSource source,
        OutputFolder folder,
        OutputChoices choices,
        CancellationToken cancel)
    {
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        var result = await RecordsProgress.ShowAsync(
            quiet: false,
                progress =>
                    Task.FromResult(ClassicBacktest.Run(source, options, records => progress.Report(records, source.Progress), cancel)))
            .ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();

        using var json = new MemoryStream();
        ClassicResultWriter.Write(json, result);
        using (var file = folder.Create("result.json")) json.WriteTo(file);
        var elapsed = clock.GetElapsedTime(started);
        using (var run = folder.Create("run.json"))
            RunJson.Write(run, source.Summary.Records, threads: 1, (source as IStreamSource)?.Report, elapsed, clock.GetUtcNow());
        folder.Publish();
        Terminal.Report($"written: {folder.Written}", () =>
        {
            if (choices.Json) ResultFiles.WriteJson(json);
            else ClassicReport.Write(Console.Out, result, source.Summary, folder, elapsed);
        });
        return ClassicReport.Sentence(result);
    }
}
