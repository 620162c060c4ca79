using AngleSharp.Html.Parser;

namespace Sor.Tests.Commands;

/// <summary><c>compare</c>: two results side by side.</summary>
public sealed class CompareTests : CommandTest
{
    private readonly string market;

    public CompareTests() => market = Write(Market());

    [Fact]
    public async Task A_run_and_itself_differ_in_nothing()
    {
        var run = await RunAsync("a", "--horizon", "5m");

        var output = await CompareAsync(run, run);

        output.ShouldNotContain("setting ");
        var page = Page();
        page.QuerySelectorAll("#settings, #data").ShouldBeEmpty();
        page.QuerySelectorAll("#routers tbody tr")
            .ShouldAllBe(row => row.Children[1].TextContent == row.Children[2].TextContent && row.Children[3].TextContent == "0.000");
    }

    [Fact]
    public async Task What_was_asked_otherwise_is_all_that_differs_and_what_changes_costs_is_said_first()
    {
        var (a, b) = (
            await RunAsync("a", "--horizon", "5m"),
            await RunAsync("b", "--horizon", "5m", "--quantity", "700", "--latency", "1ms"));

        var output = await CompareAsync(a, b);

        var page = Page();
        page.QuerySelectorAll("#settings tbody tr").Select(row => string.Join('|', row.Children.Select(cell => cell.TextContent)))
            .ShouldBe(["shares of each parent order|5,000|700", "latency|0 s|0.001 s"]);
        page.QuerySelector(".notes li")!.TextContent.ShouldBe("The parent orders are not of one size: larger ones cost more.");
        output
            .IndexOf("not of one size", StringComparison.Ordinal)
            .ShouldBeInRange(0, output.IndexOf("router judged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Other_records_are_said_before_the_numbers()
    {
        var other = Write(Market(Tests.Market.Nyse), "other.csv");
        var b = Folder.File("b");
        await SorProcess.Backtest(other, "--horizon", "5m", "--out", b).SucceedAsync();

        (await CompareAsync(await RunAsync("a", "--horizon", "5m"), b)).ShouldContain(
            "- The records are not the same: costs differ by the market too, not only by what was run.");
    }

    [Fact]
    public async Task What_cannot_be_compared_is_refused()
    {
        var (both, bought) = (await RunAsync("both", "--horizon", "5m"), await RunAsync("bought", "--horizon", "5m", "--side", "buy"));
        var broken = Write("result.json", "{}"u8.ToArray());

        Failed(
            await Compare(both, bought).EndAsync(),
            3,
            "these cannot be compared: the parents of one are of side both, those of the other of buy");
        Failed(
            await Compare(both, broken).EndAsync(),
            3,
            $"{broken}: it is not what this version's backtest writes: run it again with this version");
        Failed(
            await Compare(both, market).EndAsync(),
            3,
            $"{market}: it is not what this version's backtest writes: run it again with this version");
        Failed(await Compare(both, Folder.File("none")).EndAsync(), 2, $"{Folder.File("none")}: there is no such file");
        File.Exists(Folder.File("compare.html")).ShouldBeFalse();
    }

    private async Task<string> RunAsync(string name, params string[] arguments)
    {
        await SorProcess.Backtest([market, .. arguments, "--out", Folder.File(name)]).SucceedAsync();
        return Folder.File(name);
    }

    private Task<string> CompareAsync(string a, string b) => Compare(a, b).SucceedAsync();

    private SorProcess Compare(string a, string b) =>
        SorProcess.Start("Sor.Backtester", ["compare", a, b, "--out", Folder.File("compare.html")]);

    private AngleSharp.Html.Dom.IHtmlDocument Page() => new HtmlParser().ParseDocument(File.ReadAllText(Folder.File("compare.html")));
}
