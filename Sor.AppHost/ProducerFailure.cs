using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sor.AppHost;

/// <summary>A backtester waits for a run. Where its producer has failed before the run began nothing on the topic says so; its log does, by this.</summary>
internal static partial class ProducerFailure
{
    public static IResourceBuilder<ProjectResource> SayWhyFailed(this IResourceBuilder<ProjectResource> backtester, IResourceBuilder<ProjectResource> producer) =>
        backtester.OnBeforeResourceStarted((_, start, _) =>
        {
            var ending = start.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            _ = WatchAsync(producer.Resource, backtester.Resource, start.Services, ending);
            return Task.CompletedTask;
        });

    private static async Task WatchAsync(ProjectResource producer, ProjectResource backtester, IServiceProvider services, CancellationToken ending)
    {
        var logs = services.GetRequiredService<ResourceLoggerService>();
        var notifications = services.GetRequiredService<ResourceNotificationService>();
        try
        {
            var failed = await notifications.WaitForResourceAsync(producer.Name, Failed, ending).ConfigureAwait(false);
            var said = await LastErrorAsync(logs, producer, ending).ConfigureAwait(false);
            ProducerFailed(logs.GetLogger(backtester), producer.Name, failed.Snapshot.ExitCode, said ?? "it said nothing");
        }
        catch (OperationCanceledException)
        {
            // The application ends.
        }
    }

    private static bool Failed(ResourceEvent change) =>
        change.Snapshot.ExitCode is { } code and not 0 && KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text ?? "");

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
            // Enough waited.
        }

        return last;
    }

    [LoggerMessage(LogLevel.Error, "{Producer} failed with exit code {ExitCode}, so the run awaited here may never come: {Said}")]
    private static partial void ProducerFailed(ILogger logger, string producer, int? exitCode, string said);
}
