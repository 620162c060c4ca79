using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Sor.CommandLine;
using Sor.Core.MarketData;
using Sor.ServiceDefaults;
using Sor.Streaming;
using Sor.Streaming.Publish;
using Sor.Streaming.Wire;

namespace Sor.Producer;

/// <summary>The one command: files of market data into a topic, as one run.</summary>
internal static class ProduceCommand
{
    private const string Time = "expected a UTC time of day such as 14:30, or a stamp such as 2018-01-02T14:30:00Z";
    private const string About = "Publishes market data to Kafka as a run that a reader can verify to the last record.";

    /// <summary>The command as a program of its own.</summary>
    public static RootCommand Create() => Complete(new RootCommand(About));

    /// <summary>The command as one word of a program.</summary>
    public static Command CreateWord() => Complete(new Command("produce", About));

    private static T Complete<T>(T command)
        where T : Command
    {
        var files = Options.Files(
            "Market data: CSV or DBN, plain or compressed; several in any order, folders, zip archives; - for standard input.",
            ArgumentArity.OneOrMore);
        var broker = new BrokerSettings(
            bootstrap: "Kafka brokers. Default: the connection string ConnectionStrings__kafka.",
            topic: "The topic; created where it is absent.",
            wait: "How long the broker may stay away before the run fails.");
        var partitions = new Option<int?>("--partitions")
        {
            HelpName = "N",
            Description = "Partitions of a topic that is created (1); an existing topic is left as it is.",
        };
        var retention = new ValueOption<long>(
            "--retention",
            "SIZE",
            "Size at which a topic that is created drops its oldest data, such as 20GB.",
            Values.Bytes,
            "20GB");
        var run = new ValueOption<string>("--run", "ID", "The run's id. Default: a new one from time and chance.", Values.Run);
        var resume = Options.Flag("--resume", "Go on with what the broker has of the run: --run's, else the newest.");
        var format = new ValueOption<StreamFormat>(
            "--format", "mbp1|json", "mbp1: 80-byte records, many to a message. json: one row of the classic exercise to a message.",
            Values.Word(("mbp1", StreamFormat.Mbp1), ("json", StreamFormat.Json)), "mbp1");
        var speed = new ValueOption<double>(
            "--speed",
            "FACTOR",
            "1 keeps the market's pace, 60 is sixty times faster, max is as fast as possible.",
            Speed,
            "1");
        var from = new ValueOption<TimeBound>(
            "--from",
            "TIME",
            "First time to publish, UTC: a time of day or a full stamp.",
            Values.Time(Time));
        var to = new ValueOption<TimeBound>("--to", "TIME", "Last time to publish.", Values.Time(Time));
        var rejects = new RejectSettings();
        var messageBytes = new Option<int>("--message-bytes")
        {
            HelpName = "N",
            Description = "The most bytes put into one message.",
            DefaultValueFactory = _ => StreamDefaults.MessageBytes,
        };
        var quiet = Options.Flag("--quiet", "No progress.");

        command.Add(files);
        IEnumerable<Option> all =
        [
            broker.BootstrapOption, broker.TopicOption, partitions, retention, broker.ReplicationOption, run, resume, format, speed, from,
            to, broker.WaitOption, broker.ConfigFileOption,
            .. rejects.All, messageBytes, quiet,
        ];
        foreach (var option in all) command.Add(option);
        command.SetAction(async (parsed, cancel) =>
        {
            var paths = parsed.GetRequiredValue(files);
            if (parsed.GetValue(resume) && paths.Contains("-")) throw SorException.Usage("--resume reads its input twice, so it needs a file rather than standard input");
            var window = new TimeWindow(parsed.GetValue(from)?.Value, parsed.GetValue(to)?.Value);
            if (window.IsEmpty) throw SorException.Usage($"--from {window.From!.Text} is later than --to {window.To!.Text}");
            var options = new PublishOptions
            {
                Topic = broker.Topic(parsed),
                Partitions = parsed.GetValue(partitions) is { } count ? AtLeast("--partitions", count, 1) : null,
                RetentionBytes = parsed.Value(retention),
                Replication = broker.Replication(parsed),
                Run = parsed.GetValue(run)?.Value,
                Resume = parsed.GetValue(resume),
                Format = parsed.Value(format),
                Speed = parsed.Value(speed),
                Window = window,
                Wait = broker.Wait(parsed),
                MessageBytes = AtLeast("--message-bytes", parsed.GetValue(messageBytes), Mbp1.SizeInBytes),
            };
            var reading = rejects.Read(parsed) with { Cancel = cancel };
            using var telemetry = Telemetry.Start("sor-producer", Terminal.Say);
            try
            {
                MarketDataSource? source = null;
                var connection = broker.Connect(parsed, telemetry);
                await PublishAsync(options, Open, connection, parsed.GetValue(quiet), telemetry, cancel).ConfigureAwait(false);

                MarketDataSource Open() => source = MarketDataFiles.Open(paths, reading);
                foreach (var doubt in source?.Summary.Doubts ?? []) Terminal.Say(Wording.Of(doubt));
            }
            catch (SorException e)
            {
                telemetry.Log.Failed(options.Run, Wording.Of(e));
                throw;
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static async Task PublishAsync(
        PublishOptions options,
        Func<IRecordSource> open,
        KafkaConnection connection,
        bool quiet,
        Telemetry telemetry,
        CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        using var producer = connection.Producer(options.Wait);
        KafkaClient<IProducer<Null, byte[]>>? smaller = null;
        KafkaClient<IConsumer<Ignore, Payload>>? looking = null;
        var report = await RecordsProgress.ShowAsync(quiet, progress =>
        {
            using var publisher = new StreamPublisher(
                batchBytes => batchBytes is null ? producer.Value : (smaller = connection.Producer(options.Wait, batchBytes)).Value,
                () => (looking = connection.Consumer()).Value,
                options with { Brokers = producer.Brokers },
                NewRun(),
                sent => progress.Report(sent.Records, sent.Part),
                Wording.Of,
                cancel);
            try
            {
                var published = publisher.Publish(open);
                telemetry.Log.Published(published.Run, published.Records, options.Topic);
                return Task.FromResult(published);
            }
            catch (OperationCanceledException e) when (cancel.IsCancellationRequested)
            {
                throw SorException.Failed(Interrupted(publisher), e);
            }
            finally
            {
                looking?.Dispose();
                smaller?.Dispose();
            }
        }).ConfigureAwait(false);
        Terminal.Report(
            $"run {report.Run} is on topic {options.Topic}",
            () => ConsoleReport.Write(report, options.Topic, Stopwatch.GetElapsedTime(started)));
    }

    private static string Interrupted(StreamPublisher publisher) =>
        publisher.Run is not { } run ? "interrupted: no record was published"
        : publisher.Aborted ? $"interrupted: run {run} ends with ABORT; --resume --run {run} goes on with it"
        : $"interrupted: the broker could not be told that run {run} ends here; --resume --run {run} goes on with it";

    private static string NewRun() =>
        string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}-{Random.Shared.Next():x8}");

    private static int AtLeast(string option, int value, int least) =>
        value >= least ? value : throw SorException.Usage($"{option} {value}: is at least {least}");

    /// <summary>How many times faster than the market; 0 for as fast as possible.</summary>
    private static double Speed(string text) =>
        text == "max" ? 0
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && speed > 0 && double.IsFinite(speed)
            ? speed
        : throw new FormatException("expected a positive number such as 1 or 60, or max");
}
