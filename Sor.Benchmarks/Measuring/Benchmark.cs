namespace Sor.Benchmarks.Measuring;

/// <summary>A benchmark that can be asked for by name.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="About">What it compares with what, in half a line.</param>
/// <param name="Run">Measures, and tells the report.</param>
internal sealed record Benchmark(string Name, string About, Action<Report> Run);
