using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Sor.Benchmarks.Streaming;

/// <summary>A program run by a benchmark; ended with it.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();
    private readonly string name;

    private Child(string path, IEnumerable<string> arguments, bool feed)
    {
        name = Path.GetFileName(path);
        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = feed,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Add(output, line.Data);
        process.ErrorDataReceived += (_, line) => Add(error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Starts one of Sor's executables, built beside this one.</summary>
    /// <param name="executable">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="feed">Whether its standard input is written here.</param>
    public static Child Start(string executable, IEnumerable<string> arguments, bool feed = false) =>
        new(Path.Combine(AppContext.BaseDirectory, executable), arguments, feed);

    /// <summary>Starts a backtester that reads a run, named as its topic, from a broker; with <c>static</c> tuned.</summary>
    /// <param name="bootstrap">The broker.</param>
    /// <param name="topic">The topic, and the run.</param>
    /// <param name="results">The folder for the results.</param>
    public static Child Backtest(string bootstrap, string topic, string results) => Start(
        "Sor.Backtester",
        ["backtest", "--bootstrap", bootstrap, "--topic", topic, "--run", topic, "--optimize", "static", "--out", results]);

    /// <summary>Runs a program to its end and returns what it printed.</summary>
    public static string Run(string program, IEnumerable<string> arguments, TimeSpan limit)
    {
        using var child = new Child(program, arguments, feed: false);
        return child.Succeed(limit);
    }

    /// <summary>Its standard input.</summary>
    public Stream Input => process.StandardInput.BaseStream;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>
    /// The most memory it has held so far, bytes, as the system counts it (<c>VmHWM</c>); <c>null</c> where that is not told or it has
    /// ended.
    /// </summary>
    public long? PeakMemory()
    {
        try
        {
            var line = File.ReadLines($"/proc/{process.Id}/status")
                .FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null
                ? null
                : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim(), CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Waits for its end; throws if it failed or takes longer than the limit.</summary>
    public string Succeed(TimeSpan limit)
    {
        if (!process.WaitForExit(limit)) throw new TimeoutException($"{name} did not end within {limit}");
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.ToString()
            : throw new InvalidOperationException($"{name} ended with {process.ExitCode}: {error}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    private static void Add(StringBuilder text, string? line)
    {
        if (line is not null) text.Append(line).Append('\n');
    }
}
