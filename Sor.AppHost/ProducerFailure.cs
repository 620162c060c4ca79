using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sor.AppHost;

/// <summary>
/// Writes into a backtester's log that its producer has failed. The backtester waits for a run, and if the producer failed before the run
/// began nothing on the topic says that it will not come.
/// </summary>
internal static partial class ProducerFailure
{
    public static IResourceBuilder<ProjectResource> SayWhyFailed(
        this IResourceBuilder<ProjectResource> backtester,
        IResourceBuilder<ProjectResource> producer)
    {
        backtester.ApplicationBuilder.Eventing.Subscribe<BeforeStartEvent>((start, cancel) =>
        {
            _ = WatchAsync(producer.Resource, backtester.Resource, start.Services);
            return Task.CompletedTask;
        });
        return backtester;
    }

    private static async Task WatchAsync(ProjectResource producer, ProjectResource backtester, IServiceProvider services)
    {
        var logs = services.GetRequiredService<ResourceLoggerService>();
        var ending = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var known = false;
        try
        {
            await foreach (
                var change in services.GetRequiredService<ResourceNotificationService>().WatchAsync(ending).ConfigureAwait(false))
            {
                if (change.Resource != producer) continue;
                var failed = Failed(change.Snapshot);
                if (failed && !known)
                {
                    var said = await LastErrorAsync(logs, producer, ending).ConfigureAwait(false);
                    ProducerFailed(logs.GetLogger(backtester), producer.Name, change.Snapshot.ExitCode, said ?? "it said nothing");
                }

                known = failed;
            }
        }
        catch (OperationCanceledException)
        {
            // The application ends.
        }
    }

    /// <summary>
    /// Whether a producer has ended with an error. One that was started again is in no terminal state, so each failure is told once.
    /// </summary>
    private static bool Failed(CustomResourceSnapshot snapshot) =>
        snapshot.ExitCode is not (null or 0) && KnownResourceStates.TerminalStates.Contains(snapshot.State?.Text ?? "");

    /// <summary>What the producer wrote last to standard error. Its log may arrive a moment after its end.</summary>
    private static async Task<string?> LastErrorAsync(ResourceLoggerService logs, ProjectResource producer, CancellationToken ending)
    {
        using var moment = CancellationTokenSource.CreateLinkedTokenSource(ending);
        moment.CancelAfter(TimeSpan.FromSeconds(2));
        string? last = null;
        try
        {
            await foreach (var lines in logs.WatchAsync(producer).WithCancellation(moment.Token).ConfigureAwait(false))
            {
                foreach (var line in lines)
                {
                    if (line.IsErrorMessage) last = line.Content;
                }
            }
        }
        catch (OperationCanceledException) when (!ending.IsCancellationRequested)
        {
            // The last line that has come by then will do.
        }

        return last;
    }

    [LoggerMessage(LogLevel.Error, "{Producer} failed with exit code {ExitCode}, so the run awaited here may never come: {Said}")]
    private static partial void ProducerFailed(ILogger logger, string producer, int? exitCode, string said);
}
