using Sor.Core.Pipeline;

namespace Sor.Tests;

public sealed class LayersTests
{
    /// <summary>The domain knows no Kafka, no host and no command line: executables parse, compose and print.</summary>
    [Fact]
    public void Core_references_no_Kafka_no_host_and_no_command_line()
    {
        var references = typeof(Backtest).Assembly.GetReferencedAssemblies().Select(a => a.Name!).ToList();

        references.ShouldNotBeEmpty();
        references.ShouldAllBe(name => !name.StartsWith("Confluent", StringComparison.Ordinal)
            && !name.StartsWith("Microsoft.Extensions", StringComparison.Ordinal)
            && !name.StartsWith("OpenTelemetry", StringComparison.Ordinal)
            && !name.StartsWith("Spectre", StringComparison.Ordinal)
            && !name.StartsWith("System.CommandLine", StringComparison.Ordinal));
    }
}
