using Sor.Benchmarks.Classic;
using Sor.Benchmarks.Comparison;
using Sor.Benchmarks.Measuring;
using Sor.Benchmarks.Micro;
using Sor.Benchmarks.Own;
using Sor.Benchmarks.Streaming;

namespace Sor.Benchmarks;

/// <summary>All benchmarks that have a name. A folder of benchmarks adds its own here, in one line.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<Benchmark> All { get; } =
    [
        .. GenerateBenchmarks.All,
        .. MicroBenchmarks.All,
        .. ReplayBenchmarks.All,
        .. SolverBenchmarks.All,
        .. PlacementBenchmarks.All,
        .. TuningBenchmarks.All,
        .. CsvBenchmarks.All,
        .. DbnBenchmarks.All,
        .. MergeBenchmarks.All,
        .. ClassicBenchmarks.All,
        .. MemoryBenchmarks.All,
        .. StartBenchmarks.All,
        .. WholeBenchmarks.All,
        .. StreamBenchmarks.All,
    ];

    /// <summary>The benchmarks of a name, or of the names that begin with what stands before a <c>*</c>.</summary>
    public static IReadOnlyList<Benchmark> Named(string name) =>
        name.EndsWith('*')
            ? [.. All.Where(b => b.Name.StartsWith(name[..^1], StringComparison.Ordinal))]
            : [.. All.Where(b => b.Name == name)];
}
