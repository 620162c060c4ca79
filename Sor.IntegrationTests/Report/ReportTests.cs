using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Sor.IntegrationTests.Report;

/// <summary>
/// <c>report.html</c> as people meet it: on screens of three widths, light and dark, by keyboard, on paper, through a checker of
/// accessibility.
/// </summary>
[RunsPrograms]
public sealed class ReportTests(ReportBrowser browser) : IClassFixture<ReportBrowser>
{
    // The sample in parent orders of two minutes, so that some are judged on parameters that others chose.
    private static readonly string[] Run = ["--horizon", "2m", "--quantity", "500"];

    [Theory]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(1920, ColorScheme.Light)]
    public async Task A_checker_of_accessibility_finds_nothing_and_nothing_is_wider_than_the_screen(int width, ColorScheme scheme)
    {
        var page = await browser.OpenAsync(await browser.RunAsync(Run), width, scheme);

        var found = await page.RunAxe();

        found.Violations.Select(v => $"{v.Impact} {v.Id}: {v.Help}: {string.Join(", ", v.Nodes.Select(n => n.Target))}").ShouldBeEmpty();
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
        (await page.EvaluateAsync<string[]>(Clipped)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_course_is_chosen_by_keyboard_and_closes_the_one_before()
    {
        var page = await browser.OpenAsync(await browser.RunAsync(Run));
        var courses = page.Locator("details.course");
        (await Open(courses)).ShouldHaveSingleItem();

        await courses.First.Locator("> summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        (await Open(courses)).ShouldBe([0]);
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.textContent")).ShouldBe("Table");
        await page.Keyboard.PressAsync("Enter");
        (await courses.First.Locator("table").IsVisibleAsync()).ShouldBeTrue();
    }

    [Theory]
    [InlineData("A4")]
    [InlineData("Letter")]
    public async Task On_paper_no_chart_is_cut_and_no_table_is_wider_than_the_sheet(string format)
    {
        var page = await browser.OpenAsync(await browser.RunAsync(Run), width: format == "A4" ? 688 : 710);
        await page.EmulateMediaAsync(new() { Media = Media.Print });

        (
            await page.EvaluateAsync<string[]>("[...document.querySelectorAll('figure, tr')].map(e => getComputedStyle(e).breakInside)")
        ).ShouldAllBe(b => b == "avoid");
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(format == "A4" ? 688 : 710);
        (await page.EvaluateAsync<string[]>(Wide)).ShouldBeEmpty();
        (await page.PdfAsync(new() { Format = format, PreferCSSPageSize = false })).Length.ShouldBeGreaterThan(20_000);
    }

    /// <summary>
    /// The pictures of the documents: kept beside the tests, or in <c>docs/images</c> where <c>SOR_SCREENSHOTS</c> is set.
    /// </summary>
    [Fact]
    public async Task Pictures_of_the_page_are_taken_light_and_dark()
    {
        var folder = Environment.GetEnvironmentVariable("SOR_SCREENSHOTS") is { Length: > 0 }
            ? Repository.File("docs/images")
            : AppContext.BaseDirectory;
        var run = await browser.RunAsync(Run);
        foreach (
            var (name, scheme, section) in new[]
            {
                ("report.png", ColorScheme.Light, "body"),
                ("report-dark.png", ColorScheme.Dark, "#saving"),
            }
        )
        {
            var page = await browser.OpenAsync(run, 1280, scheme);
            await page.Locator(section).EvaluateAsync("e => e.scrollIntoView()");
            var picture = await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name) });
            picture.Length.ShouldBeLessThan(200_000);
        }
    }

    /// <summary>Texts of charts that reach beyond their chart.</summary>
    private const string Clipped =
        """
        [...document.querySelectorAll('figure > svg')].filter(svg => svg.checkVisibility()).flatMap(svg => {
            const frame = svg.getBoundingClientRect();
            return [...svg.querySelectorAll('text')].filter(t => {
                const box = t.getBoundingClientRect();
                return box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
            }).map(t => svg.getAttribute('aria-label').slice(0, 40) + ': ' + t.textContent);
        })
        """;

    /// <summary>Tables that reach beyond the sheet.</summary>
    private const string Wide =
        "[...document.querySelectorAll('table')].filter(t => t.checkVisibility() && t.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(t => t.id)";

    private static async Task<int[]> Open(ILocator courses) =>
        await courses.EvaluateAllAsync<int[]>("all => all.flatMap((c, i) => c.open ? [i] : [])");
}
