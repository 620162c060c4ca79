using System.ComponentModel;
using System.Diagnostics;

namespace Sor.AppHost;

/// <summary>
/// The dashboard's button for the results. A link would not do: browsers do not follow one from a page of http to a file.
/// </summary>
internal static class ResultsCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "open-results";

    public static IResourceBuilder<ProjectResource> WithResultsCommand(
        this IResourceBuilder<ProjectResource> backtester,
        IResourceBuilder<ParameterResource> output
    ) =>
        backtester.WithCommand(
            Name,
            "Open results",
            async context =>
            {
                var folder = await output.Resource.GetValueAsync(context.CancellationToken).ConfigureAwait(false);
                return Directory.Exists(folder)
                    ? Open(folder)
                    : CommandResults.Failure($"nothing is written yet: there is no folder {folder}");
            },
            new CommandOptions
            {
                Description = "Opens the folder of the results on this machine.",
                IconName = "FolderOpen",
                IsHighlighted = true,
            }
        );

    private static ExecuteCommandResult Open(string folder)
    {
        try
        {
            using var opened = Process.Start(new ProcessStartInfo(folder) { UseShellExecute = true });
            return CommandResults.Success();
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            return CommandResults.Failure($"no program here shows folders ({e.Message}): {folder}");
        }
    }
}
