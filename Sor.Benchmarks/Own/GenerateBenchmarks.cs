using Sor.Benchmarks.Measuring;

namespace Sor.Benchmarks.Own;

/// <summary>How fast the synthetic market is written to files.</summary>
internal static class GenerateBenchmarks
{
    private const int Records = 2_000_000;

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("generate", "synthetic market to DBN and CSV files, beside copying the same bytes to a file", Run),
    ];

    private static void Run(Report report)
    {
        using var scratch = new ScratchFolder();
        foreach (var (format, name) in new[] { ("DBN", "market.dbn"), ("CSV", "market.csv") })
        {
            var path = scratch.File(name);
            Write(path);
            var bytes = File.ReadAllBytes(path);
            report.Compare(
                "MB",
                new Contender($"generate to {format}", () => Write(path) / 1_000_000),
                [new Reference("the same bytes, written from memory", () => Copy(bytes, scratch.File("copy")) / 1_000_000)]);
        }
    }

    private static long Write(string path) => new FileInfo(MarketFile.Generate(path, Records)).Length;

    private static long Copy(byte[] bytes, string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        for (var at = 0; at < bytes.Length; at += 1 << 17) file.Write(bytes, at, Math.Min(1 << 17, bytes.Length - at));
        return bytes.Length;
    }
}
