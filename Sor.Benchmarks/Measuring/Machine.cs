using System.Runtime.InteropServices;

namespace Sor.Benchmarks.Measuring;

/// <summary>What the figures were seen on.</summary>
internal static class Machine
{
    /// <summary>Processor, cores, operating system, runtime and version of Sor, in a line.</summary>
    public static string Describe() =>
        $"{Processor()}, {Environment.ProcessorCount} cores; {RuntimeInformation.OSDescription}; {RuntimeInformation.FrameworkDescription}; Sor {typeof(Machine).Assembly.GetName().Version?.ToString(3)}";

    private static string Processor()
    {
        const string List = "/proc/cpuinfo";
        var name = File.Exists(List)
            ? File.ReadLines(List).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return name?[(name.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
