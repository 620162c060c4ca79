namespace Sor.Benchmarks.Measuring;

/// <summary>Processor time of this process, all threads: what else the machine does is not counted.</summary>
internal static class ProcessorTime
{
    /// <summary>Nanoseconds of it for each item of a run.</summary>
    public static double PerItem(Func<long> run)
    {
        GC.Collect();
        var before = Environment.CpuUsage.TotalTime;
        var items = run();
        return (Environment.CpuUsage.TotalTime - before).TotalNanoseconds / items;
    }
}
