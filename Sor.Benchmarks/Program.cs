using Sor.Benchmarks;
using Sor.Benchmarks.Measuring;

if (args.Length == 0)
{
    Console.WriteLine("usage: ./sor bench NAME … (a name may end in *)");
    foreach (var benchmark in Catalogue.All) Console.WriteLine($"  {benchmark.Name,-18} {benchmark.About}");
    return 0;
}

var chosen = new List<Benchmark>();
foreach (var name in args)
{
    var found = Catalogue.Named(name);
    if (found.Count == 0)
    {
        Console.Error.WriteLine($"{name}: no such benchmark; ./sor bench lists them");
        return 2;
    }

    chosen.AddRange(found.Except(chosen));
}

Console.WriteLine(Machine.Describe());
var report = new Report(Console.Out);
foreach (var benchmark in chosen)
{
    Console.WriteLine();
    Console.WriteLine($"{benchmark.Name}: {benchmark.About}");
    benchmark.Run(report);
}

return report.Missed == 0 ? 0 : 1;
