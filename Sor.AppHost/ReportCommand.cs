using System.Diagnostics;

namespace Sor.AppHost;

/// <summary>The dashboard's button for the report. A link would not do: browsers do not follow one from a page of http to a file.</summary>
internal static class ReportCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "open-report";

    public static IResourceBuilder<ProjectResource> WithReportCommand(this IResourceBuilder<ProjectResource> backtester, IResourceBuilder<ParameterResource> output) =>
        backtester.WithCommand(
            Name,
            "Open report",
            async context =>
            {
                var folder = await output.Resource.GetValueAsync(context.CancellationToken).ConfigureAwait(false);
                var report = Path.Combine(folder!, "report.html");
                return File.Exists(report) ? Open(report) : CommandResults.Failure($"there is no {report} yet");
            },
            new CommandOptions { Description = "Opens report.html in the browser.", IconName = "DocumentData", IsHighlighted = true });

    private static ExecuteCommandResult Open(string file)
    {
        try
        {
            using var opened = Process.Start(new ProcessStartInfo(file) { UseShellExecute = true });
            return CommandResults.Success();
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            return CommandResults.Failure($"nothing here opens it ({e.Message}): {file}");
        }
    }
}
