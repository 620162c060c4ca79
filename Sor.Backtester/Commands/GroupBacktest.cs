using System.Globalization;
using Sor.CommandLine;
using Sor.Core.Analysis;
using Sor.Core.Pipeline;
using Sor.Core.Tuning;
using Sor.Streaming.Group;
using Sor.Streaming.Read;
using Sor.Streaming.Wire;

namespace Sor.Backtester.Commands;

/// <summary>One member of a group: replays the partitions that it is given and leaves each instrument's outcome in the results topic.</summary>
internal sealed class GroupBacktest(BacktestOptions options, KafkaConnection connection, SubscribeOptions reading, string results)
{
    private readonly string member = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}-{Random.Shared.Next():x8}");
    private readonly string key = OptionsKey.Of(options);

    public async Task RunAsync(string group, CancellationToken cancel)
    {
        BeginManifest begin;
        string brokers;
        using (var locating = connection.Consumer())
        {
            brokers = locating.Brokers;
            begin = StreamSubscriber.Locate(locating.Value, reading with { Brokers = brokers }, KafkaSettings.Tell, cancel);
        }

        BacktestCommand.Refuse(options, begin.Schema);

        using var membership = new GroupMember(brokers);
        using var joined = connection.Member(group, membership);
        using var following = connection.Consumer();
        using var writing = connection.Producer(reading.Wait);
        ResultsTopic.Ensure(following.Value, results, brokers, reading.Wait, cancel);
        var done = new ResultsReader(following.Value, results, key, begin.Run, keepOutcomes: false);

        async Task Work(int partition, CancellationToken stop)
        {
            using var source = KafkaSettings.Open(connection, reading with { Run = begin.Run, Partitions = [partition] }, stop);
            var outcomes = await new Backtest(options).RunAsync(source, stop).ConfigureAwait(false);
            var report = new PartitionDone(
                begin.Run, key, partition, begin.Partitions, member, [.. outcomes.Select(o => o.InstrumentId)], source.Schema, source.Summary, source.Report.Verified);
            ResultsTopic.Write(writing.Value, results, report, outcomes.Select(o => (o.InstrumentId, new OutcomePart(key, source.Schema, o).Encode())), reading.Wait);
            Console.Out.WriteLine($"run {begin.Run}, partition {partition}: {outcomes.Count} instruments, {source.Summary.Records:N0} records");
        }

        await membership.RunAsync(joined.Value, reading.Topic, done, begin.Run, begin.Partitions, Work, reading.Wait, cancel).ConfigureAwait(false);
        Console.Out.WriteLine($"run {begin.Run}: all {begin.Partitions} partitions are done; ./sor collect with the same options merges them");
    }
}
