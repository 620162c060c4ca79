using System.CommandLine;
using System.Diagnostics;
using Sor.Backtester.Output;
using Sor.CommandLine;
using Sor.Core.Analysis;
using Sor.Core.MarketData;
using Sor.Core.Results;
using Sor.Core.Tuning;
using Sor.ServiceDefaults;
using Sor.Streaming.Group;
using Sor.Streaming.Read;

namespace Sor.Backtester.Commands;

/// <summary><c>collect</c>: the outcomes that a group left in the results topic, merged to the result of a single machine.</summary>
internal static class CollectCommand
{
    public static Command Create()
    {
        var settings = new BacktestSettings();
        var kafka = new KafkaSettings();
        var output = new OutputSettings();
        var command = new Command("collect", "Merges what the backtesters of a --group found, given the same options, to the result of a single machine.");
        foreach (var option in kafka.CollectOptions.Concat(settings.All).Concat(output.All)) command.Add(option);
        command.SetAction((parsed, cancel) =>
        {
            var options = settings.Read(parsed);
            var started = Stopwatch.GetTimestamp();
            using var folder = OutputFolder.Open(output.Folder(parsed));
            using var telemetry = Telemetry.Start("sor-collect");
            try
            {
                using var client = kafka.Connect(parsed, telemetry).Consumer();
                ResultsTopic.AwaitBroker(client.Value, kafka.Results(parsed), client.Brokers, kafka.Wait(parsed), cancel);
                var results = new ResultsReader(client.Value, kafka.Results(parsed), OptionsKey.Of(options), kafka.Run(parsed), keepOutcomes: true);
                Await(results, kafka.Run(parsed), kafka.Wait(parsed), cancel);
                using var span = results.StartCollecting();
                var verdict = Merge(results, options, folder, output.Read(parsed), started, cancel);
                telemetry.Log.Judged(results.Newest, verdict.Sentence, folder.Written);
            }
            catch (SorException e)
            {
                telemetry.Log.Failed(kafka.Run(parsed), Wording.Of(e));
                throw;
            }

            return Task.FromResult((int)ExitCode.Done);
        });
        return command;
    }

    private static VerdictResult Merge(ResultsReader results, BacktestOptions options, OutputFolder folder, OutputChoices choices, long started, CancellationToken cancel)
    {
        var outcomes = results.Outcomes.Select(part => OutcomePart.Decode(part.Outcome).Outcome).ToList();
        var expected = results.Done.SelectMany(part => part.Instruments).Order();
        if (!expected.SequenceEqual(outcomes.Select(o => o.InstrumentId))) throw SorException.BadData($"run {results.Newest}: outcomes of some instruments have been deleted from the results topic; run the group again");
        if (outcomes.Count == 0) throw SorException.BadData($"run {results.Newest} has no records");
        var report = new StreamReport(results.Newest, results.Done.All(part => part.Verified), 0, 0, 0, 0);
        return ResultFiles.Write(options, outcomes, results.Done[0].Schema, SummaryOf(results.Done), report, folder, choices, Stopwatch.GetElapsedTime(started), cancel);
    }

    private static void Await(ResultsReader results, string? run, TimeSpan wait, CancellationToken cancel)
    {
        var since = Stopwatch.GetTimestamp();
        while (!results.IsComplete)
        {
            cancel.ThrowIfCancellationRequested();
            if (results.Poll(TimeSpan.FromMilliseconds(100))) since = Stopwatch.GetTimestamp();
            else if (Stopwatch.GetElapsedTime(since) > wait) throw SorException.Failed(Missing(results, run, wait));
        }
    }

    private static string Missing(ResultsReader results, string? run, TimeSpan wait)
    {
        if (results.Done.Count == 0) return $"no outcomes {(run is null ? "" : $"of run {run} ")}under these options came within {wait.TotalSeconds:0} s; start backtesters with --group and the same options";
        var left = Enumerable.Range(0, results.Done[0].Partitions).Except(results.Done.Select(part => part.Partition));
        return $"run {results.Newest}: nothing new for {wait.TotalSeconds:0} s, and partitions {string.Join(", ", left)} are not done; start another backtester with --group and the same options";
    }

    private static SourceSummary SummaryOf(IReadOnlyList<PartitionDone> parts) => new(
        parts[0].Summary.Files,
        parts.Sum(part => part.Summary.Records),
        parts[0].Summary.Rejects,
        [.. parts.SelectMany(part => part.Summary.Symbols).OrderBy(symbol => symbol.InstrumentId)]);
}
