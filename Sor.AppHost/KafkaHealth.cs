using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Sor.AppHost;

/// <summary>
/// Whether a broker answers, asked as a client asks. That its port can be connected to says nothing: Aspire's proxy accepts before the
/// container is up.
/// </summary>
internal static class KafkaHealth
{
    // As long as a container takes to start: an answer ends the wait at once, while the next check is seconds away.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Makes a broker healthy once it answers a question for metadata.</summary>
    public static IResourceBuilder<KafkaResource> WithMetadataCheck(this IResourceBuilder<KafkaResource> kafka)
    {
        var key = $"{kafka.Resource.Name}-metadata";
        kafka.ApplicationBuilder.Services.AddHealthChecks().AddAsyncCheck(key, async cancel =>
        {
            var address = await kafka.Resource.ConnectionStringExpression.GetValueAsync(cancel).ConfigureAwait(false);
            return await Task.Run(() => Ask(address), cancel).ConfigureAwait(false);
        });
        return kafka.WithHealthCheck(key);
    }

    private static HealthCheckResult Ask(string? address)
    {
        string? why = null;
        // An idempotent producer asks for its id when it connects. The first such question to a fresh broker is refused, with a warning in
        // the asker's log: better here than in a run's.
        var settings = new ProducerConfig { BootstrapServers = address, ReconnectBackoffMaxMs = 250, EnableIdempotence = true };
        using var client = new ProducerBuilder<Null, Null>(settings)
            .SetLogHandler(static (_, _) => { })
            .SetErrorHandler((_, error) => why = error.Code == ErrorCode.Local_AllBrokersDown ? why : error.Reason)
            .Build();
        using var admin = new DependentAdminClientBuilder(client.Handle).Build();
        try
        {
            return HealthCheckResult.Healthy(
                string.Join(", ", admin.GetMetadata(Patience).Brokers.Select(broker => $"{broker.Host}:{broker.Port}")));
        }
        catch (KafkaException e)
        {
            return HealthCheckResult.Unhealthy($"no answer from {address}: {why ?? e.Error.Reason}");
        }
    }
}
