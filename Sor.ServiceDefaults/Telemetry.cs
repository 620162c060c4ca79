using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Sor.ServiceDefaults;

/// <summary>
/// Traces, metrics and logs of one command, sent by OTLP where <see cref="Endpoint"/> says. Without it nothing is set up: no source has a
/// listener, so a span is a null and an update of a metric one branch.
/// </summary>
/// <remarks>
/// Made for processes that end by themselves: no host, no signal handlers, and <see cref="Dispose"/> sends what has not been sent yet. All
/// other <see href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/">variables of OpenTelemetry</see>
/// work too: protocol, headers, intervals, sampler, service name.
/// </remarks>
public sealed class Telemetry : IDisposable
{
    /// <summary>The variable that switches telemetry on: where the collector, or Aspire's dashboard, listens.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Sources and meters that are sent: all of Sor's.</summary>
    public const string Names = "Sor.*";

    // A process whose work is done waits for a collector that does not answer no longer than this.
    private const int PatienceMilliseconds = 2_000;

    private readonly OpenTelemetrySdk? sdk;
    private readonly Action<string>? say;
    private ILogger? log;

    private Telemetry(OpenTelemetrySdk? sdk, Action<string>? say) => (this.sdk, this.say) = (sdk, say);

    /// <summary>Whether anything is sent.</summary>
    public bool IsOn => sdk is not null;

    /// <summary>Where to log. Off: loggers that do nothing.</summary>
    public ILoggerFactory Loggers => sdk?.GetLoggerFactory() ?? NullLoggerFactory.Instance;

    /// <summary>The log of this process. See <see cref="RunLog"/>.</summary>
    public ILogger Log => log ??= Loggers.CreateLogger("Sor");

    /// <summary>Starts sending, if there is somewhere to send to.</summary>
    /// <param name="service">The service's name where <c>OTEL_SERVICE_NAME</c> gives none.</param>
    /// <param name="say">Told if not all could be sent.</param>
    /// <param name="configuration">Where the variables are looked up; <c>null</c> for the environment.</param>
    public static Telemetry Start(string service, Action<string>? say = null, IConfiguration? configuration = null)
    {
        var endpoint = configuration is null ? Environment.GetEnvironmentVariable(Endpoint) : configuration[Endpoint];
        return new Telemetry(
            string.IsNullOrWhiteSpace(endpoint) ? null : OpenTelemetrySdk.Create(sdk => SetUp(sdk, service, configuration)), say);
    }

    /// <summary>Sends what is left; where nobody answers it gives up after two seconds.</summary>
    public void Dispose()
    {
        if (sdk is null) return;
        // On other threads and all three at once: their own patience is ten seconds each for what is on its way, whatever they are asked.
        // What does not end by then ends with the process.
        var sent = Task.WhenAll(
            Task.Run(() => sdk.TracerProvider.Shutdown(PatienceMilliseconds)),
            Task.Run(() => sdk.MeterProvider.Shutdown(PatienceMilliseconds)),
            Task.Run(() => sdk.LoggerProvider.Shutdown(PatienceMilliseconds)));
        if (sent.Wait(PatienceMilliseconds)) sdk.Dispose();
        else say?.Invoke(
            $"telemetry: the collector that {Endpoint} names did not answer within {PatienceMilliseconds / 1_000} s; "
            + "what was not sent by then is lost");
    }

    private static void SetUp(IOpenTelemetryBuilder sdk, string service, IConfiguration? configuration)
    {
        if (configuration is not null) sdk.Services.AddSingleton(configuration);
        // The environment comes last: its OTEL_SERVICE_NAME is the name the dashboard knows the process by.
        sdk.ConfigureResource(resource => resource.AddService(service).AddEnvironmentVariableDetector())
            .WithTracing(tracing => tracing.AddSource(Names))
            .WithMetrics(metrics => metrics.AddMeter(Names).AddRuntimeInstrumentation())
            .WithLogging(null, logging =>
            {
                logging.IncludeScopes = true;
                logging.IncludeFormattedMessage = true;
            })
            .UseOtlpExporter();
    }
}
