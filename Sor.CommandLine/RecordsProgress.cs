using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Sor.CommandLine;

/// <summary>
/// Shows one line on standard error while records are read: how many, how fast, how far, and how long the rest will take. Shows nothing
/// where standard error is not a terminal.
/// </summary>
public sealed class RecordsProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly ProgressTask? task;
    private readonly long started = Stopwatch.GetTimestamp();
    private TimeSpan shown;
    private long records;

    private RecordsProgress(ProgressContext? context) => task = context?.AddTask("records", autoStart: true, maxValue: 1).IsIndeterminate();

    /// <summary>Shows the line while some work is done, and clears it afterwards.</summary>
    /// <param name="quiet">Show nothing.</param>
    /// <param name="work">The work, which reports to its argument.</param>
    public static async Task<T> ShowAsync<T>(bool quiet, Func<RecordsProgress, Task<T>> work)
    {
        if (quiet || Console.IsErrorRedirected) return await work(new RecordsProgress(null)).ConfigureAwait(false);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (!console.Profile.Capabilities.Ansi) return await work(new RecordsProgress(null)).ConfigureAwait(false);

        var column = new RateColumn();
        return await console
            .Progress()
            .AutoClear(true)
            .Columns(column, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
        {
            var progress = new RecordsProgress(context);
            column.Progress = progress;
            return work(progress);
        }).ConfigureAwait(false);
    }

    /// <summary>Reports how far the work is. Cheap enough to call for every batch; by one thread at a time.</summary>
    /// <param name="count">Records so far.</param>
    /// <param name="part">How far their source has been read, from 0 to 1, where that is known.</param>
    public void Report(long count, double? part)
    {
        Volatile.Write(ref records, count);
        if (task is null || part is not { } done || Stopwatch.GetElapsedTime(started) is var elapsed && elapsed - shown < Interval) return;
        shown = elapsed;
        task.IsIndeterminate = false;
        task.Value = done;
    }

    private sealed class RateColumn : ProgressColumn
    {
        public RecordsProgress? Progress { get; set; }

        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            if (Progress is null) return Text.Empty;
            var millions = Volatile.Read(ref Progress.records) / 1e6;
            var seconds = Stopwatch.GetElapsedTime(Progress.started).TotalSeconds;
            return new Text(
                string.Create(CultureInfo.InvariantCulture, $"{millions:0.0} million records, {millions / seconds:0.0} million/s"));
        }
    }
}
