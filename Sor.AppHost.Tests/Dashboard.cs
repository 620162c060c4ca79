using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace Sor.AppHost.Tests;

/// <summary>
/// The dashboard of a running application, in a browser. Without Docker or Chromium a test is skipped with the reason; it fails where
/// <c>SOR_REQUIRE_DOCKER</c> or <c>SOR_REQUIRE_CHROMIUM</c> is set.
/// </summary>
public abstract class Dashboard(params string[] words) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("sor-dashboard-").FullName;
    private RunningAppHost? app;
    private IPlaywright? playwright;
    private IBrowser? browser;
    private IPage? page;

    /// <summary>Where the results go.</summary>
    public string Results => Path.Combine(folder, "out");

    /// <summary>What was asked to be shown in the desktop's file manager, a line each.</summary>
    public string Opened => Path.Combine(folder, "opened");

    /// <summary>Seconds that the longest of the remembered runs took: a histogram has all of them.</summary>
    public double LongestRun { get; private set; }

    /// <summary>What the AppHost's terminal shows.</summary>
    public string Terminal => app!.Terminal;

    private IPage Page => page!;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Starts the application and opens its dashboard, if that is not done; then goes to a page of it.</summary>
    /// <param name="path">The page's path, such as <c>/traces</c>.</param>
    public async Task GoToAsync(string path)
    {
        if (page is null) await OpenAsync();
        await Page.GotoAsync(new Uri(new Uri(Page.Url), path).ToString());
    }

    /// <summary>Takes note of how long the run took whose results are there.</summary>
    public void RememberRun()
    {
        using var run = JsonDocument.Parse(File.ReadAllText(Path.Combine(Results, "run.json")));
        LongestRun = Math.Max(LongestRun, run.RootElement.GetProperty("elapsed_s").GetDouble());
    }

    /// <summary>Waits until the page has a row that has all these texts in it, and returns the row.</summary>
    public async Task<ILocator> RowAsync(params string[] texts)
    {
        var row = Page.GetByRole(AriaRole.Row);
        foreach (var text in texts) row = row.Filter(new() { HasText = text });
        await ShowsAsync(row.First);
        return row.First;
    }

    /// <summary>The rows of the page's table, below its heading, as the texts of their cells.</summary>
    public async Task<List<string[]>> RowsAsync()
    {
        await Page.GetByRole(AriaRole.Row).Nth(1).WaitForAsync();
        return
        [
            .. (await Page.GetByRole(AriaRole.Row).AllInnerTextsAsync())
                .Skip(1)
                .Select(text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
        ];
    }

    /// <summary>All that the page says.</summary>
    public Task<string> TextAsync() => Page.InnerTextAsync("body");

    /// <summary>Waits until the page says something.</summary>
    public Task SeesAsync(string text) => ShowsAsync(Page.GetByText(text).First);

    /// <summary>
    /// Waits for an element, four minutes at most. A page that lost its connection to the dashboard shows what it last had until it is
    /// loaded again.
    /// </summary>
    private async Task ShowsAsync(ILocator element)
    {
        for (var loads = 1; ; loads++)
        {
            try
            {
                await element.WaitForAsync(new() { Timeout = 30_000 });
                return;
            }
            catch (TimeoutException) when (loads < 8)
            {
                await Page.ReloadAsync();
            }
        }
    }

    /// <summary>The newest percentiles, 50, 90 and 99, of a histogram of a resource, in seconds.</summary>
    public async Task<double[]> PercentilesAsync(string resource, string instrument)
    {
        await GoToAsync($"/metrics/resource/{resource}");
        await Page.Locator($"fluent-tree-item[title='{instrument}']").ClickAsync();
        await Page.GetByText("Table", new() { Exact = true }).Last.ClickAsync();
        await Page.GetByText("P99 Seconds").First.WaitForAsync();
        for (var i = 0; i < 100; i++)
        {
            var newest = (await RowsAsync())[0]
                .Skip(1)
                .Take(3)
                .Select(text => double.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : double.NaN)
                .ToArray();
            if (newest.Length == 3 && !newest.Any(double.IsNaN)) return newest;
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"no percentiles of {instrument}: {await TextAsync()}");
    }

    /// <summary>Keeps a picture of the page: beside the tests, or in <c>docs/images</c> where <c>SOR_SCREENSHOTS</c> is set.</summary>
    public async Task PictureAsync(string name)
    {
        var solution = Path.GetFullPath("..", Projects.Sor_AppHost.ProjectPath);
        var folder = Environment.GetEnvironmentVariable("SOR_SCREENSHOTS") is { Length: > 0 }
            ? Path.Combine(solution, "docs", "images")
            : AppContext.BaseDirectory;
        // Where the repository lies on this machine is nobody else's.
        await Page.EvaluateAsync(
            """
            path => {
                const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(path, "");
            }
            """,
            solution + Path.DirectorySeparatorChar);
        await Page.Mouse.MoveAsync(0, 0);
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name) });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        if (app is not null) await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private async Task OpenAsync()
    {
        Requirements.Docker();
        var chromium = Requirements.Chromium();
        var cancel = TestContext.Current.CancellationToken;
        app = RunningAppHost.Start(
            "http",
            [$"--Parameters:output={Results}", .. words],
            ("PATH", $"{FileManager()}:{Environment.GetEnvironmentVariable("PATH")}"));
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = ["--no-sandbox"] });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 480 } });
        page.SetDefaultTimeout(60_000);
        await page.GotoAsync(await app.LoginAsync(cancel));
        this.page = page;
    }

    /// <summary>A folder with a program that takes the place of the desktop's file manager, and notes what it is to show.</summary>
    private string FileManager()
    {
        var bin = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
        var program = Path.Combine(bin, "xdg-open");
        File.WriteAllText(program, $"#!/bin/sh\necho \"$1\" >>'{Opened}'\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return bin;
    }
}

/// <summary>One producer, one backtester.</summary>
public sealed class UsualDashboard() : Dashboard();

/// <summary>One producer, a group of three backtesters, and what merges their parts.</summary>
public sealed class GroupDashboard() : Dashboard("--Replicas=3");
