using System.Globalization;
using Sor.Benchmarks.Measuring;

namespace Sor.Benchmarks.Streaming;

/// <summary>
/// The stream over a real broker: <c>SOR_BENCH_BOOTSTRAP</c> names one, else one is started in Docker from <c>SOR_KAFKA_IMAGE</c>.
/// <c>SOR_BENCH_RECORDS</c> is how many records a benchmark sends where its own choice takes too long or is over too soon.
/// </summary>
internal static class StreamBenchmarks
{
    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new(
            "stream",
            "publisher and reader beside bare loops of the Kafka client; file to result beside Kafka's own tools",
            OverBroker(ThroughputBenchmark.Run)),
        new("stream-matrix", "message size, linger and codec: what each choice brings", OverBroker(MatrixBenchmark.Run)),
        new(
            "stream-memory",
            "100 million records through the broker: peak memory of producer and backtester",
            OverBroker(MemoryBenchmark.Run)),
        new(
            "stream-telemetry",
            "publisher and reader with telemetry on beside off; what is left of it when nobody listens",
            OverBroker(TelemetryBenchmark.Run)),
    ];

    /// <summary>How many records to send.</summary>
    public static long Records(long usual) =>
        long.TryParse(
            Environment.GetEnvironmentVariable("SOR_BENCH_RECORDS"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var asked)
        && asked > 0
            ? asked
            : usual;

    private static Action<Report> OverBroker(Action<Report, BenchBroker> run) => report =>
    {
        using var broker = BenchBroker.Find(report);
        if (broker is not null) run(report, broker);
    };
}
