using System.Globalization;
using Sor.Benchmarks.Measuring;

namespace Sor.Benchmarks.Streaming;

/// <summary>
/// Kafka's own measuring tools, from the jars of a Kafka distribution in <c>SOR_KAFKA_LIBS</c>. They send and read one record to a message.
/// </summary>
internal sealed class KafkaTools
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly string libs;

    private KafkaTools(string libs) => this.libs = libs;

    /// <summary>Finds them; says why where they are not there.</summary>
    public static KafkaTools? Find(Report report)
    {
        var libs = Environment.GetEnvironmentVariable("SOR_KAFKA_LIBS");
        if (string.IsNullOrEmpty(libs) || !Directory.Exists(libs))
        {
            report.Note("skipped: Kafka's own tools (set SOR_KAFKA_LIBS to the folder libs of a Kafka distribution)");
            return null;
        }

        try
        {
            Child.Run("java", ["-version"], Limit);
            return new KafkaTools(libs);
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            report.Note($"skipped: Kafka's own tools, which need java: {e.Message}");
            return null;
        }
    }

    /// <summary>Records per second of <c>ProducerPerformance</c>, by its own account, which leaves out its start.</summary>
    public double Produce(BenchBroker broker, string topic, long records)
    {
        var text = Run(
            "ProducerPerformance", "--topic", topic, "--num-records", Text(records), "--record-size", "80", "--throughput", "-1",
            "--producer-props", $"bootstrap.servers={broker.Bootstrap}", "acks=all", "compression.type=lz4");
        // 5000000 records sent, 412345.6 records/sec (31.46 MB/sec), …
        var last = text.Split('\n').Last(line => line.Contains("records sent", StringComparison.Ordinal));
        return double.Parse(last.Split(',')[1].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
    }

    /// <summary>Records per second of <c>ConsumerPerformance</c>, by its own account.</summary>
    public double Consume(BenchBroker broker, string topic, long records)
    {
        var text = Run(
            "ConsumerPerformance",
            "--bootstrap-server",
            broker.Bootstrap,
            "--topic",
            topic,
            "--num-records",
            Text(records),
            "--timeout",
            "30000");
        // start.time, end.time, data.consumed.in.MB, MB.sec, data.consumed.in.nMsg, nMsg.sec, …
        var lines = text.Trim().Split('\n');
        var column = Array.FindIndex(lines[^2].Split(','), name => name.Trim() == "nMsg.sec");
        return double.Parse(lines[^1].Split(',')[column], CultureInfo.InvariantCulture);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private string Run(string tool, params string[] arguments) =>
        Child.Run("java", ["-Xmx512m", "-cp", Path.Combine(libs, "*"), $"org.apache.kafka.tools.{tool}", .. arguments], Limit);
}
