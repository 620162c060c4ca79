namespace Sor.Tests;

/// <summary>What a piece of code allocates, in bytes.</summary>
internal static class Allocation
{
    /// <summary>
    /// The least of three runs. A collection that another test brings about takes what is left of this thread's allocation block, up to
    /// 8 KiB, and counts it as allocated; what the code allocates itself it allocates in every run.
    /// </summary>
    /// <param name="prepare">Runs before each run and is not counted.</param>
    /// <param name="run">The code.</param>
    public static long Of(Action prepare, Action run)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            prepare();
            var before = GC.GetAllocatedBytesForCurrentThread();
            run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
