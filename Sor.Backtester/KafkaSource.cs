using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Sor.Core;
using Sor.Core.MarketData;
using Sor.Streaming;

namespace Sor.Backtester;

/// <summary>The Kafka clients of one command.</summary>
internal sealed class KafkaConnection : IDisposable
{
    private readonly ServiceProvider services;

    public KafkaConnection(IServiceCollection registered)
    {
        services = registered.BuildServiceProvider();
        try
        {
            Consumer = services.GetRequiredService<IConsumer<Ignore, Payload>>();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or KafkaException)
        {
            services.Dispose();
            throw SorException.Usage($"the Kafka client does not take its settings: {e.Message}", e);
        }
    }

    public IConsumer<Ignore, Payload> Consumer { get; }

    public void Dispose() => services.Dispose();
}

/// <summary>A stream together with the client it is read with.</summary>
internal sealed class KafkaSource(KafkaConnection connection, IStreamSource stream) : IStreamSource
{
    public SourceSchema Schema => stream.Schema;

    public SourceSummary Summary => stream.Summary;

    public double? Progress => stream.Progress;

    public StreamReport Report => stream.Report;

    public int Read(Span<Mbp1> destination) => stream.Read(destination);

    public void Dispose()
    {
        stream.Dispose();
        connection.Dispose();
    }
}
