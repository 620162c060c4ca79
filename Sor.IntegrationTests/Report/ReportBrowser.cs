using System.Text.Json;
using Microsoft.Playwright;

namespace Sor.IntegrationTests.Report;

/// <summary>
/// Reports of real runs in a browser that has no network. Without Chromium a test is skipped with the reason; it fails where
/// <c>SOR_REQUIRE_CHROMIUM</c> is set.
/// </summary>
public sealed class ReportBrowser : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string> runs = [];
    private IPlaywright? playwright;
    private IBrowser? browser;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>The folder of a run's files. The same run is made once.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        Requirements.Chromium();
        var key = string.Join(' ', arguments);
        if (!runs.TryGetValue(key, out var folderOfRun))
        {
            folderOfRun = folder.File($"run-{runs.Count}");
            await SorProcess.Backtest([.. arguments, "--out", folderOfRun]).SucceedAsync();
            runs.Add(key, folderOfRun);
        }

        return folderOfRun;
    }

    /// <summary>Opens a run's page, and fails where it asks anyone for anything or breaks its own policy.</summary>
    public async Task<IPage> OpenAsync(string run, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        playwright ??= await Playwright.CreateAsync();
        browser ??= await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Requirements.Chromium(), Args = ["--no-sandbox"] });
        var context = await browser.NewContextAsync(
            new()
            {
                ViewportSize = new() { Width = width, Height = 900 },
                ColorScheme = scheme,
                Offline = true,
            }
        );
        var page = await context.NewPageAsync();
        var (asked, said) = (new List<string>(), new List<string>());
        page.Request += (_, request) => asked.Add(request.Url);
        page.Console += (_, message) => said.Add(message.Text);
        page.PageError += (_, error) => said.Add(error);
        var url = new Uri(Path.Combine(run, "report.html")).AbsoluteUri;
        await page.GotoAsync(url);
        asked.ShouldBe([url]);
        said.ShouldBeEmpty();
        return page;
    }

    /// <summary>The result beside the page.</summary>
    public static JsonElement ResultOf(string run) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(run, "result.json"))).RootElement;

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        folder.Dispose();
    }
}
