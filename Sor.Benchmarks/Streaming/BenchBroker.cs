using Confluent.Kafka;
using Sor.Benchmarks.Measuring;
using Sor.Streaming;
using Testcontainers.Kafka;

namespace Sor.Benchmarks.Streaming;

/// <summary>A real broker: one that is there, or one of this benchmark's own in Docker. Topics made here are deleted with it.</summary>
internal sealed class BenchBroker : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly KafkaContainer? container;
    private readonly List<string> topics = [];

    private BenchBroker(string bootstrap, KafkaContainer? container)
    {
        Bootstrap = bootstrap;
        this.container = container;
    }

    /// <summary>Its address.</summary>
    public string Bootstrap { get; }

    /// <summary>Finds or starts a broker; says why where there is none.</summary>
    public static BenchBroker? Find(Report report)
    {
        if (Environment.GetEnvironmentVariable("SOR_BENCH_BOOTSTRAP") is { Length: > 0 } bootstrap) return new BenchBroker(bootstrap, null);
        var image = KafkaImage.Chosen;
        try
        {
            using var limit = new CancellationTokenSource(StartLimit);
            var container = new KafkaBuilder(image).WithLogger(Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance).Build();
            container.StartAsync(limit.Token).GetAwaiter().GetResult();
            return new BenchBroker(
                container.GetBootstrapAddress().Replace("PLAINTEXT://", "", StringComparison.OrdinalIgnoreCase).TrimEnd('/'),
                container);
        }
        catch (Exception e)
        {
            report.Note($"skipped: no broker at SOR_BENCH_BOOTSTRAP and no {image} in Docker: {e.Message}");
            return null;
        }
    }

    /// <summary>Makes a topic of one partition that keeps <paramref name="retentionBytes"/> at least.</summary>
    public string NewTopic(string what, long retentionBytes = 2L << 30)
    {
        var name = $"bench-{what}-{Guid.NewGuid():N}"[..32];
        using var admin = Admin();
        Topic.Ensure(admin, name, new TopicShape(1, retentionBytes, null), Bootstrap, StreamDefaults.Wait, default);
        topics.Add(name);
        return name;
    }

    /// <summary>Deletes a topic, so that its disk is free for the next.</summary>
    public void Delete(string topic)
    {
        topics.Remove(topic);
        using var admin = Admin();
        admin.DeleteTopicsAsync([topic]).GetAwaiter().GetResult();
    }

    /// <summary>The offset behind a topic's last message.</summary>
    public long EndOf(string topic)
    {
        using var consumer = Consumer(Deserializers.Ignore);
        return consumer.QueryWatermarkOffsets(new TopicPartition(topic, 0), StreamDefaults.Wait).High;
    }

    /// <summary>A producer as the program makes it.</summary>
    public IProducer<Null, byte[]> Producer(
        Action<ProducerConfig>? change = null,
        Action<IProducer<Null, byte[]>, string>? statistics = null)
    {
        var config = new ProducerConfig { BootstrapServers = Bootstrap };
        change?.Invoke(config);
        ClientSettings.ForPublishing(config, StreamDefaults.Wait);
        var builder = new ProducerBuilder<Null, byte[]>(config).SetLogHandler((_, _) => { });
        if (statistics is not null) builder.SetStatisticsHandler(statistics);
        return builder.Build();
    }

    /// <summary>A consumer as the program makes it, of bodies of any type.</summary>
    public IConsumer<Ignore, T> Consumer<T>(IDeserializer<T> deserializer)
    {
        var config = new ConsumerConfig { BootstrapServers = Bootstrap };
        ClientSettings.ForReplay(config);
        return new ConsumerBuilder<Ignore, T>(config).SetValueDeserializer(deserializer).SetLogHandler((_, _) => { }).Build();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (container is not null) container.DisposeAsync().AsTask().GetAwaiter().GetResult();
        else foreach (var topic in topics.ToArray()) Delete(topic);
    }

    private IAdminClient Admin() =>
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Bootstrap }).SetLogHandler((_, _) => { }).Build();
}
