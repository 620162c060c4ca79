using System.ComponentModel;
using System.Diagnostics;

namespace Sor.AppHost;

/// <summary>
/// The dashboard's commands for the results: the report has a button beside start and stop, the folder is in the menu. Links would not
/// work, because browsers follow none from an http page to a file.
/// </summary>
internal static class ResultsCommands
{
    /// <summary>Adds a command for the report and one for the folder that it is in.</summary>
    public static IResourceBuilder<ProjectResource> WithResultsCommands(
        this IResourceBuilder<ProjectResource> backtester, IResourceBuilder<ParameterResource> output) => backtester
        .WithCommand("open-report", "Open report", Opens(output, "report.html"), new()
        {
            Description = "Opens the report of the results in this machine's browser.",
            IconName = "DocumentData",
            IsHighlighted = true,
        })
        .WithCommand("open-results", "Open results", Opens(output, ""), new()
        {
            Description = "Opens the folder of the results on this machine.",
            IconName = "FolderOpen",
        });

    /// <summary>Opens a file of the results folder by its name; an empty name opens the folder.</summary>
    private static Func<ExecuteCommandContext, Task<ExecuteCommandResult>> Opens(
        IResourceBuilder<ParameterResource> output, string name) => async context =>
    {
        var path = Path.Combine(await output.Resource.GetValueAsync(context.CancellationToken).ConfigureAwait(false) ?? "", name);
        return Path.Exists(path) ? Open(path) : CommandResults.Failure($"nothing is written yet: there is no {path}");
    };

    private static ExecuteCommandResult Open(string path)
    {
        try
        {
            using var opened = Process.Start(new ProcessStartInfo(path) { UseShellExecute = true });
            return CommandResults.Success();
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            return CommandResults.Failure($"no program here opens it ({e.Message}): {path}");
        }
    }
}
