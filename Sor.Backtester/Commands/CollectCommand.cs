using System.CommandLine;
using System.Diagnostics;
using Confluent.Kafka;
using Sor.Backtester.Output;
using Sor.CommandLine;
using Sor.Core.Analysis;
using Sor.Core.MarketData;
using Sor.Core.Pipeline;
using Sor.Core.Results;
using Sor.Core.Tuning;
using Sor.ServiceDefaults;
using Sor.Streaming.Group;
using Sor.Streaming.Read;
using Sor.Streaming.Wire;

namespace Sor.Backtester.Commands;

/// <summary><c>collect</c>: the outcomes that a group left in the results topic, merged to the result of a single machine.</summary>
internal static class CollectCommand
{
    public static Command Create(OwnCode own)
    {
        var settings = new BacktestSettings(own);
        var kafka = new KafkaSettings();
        var output = new OutputSettings();
        var command = new Command(
            "collect",
            "Merges what the backtesters of a --group found, given the same options, to the result of a single machine.");
        IEnumerable<Option> described = [.. kafka.CollectOptions, .. settings.All, .. settings.OwnOptions, .. output.CollectOptions];
        foreach (var option in described) command.Add(option);
        command.SetAction((parsed, cancel) =>
        {
            var options = settings.Read(parsed);
            var started = Stopwatch.GetTimestamp();
            using var folder = OutputFolder.Open(output.Folder(parsed), cancel);
            using var telemetry = Telemetry.Start("sor-collect", Terminal.Say);
            try
            {
                var reading = kafka.Read(parsed);
                var connection = kafka.Connect(parsed, telemetry);
                using var locating = connection.Consumer();
                reading = reading with { Brokers = locating.Brokers };
                var run = SharedRun.Locate(locating.Value, reading, OptionsKey.Of(options), Engine.Version, KafkaSettings.Tell, cancel);
                using var following = connection.Consumer();
                var results = Await(following, kafka.Results(parsed), run, reading.Wait, cancel);
                using var span = results.StartCollecting();
                var verdict = Merge(results, run.Begin.Run, options, folder, output.Read(parsed), started, cancel);
                telemetry.Log.Judged(run.Begin.Run, verdict.Sentence, folder.Written);
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

    private static VerdictResult Merge(
        ResultsReader results, string run, BacktestOptions options, OutputFolder folder, OutputChoices choices, long started,
        CancellationToken cancel)
    {
        var done = results.Done;
        using var store = new OutcomeStore(folder.Path);
        var outcomes = results.Outcomes
            .Select(part => OutcomePart.Decode(part.Outcome).Outcome)
            .Select(outcome => outcome with { Windows = store.Keep(outcome.Windows) })
            .ToList();
        if (!done.SelectMany(part => part.Instruments).Order().SequenceEqual(outcomes.Select(o => o.InstrumentId)))
            throw SorException.BadData(
                $"run {run}: outcomes of some instruments are not in the results topic any more; run the group again");
        if (outcomes.Count == 0) throw SorException.BadData($"run {run} has no records");
        var missing = done.Sum(part => part.Missing);
        var report = new StreamReport(run, Verified: missing == 0, 0, missing, 0, 0);
        return ResultFiles.Write(
            options,
            outcomes,
            done[0].Schema,
            SummaryOf(done),
            report,
            folder,
            choices,
            Stopwatch.GetElapsedTime(started),
            cancel);
    }

    /// <summary>Follows the results topic, from when it is there, until all partitions are done.</summary>
    private static ResultsReader Await(
        KafkaClient<IConsumer<Ignore, Payload>> client, string name, SharedRun run, TimeSpan wait, CancellationToken cancel)
    {
        ResultsReader? results = null;
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            if (results is null && ResultsTopic.Find(client.Value, name, client.Brokers, wait, cancel) is { } topic)
                results = new ResultsReader(client.Value, topic, run, keepOutcomes: true);
            if (results?.Poll(TimeSpan.FromMilliseconds(100)) == true)
            {
                since = Stopwatch.GetTimestamp();
                continue;
            }

            // Only once all that is there has been read: of parts done twice the last is taken.
            if (results?.Done.Count == run.Begin.Partitions) return results;
            if (Stopwatch.GetElapsedTime(since) > wait) throw SorException.Failed(Missing(results?.Done ?? [], run.Begin, wait));
            if (results is null) cancel.WaitHandle.WaitOne(100);
        }
    }

    private static string Missing(IReadOnlyList<PartitionDone> done, BeginManifest run, TimeSpan wait)
    {
        var seconds = $"{wait.TotalSeconds:0} s";
        if (done.Count == 0)
            return $"no outcomes of run {run.Run} under these options came within {seconds}; start backtesters with --group and the same options";
        var left = Enumerable.Range(0, run.Partitions).Except(done.Select(part => part.Origin.Partition));
        return $"run {run.Run}: nothing new for {seconds}, and partitions {string.Join(", ", left)} are not done; "
            + "start another backtester with --group and the same options";
    }

    private static SourceSummary SummaryOf(IReadOnlyList<PartitionDone> parts) => parts[0].Summary with
    {
        Records = parts.Sum(part => part.Summary.Records),
        Symbols = [.. parts.SelectMany(part => part.Summary.Symbols).OrderBy(symbol => symbol.InstrumentId)],
    };
}
