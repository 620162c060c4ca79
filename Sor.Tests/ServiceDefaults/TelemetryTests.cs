using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Sor.ServiceDefaults;

namespace Sor.Tests.ServiceDefaults;

public sealed class TelemetryTests
{
    /// <summary>
    /// A process that is done does not stay for a collector: neither for one that takes connections and is silent, nor for one that is not
    /// there.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_collector_that_does_not_answer_costs_two_seconds_at_the_end(bool listens)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        if (!listens) listener.Stop();
        using var source = new ActivitySource("Sor.Tests.Silence");
        using var meter = new Meter("Sor.Tests.Silence");
        var said = new List<string>();
        var variables = new Dictionary<string, string?>
        {
            [Telemetry.Endpoint] = $"http://127.0.0.1:{port}",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "50",
        };
        var telemetry = Telemetry.Start("test", said.Add, Configuration(variables));
        telemetry.IsOn.ShouldBeTrue();
        source.StartActivity("span").ShouldNotBeNull().Dispose();
        meter.CreateCounter<int>("count").Add(1);
        telemetry.Log.Published("run", 1, "topic");
        // Something is on its way when the process ends: the exporter would wait ten seconds for an answer to that.
        using var silent = listens ? listener.AcceptSocket() : null;
        Thread.Sleep(200);

        var since = Stopwatch.StartNew();
        telemetry.Dispose();

        // The exporters themselves wait for ten seconds; a busy machine adds to our two.
        since.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(9));
        const string lost = "telemetry: the collector that OTEL_EXPORTER_OTLP_ENDPOINT names "
            + "did not answer within 2 s; what was not sent by then is lost";
        if (listens) said.ShouldBe([lost]);
    }

    [Fact]
    public void Without_an_endpoint_nothing_is_set_up()
    {
        using var telemetry = Telemetry.Start("test", configuration: Configuration([]));

        telemetry.IsOn.ShouldBeFalse();
        telemetry.Log.IsEnabled(LogLevel.Critical).ShouldBeFalse();
    }

    private static IConfiguration Configuration(Dictionary<string, string?> variables) =>
        new ConfigurationBuilder().AddInMemoryCollection(variables).Build();
}
