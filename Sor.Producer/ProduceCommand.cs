using System.CommandLine;
using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Sor.Backtester;
using Sor.Core.MarketData;
using Sor.ServiceDefaults;
using Sor.Streaming;

namespace Sor.Producer;

/// <summary>The one command: files of market data into a topic, as one run.</summary>
internal static class ProduceCommand
{
    public static RootCommand Create()
    {
        var files = OptionText.Files("Market data: CSV or DBN, plain, gzip or zstd; several in time order; - for standard input.", ArgumentArity.OneOrMore);
        var bootstrap = Text("--bootstrap", "HOST:PORT", "Kafka brokers. Default: the connection string ConnectionStrings__kafka.");
        var topic = Text("--topic", "NAME", "The topic; created where it is absent.", StreamDefaults.Topic);
        var partitions = new Option<int?>("--partitions") { HelpName = "N", Description = "Partitions of a topic that is created (1); an existing topic is left as it is." };
        var retention = Text("--retention", "SIZE", "Size at which a topic that is created drops its oldest data, such as 20GB.", "20GB");
        var run = Text("--run", "ID", "The run's id. Default: a new one from time and chance.");
        var resume = new Option<bool>("--resume") { Description = "Go on with what the broker has of the run: --run's, else the newest." };
        var format = Text("--format", "mbp1|json", "mbp1: 80-byte records, many to a message. json: one row of the classic exercise to a message.", "mbp1");
        var speed = Text("--speed", "FACTOR", "1 keeps the market's pace, 60 is sixty times faster, max is as fast as possible.", "1");
        var from = Text("--from", "TIME", "First time to publish, UTC: a time of day or a full stamp.");
        var to = Text("--to", "TIME", "Last time to publish.");
        var wait = Text("--wait", "TIME", "How long the broker may stay away before the run fails.", "60s");
        var kafkaConfig = Text("--kafka-config", "FILE", "More settings of the Kafka client, name=value per line: security, buffers.");
        var strict = new Option<bool>("--strict") { Description = "The first row that cannot be read ends the run." };
        var maxRejectRate = Text("--max-reject-rate", "SHARE", "The run fails if more of the rows than this cannot be read.", "0.01");
        var messageBytes = new Option<int>("--message-bytes") { HelpName = "N", Description = "The most bytes put into one message.", DefaultValueFactory = _ => StreamDefaults.MessageBytes };
        var quiet = new Option<bool>("--quiet") { Description = "No progress." };

        var command = new RootCommand("Publishes market data to Kafka as a run that a reader can verify to the last record.")
        {
            files, bootstrap, topic, partitions, retention, run, resume, format, speed, from, to, wait, kafkaConfig, strict, maxRejectRate, messageBytes, quiet,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var paths = parsed.GetRequiredValue(files);
            if (parsed.GetValue(resume) && paths.Contains("-")) throw SorException.Usage("--resume reads its input twice, so it needs a file rather than standard input");
            var options = new PublishOptions
            {
                Topic = parsed.GetRequiredValue(topic),
                Partitions = parsed.GetValue(partitions) is { } count ? AtLeast("--partitions", count, 1) : null,
                RetentionBytes = Bytes("--retention", parsed.GetRequiredValue(retention)),
                Run = parsed.GetValue(run),
                Resume = parsed.GetValue(resume),
                Format = OptionText.Word("--format", parsed.GetRequiredValue(format), ("mbp1", StreamFormat.Mbp1), ("json", StreamFormat.Json)),
                Speed = Pace.ParseSpeed(parsed.GetRequiredValue(speed)),
                Window = TimeWindow.Of(parsed.GetValue(from), parsed.GetValue(to)),
                Wait = TimeSpan.FromTicks((long)(OptionText.Duration("--wait", parsed.GetRequiredValue(wait)) / 100)),
                MessageBytes = AtLeast("--message-bytes", parsed.GetValue(messageBytes), Mbp1.SizeInBytes),
            };
            var reading = new ReadOptions { Strict = parsed.GetValue(strict), MaxRejectRate = Rate(parsed.GetRequiredValue(maxRejectRate)), Cancel = cancellation };
            Publish(options, () => MarketDataFiles.Open(paths, reading), parsed.GetValue(bootstrap), parsed.GetValue(kafkaConfig), parsed.GetValue(quiet), cancellation);
            return Task.FromResult((int)ExitCode.Done);
        });
        return command;
    }

    private static void Publish(PublishOptions options, Func<IRecordSource> open, string? bootstrap, string? kafkaConfig, bool quiet, CancellationToken cancellation)
    {
        using var telemetry = Telemetry.Start("sor-producer");
        try
        {
            Publish(options, open, bootstrap, kafkaConfig, quiet, telemetry, cancellation);
        }
        catch (SorException e)
        {
            telemetry.Log.Failed(options.Run, e.Message);
            throw;
        }
    }

    private static void Publish(PublishOptions options, Func<IRecordSource> open, string? bootstrap, string? kafkaConfig, bool quiet, Telemetry telemetry, CancellationToken cancellation)
    {
        var builder = KafkaClients.CreateBuilder(bootstrap, telemetry.Loggers);
        var more = kafkaConfig is null ? [] : ClientSettings.ReadFile(kafkaConfig);
        var config = builder.AddStreamProducer<Null, byte[]>(config =>
        {
            foreach (var (name, value) in more) config.Set(name, value);
            ClientSettings.ForPublishing(config, options.Wait);
        }, producer => producer.SetErrorHandler(Refusal.Tell));
        builder.AddStreamConsumer<Ignore, Payload>(
            config =>
            {
                foreach (var (name, value) in more) config.Set(name, value);
                ClientSettings.ForReplay(config);
            },
            consumer => consumer.SetValueDeserializer(new Payload()).SetErrorHandler(Refusal.Tell));
        if (string.IsNullOrEmpty(config.BootstrapServers)) throw SorException.Usage("name the Kafka brokers: --bootstrap HOST:PORT, or the connection string ConnectionStrings__kafka");

        using var services = builder.Services.BuildServiceProvider();
        using var progress = new ProducerProgress(quiet || Console.IsErrorRedirected);
        var producer = Connect(services.GetRequiredService<IProducer<Null, byte[]>>);
        var publisher = new StreamPublisher(producer, () => Connect(services.GetRequiredService<IConsumer<Ignore, Payload>>), options, NewRun(), progress.Report, cancellation);
        PublishReport report;
        try
        {
            report = publisher.Publish(open);
        }
        catch (OperationCanceledException e) when (cancellation.IsCancellationRequested)
        {
            throw SorException.Failed(Interrupted(publisher), e);
        }

        progress.Done(report, options.Topic);
        telemetry.Log.Published(report.Run, report.Records, options.Topic);
    }

    private static string Interrupted(StreamPublisher publisher) =>
        publisher.Run is not { } run ? "interrupted: no record was published"
        : publisher.Aborted ? $"interrupted: run {run} ends with ABORT; --resume --run {run} goes on with it"
        : $"interrupted: the broker could not be told that run {run} ends here; --resume --run {run} goes on with it";

    /// <summary>The client library says what it does not understand of its settings when it is made.</summary>
    private static T Connect<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or KafkaException)
        {
            throw SorException.Usage($"the Kafka client does not take its settings: {e.Message}", e);
        }
    }

    private static string NewRun() => string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}-{Random.Shared.Next():x8}");

    private static Option<string> Text(string name, string help, string description, string? value = null)
    {
        var option = new Option<string>(name) { HelpName = help, Description = description };
        if (value is not null) option.DefaultValueFactory = _ => value;
        return option;
    }

    private static int AtLeast(string option, int value, int least) => value >= least ? value : throw SorException.Usage($"{option} {value}: is at least {least}");

    private static double Rate(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 1
            ? rate
            : throw SorException.Usage($"--max-reject-rate {text}: is a share of the rows from 0 to 1, such as 0.01");

    private static long Bytes(string option, string text)
    {
        var digits = text.AsSpan().TrimEnd("KMGTB");
        long? unit = text.AsSpan(digits.Length) switch { "" or "B" => 1, "KB" => 1L << 10, "MB" => 1L << 20, "GB" => 1L << 30, "TB" => 1L << 40, _ => null };
        return unit is not null && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0 && number * unit < long.MaxValue
            ? (long)(number * unit.Value)
            : throw SorException.Usage($"{option} {text}: is a size such as 500MB or 20GB");
    }
}
