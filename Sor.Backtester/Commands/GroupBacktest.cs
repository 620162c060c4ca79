using System.Globalization;
using Sor.CommandLine;
using Sor.Core.Analysis;
using Sor.Core.Pipeline;
using Sor.Core.Tuning;
using Sor.Streaming.Group;
using Sor.Streaming.Read;

namespace Sor.Backtester.Commands;

/// <summary>
/// One member of a group: replays the partitions that it is given and leaves each instrument's outcome in the results topic.
/// </summary>
internal sealed class GroupBacktest(
    BacktestOptions options, KafkaConnection connection, SubscribeOptions reading, (string Name, short? Replication) results)
{
    private readonly string member = string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.MachineName}-{Environment.ProcessId}-{Random.Shared.Next():x8}");
    private readonly string key = OptionsKey.Of(options);

    public async Task RunAsync(string group, CancellationToken cancel)
    {
        using var locating = connection.Consumer();
        var brokers = locating.Brokers;
        var run = SharedRun.Locate(locating.Value, reading with { Brokers = brokers }, key, Engine.Version, KafkaSettings.Tell, cancel);
        var begin = run.Begin;
        BacktestCommand.Refuse(options, begin.Schema);

        using var membership = new GroupMember(group, brokers);
        using var joined = connection.Member(group, membership);
        using var following = connection.Consumer();
        using var writing = connection.Producer(reading.Wait);
        var topic = ResultsTopic.Ensure(following.Value, results.Name, results.Replication, brokers, reading.Wait, cancel);
        var done = new ResultsReader(following.Value, topic, run, keepOutcomes: false);

        async Task Work(int partition, CancellationToken stop)
        {
            using var source = KafkaSettings.Open(connection, reading with { Run = begin.Run, Partitions = [partition] }, stop);
            using var store = new OutcomeStore(Path.GetTempPath());
            var outcomes = await new Backtest(options) { Outcomes = store }.RunAsync(source, stop).ConfigureAwait(false);
            if (source.StampOf(partition) is not { } stamp || stamp.Begin != run.BeginOf(partition))
                throw SorException.Failed(
                    $"run {begin.Run} was published anew on topic {reading.Topic} while the group read it: start its backtesters again");
            var report = new PartitionDone(
                run.OriginOf(partition, stamp), member, [.. outcomes.Select(o => o.InstrumentId)], source.Schema, source.Summary,
                source.Report.Missing);
            topic.Write(
                writing.Value, report, outcomes.Select(o => (o.InstrumentId, new OutcomePart(key, source.Schema, o).Encode())),
                reading.Wait);
            Tell($"run {begin.Run}, partition {partition}: {outcomes.Count} instruments, {source.Summary.Records:N0} records");
        }

        await membership.RunAsync(joined.Value, reading.Topic, done, begin.Partitions, Work, reading.Wait, cancel).ConfigureAwait(false);
        Tell($"run {begin.Run}: all {begin.Partitions} partitions are done; collect with the same options merges them");
    }

    private static void Tell(string done) => Terminal.Report(done, () => Console.Out.WriteLine(done));
}
