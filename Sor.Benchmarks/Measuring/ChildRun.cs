using System.Diagnostics;

namespace Sor.Benchmarks.Measuring;

/// <summary>One run of a program, as whoever waits for it sees it.</summary>
/// <param name="Seconds">From its start to its end, by the clock.</param>
/// <param name="FirstOutput">From its start to its first output, by the clock; as long as the run if there is none.</param>
/// <param name="PeakBytes">Most memory resident at any time seen.</param>
/// <param name="Output">What it printed.</param>
internal sealed record ChildRun(double Seconds, double FirstOutput, long PeakBytes, string Output)
{
    /// <summary>Runs a program to its end, which must be a good one.</summary>
    public static ChildRun Of(string program, params string[] arguments) => Of(TimeSpan.FromMilliseconds(10), program, arguments);

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    /// <param name="look">How often its memory is looked at. A program of a moment needs many looks, which cost a core that it may
    /// want.</param>
    /// <param name="program">What to run.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ChildRun Of(TimeSpan look, string program, params string[] arguments)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var watching = Task.Run(() => Watch(process, look));
        var first = new char[1];
        var any = process.StandardOutput.Read(first, 0, 1);
        var firstOutput = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var output = any == 0 ? "" : first[0] + process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit code {process.ExitCode}");
        return new ChildRun(seconds, firstOutput, watching.Result, output);
    }

    /// <summary>The system keeps the peak; it is asked for until the process is gone.</summary>
    private static long Watch(Process process, TimeSpan look)
    {
        var peak = 0L;
        try
        {
            for (; !process.HasExited; Thread.Sleep(look))
            {
                process.Refresh();
                peak = Math.Max(peak, process.PeakWorkingSet64);
            }
        }
        catch (InvalidOperationException)
        {
            // It ended between the two questions.
        }

        return peak;
    }
}
