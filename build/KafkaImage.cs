using System.Reflection;

namespace Sor;

/// <summary>
/// The image of Apache Kafka that the AppHost, the tests and the benchmarks start: the official one, of the version that
/// <c>bootstrap.sh</c> installs on a machine.
/// </summary>
internal static class KafkaImage
{
    /// <summary>The variable that names another image.</summary>
    public const string Variable = "SOR_KAFKA_IMAGE";

    /// <summary>The image by default.</summary>
    public static string Pinned { get; } =
        typeof(KafkaImage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == nameof(KafkaImage)).Value!;

    /// <summary>The image to use: the variable's, else the pinned one.</summary>
    public static string Chosen => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Pinned;
}
