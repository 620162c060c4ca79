using System.Diagnostics;
using System.Text;
using Xunit.v3;

namespace Sor.Testing;

/// <summary>
/// Marks tests of commands that run as processes: they hold for the published programs too, in the folder that
/// <see cref="SorProcess.Folder"/> names.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RunsProgramsAttribute : Attribute, ITraitAttribute
{
    /// <inheritdoc/>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Runs", "programs")];
}

/// <summary>
/// One of the executables, run as a user runs it. Every one ends: by itself, by a signal of the test, or killed at its limit.
/// </summary>
internal sealed class SorProcess : IDisposable
{
    /// <summary>Names a folder of published programs to run instead of those built with the tests.</summary>
    public const string Folder = "SOR_PROGRAMS";

    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private static readonly string Programs = Environment.GetEnvironmentVariable(Folder) is { Length: > 0 } folder
        ? folder
        : AppContext.BaseDirectory;

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();

    private SorProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static SorProcess Produce(params IEnumerable<string> arguments) => Start("Sor.Producer", arguments);

    public static SorProcess Backtest(params IEnumerable<string> arguments) => Start("Sor.Backtester", ["backtest", .. arguments]);

    public static SorProcess Start(string executable, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = StartInfo(executable, arguments);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new SorProcess(Process.Start(start)!);
    }

    /// <summary>
    /// Starts an executable by a line of the shell, in which it is <c>"$@"</c>: its output may be closed, or the line may look at what it
    /// leaves.
    /// </summary>
    public static SorProcess InShell(string line, string executable, params IEnumerable<string> arguments) =>
        new(Process.Start(Redirected(Words(["sh", "-c", line, "sh", Path.Combine(Programs, executable), .. arguments])))!);

    /// <summary>Starts an executable whose standard input the test writes.</summary>
    public static SorProcess Start(string executable, IEnumerable<string> arguments, out Stream feed)
    {
        var start = StartInfo(executable, arguments);
        start.RedirectStandardInput = true;
        var process = Process.Start(start)!;
        feed = process.StandardInput.BaseStream;
        return new SorProcess(process);
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Waits for the end.</summary>
    public async Task<Ending> EndAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"did not end within {Limit}:\n{output}\n{error}");
        }

        lock (output) return new Ending(process.ExitCode, output.ToString().Trim(), error.ToString().Trim());
    }

    /// <summary>Waits for success.</summary>
    public async Task<string> SucceedAsync()
    {
        var ending = await EndAsync();
        ending.Code.ShouldBe(0, ending.Error);
        return ending.Output;
    }

    /// <summary><c>kill -9</c>.</summary>
    public void Kill()
    {
        if (!process.HasExited) process.Kill();
        process.WaitForExit();
    }

    /// <summary>Sends <c>INT</c> or <c>TERM</c>.</summary>
    public void Signal(string name) => Process.Start("kill", [$"-{name}", $"{process.Id}"]).WaitForExit();

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    // A job in the background, or one under nohup, ignores signals, and so does all that it starts: these programs take them as from a
    // terminal.
    private static ProcessStartInfo Words(IReadOnlyList<string> words) => OperatingSystem.IsLinux()
        ? new ProcessStartInfo("env", ["--default-signal=HUP,INT,QUIT,TERM", .. words])
        : new ProcessStartInfo(words[0], words.Skip(1));

    private static ProcessStartInfo StartInfo(string executable, IEnumerable<string> arguments) =>
        Redirected(Words([Path.Combine(Programs, executable), .. arguments]));

    private static ProcessStartInfo Redirected(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        return start;
    }

    private void Append(StringBuilder text, string? line)
    {
        if (line is null) return;
        lock (output) text.AppendLine(line);
    }

    public sealed record Ending(int Code, string Output, string Error);
}
