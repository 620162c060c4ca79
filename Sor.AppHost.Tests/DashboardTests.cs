using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Sor.AppHost.Tests;

/// <summary>What a user sees who starts the application and looks.</summary>
[Collection(OneAtATime.Name)]
public sealed partial class DashboardTests(UsualDashboard dashboard) : IClassFixture<UsualDashboard>
{
    [Fact]
    public async Task Resources_stand_under_their_names_and_end_as_Finished_without_a_warning()
    {
        await dashboard.GoToAsync("/");
        await dashboard.RowAsync("kafka", "Running");
        await dashboard.RowAsync("producer", "Finished");
        await dashboard.RowAsync("backtester", "Finished");

        (await dashboard.RowsAsync()).Select(row => row[0]).ShouldBe(["kafka", "backtester", "producer"]);
        (await dashboard.TextAsync()).ShouldNotContain("certificate");
        dashboard.Terminal.ShouldNotContain("Request starting");
        dashboard.Terminal.ShouldNotContain("certificate");
        dashboard.Terminal.ShouldNotContain("warn:");
        await dashboard.PictureAsync("aspire-resources.png");
    }

    [Fact]
    public async Task One_trace_leads_from_the_producer_to_the_backtester_and_the_log_lines_are_linked_to_it()
    {
        await FinishedAsync();
        await dashboard.GoToAsync("/structuredlogs");
        await dashboard.RowAsync("backtester", "parent orders of 5,000 shares");
        var lines = await dashboard.RowsAsync();
        await dashboard.GoToAsync("/traces");
        var row = await dashboard.RowAsync("producer: publish mock_l1_stream");
        var trace = Id().Match(await row.InnerTextAsync()).Groups[1].Value;
        await row.ClickAsync();
        await dashboard.SeesAsync("kafka poll mock_l1_stream");
        var text = await dashboard.TextAsync();
        await dashboard.PictureAsync("aspire-trace.png");

        foreach (var span in new[] { "publish", "send", "replay", "poll" }) text.ShouldContain($"kafka {span} mock_l1_stream");
        text.ShouldContain("Resources 2");
        text.ShouldContain("Total spans 4");
        lines[0][0].ShouldBe("producer");
        lines[1][0].ShouldBe("backtester");
        lines.ShouldAllBe(line => line[1] == "Information");
        lines.Take(2).Select(line => line[^1]).ShouldAllBe(id => id == trace);
    }

    /// <summary>A percentile is the upper bound of the bucket that it falls into, here at most two and a half times the value.</summary>
    [Fact]
    public async Task Percentiles_are_true_within_a_bucket()
    {
        await FinishedAsync();

        var windows = await dashboard.PercentilesAsync("backtester", "sor.window.evaluation.duration");

        windows.ShouldBe(windows.Order());
        windows[0].ShouldBeGreaterThan(0);
        windows[^1].ShouldBeLessThanOrEqualTo(2.5 * dashboard.LongestRun);
    }

    [Fact]
    public async Task The_brokers_console_is_short()
    {
        await FinishedAsync();
        await dashboard.GoToAsync("/consolelogs/resource/kafka");
        await dashboard.SeesAsync("Formatting metadata directory");

        var text = await dashboard.TextAsync();
        text.ShouldNotContain("INFO");
        text.Split('\n').Length.ShouldBeLessThan(60);
    }

    [Fact]
    public async Task Report_and_folder_are_opened_from_the_page()
    {
        await FinishedAsync();
        var row = await dashboard.RowAsync("backtester", "Finished");
        await row.GetByTitle("Opens the report of the results in this machine's browser.").ClickAsync();
        await OpenedAsync(Path.Combine(dashboard.Results, "report.html"));

        await row.GetByTitle("Actions").ClickAsync();
        await row.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Open results" }).DispatchEventAsync("click"); // the menu is longer than the window
        await OpenedAsync(Path.Combine(dashboard.Results, "report.html"), dashboard.Results);
    }

    /// <summary>The run was over for a while: what reads it again is no longer a part of it, and the run's age is nobody's lag.</summary>
    [Fact]
    public async Task A_backtester_that_is_started_again_later_has_a_trace_and_a_lag_of_its_own()
    {
        await FinishedAsync();
        await Task.Delay(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);
        await (await dashboard.RowAsync("backtester", "Finished")).Locator("[title='Start resource']").ClickAsync();
        await dashboard.GoToAsync("/traces");
        await dashboard.RowAsync("backtester: replay mock_l1_stream");
        await FinishedAsync();

        var lag = await dashboard.PercentilesAsync("backtester", "sor.stream.lag");
        lag[^1].ShouldBeLessThanOrEqualTo(10);
    }

    private async Task OpenedAsync(params string[] paths)
    {
        for (var i = 0; i < 100 && !(File.Exists(dashboard.Opened) && File.ReadAllLines(dashboard.Opened).Length == paths.Length); i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        File.ReadAllLines(dashboard.Opened).ShouldBe(paths);
    }

    private async Task FinishedAsync()
    {
        await dashboard.GoToAsync("/");
        await dashboard.RowAsync("producer", "Finished");
        await dashboard.RowAsync("backtester", "Finished");
        dashboard.RememberRun();
    }

    [GeneratedRegex(@"mock_l1_stream (\w{7})")]
    private static partial Regex Id();
}

/// <summary>The same with a group of backtesters.</summary>
[Collection(OneAtATime.Name)]
public sealed class GroupDashboardTests(GroupDashboard dashboard) : IClassFixture<GroupDashboard>
{
    [Fact]
    public async Task Every_member_has_a_name_and_one_trace_leads_from_the_producer_over_all_of_them_to_the_merged_result()
    {
        await dashboard.GoToAsync("/");
        await dashboard.RowAsync("collect", "Finished");
        (await dashboard.RowsAsync())
            .Select(row => row[0])
            .ShouldBe(["kafka", "backtester-1", "backtester-2", "backtester-3", "collect", "producer"]);

        await dashboard.GoToAsync("/traces");
        var row = await dashboard.RowAsync("producer: publish mock_l1_stream_3");
        (await dashboard.RowsAsync()).Count.ShouldBe(1);
        await row.ClickAsync();
        await dashboard.SeesAsync("kafka collect sor_results");
        (await dashboard.TextAsync()).ShouldContain("kafka replay mock_l1_stream_3");
    }
}
