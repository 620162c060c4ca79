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
        var telemetry = Telemetry.Start(
            "test",
            new ConfigurationBuilder().AddInMemoryCollection([new(Telemetry.Endpoint, $"http://127.0.0.1:{port}")]).Build());
        telemetry.IsOn.ShouldBeTrue();
        source.StartActivity("span").ShouldNotBeNull().Dispose();
        meter.CreateCounter<int>("count").Add(1);
        telemetry.Log.Published("run", 1, "topic");

        var since = Stopwatch.StartNew();
        telemetry.Dispose();

        // The exporters themselves wait for ten seconds; a busy machine adds to our two.
        since.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(9));
    }

    [Fact]
    public void Without_an_endpoint_nothing_is_set_up()
    {
        using var telemetry = Telemetry.Start("test", new ConfigurationBuilder().Build());

        telemetry.IsOn.ShouldBeFalse();
        telemetry.Log.IsEnabled(LogLevel.Critical).ShouldBeFalse();
    }
}
