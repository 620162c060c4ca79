using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Sor.Benchmarks.Measuring;

namespace Sor.Benchmarks.Micro;

/// <summary>The hot paths under BenchmarkDotNet, which prints its own table.</summary>
internal static class MicroBenchmarks
{
    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("micro", "hot paths one by one under BenchmarkDotNet, with what each allocates", Run),
    ];

    private static void Run(Report report)
    {
        // In this process: built anew elsewhere, the projects would not know with which packages.
        var config = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "sor-bench-micro"));
        BenchmarkRunner.Run<HotPathBenchmarks>(config);
    }
}
