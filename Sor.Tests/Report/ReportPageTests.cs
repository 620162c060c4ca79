using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Sor.Backtester.Output.Report;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Results;
using Sor.Core.Tuning;

namespace Sor.Tests.Report;

/// <summary>What <c>report.html</c> is made of, as a browser reads it.</summary>
public sealed class ReportPageTests
{
    private const string Command = "./sor backtest";

    private static readonly string[] Hostile =
    [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "'><svg onload=alert(1)>",
        "</title></style></pre><h1>",
        "&lt;b&gt;",
        "<!--",
        "]]>",
        "a\0b",
        "\u202Egnp.exe",
        "\uD800",
        "javascript:alert(1)",
    ];

    [Fact]
    public async Task The_page_has_one_style_which_its_policy_names_and_no_script_and_asks_nobody_for_anything()
    {
        var page = Read(await MadeAsync());

        var style = page.QuerySelectorAll("style").ShouldHaveSingleItem().TextContent;
        var policy = page.QuerySelector("meta[http-equiv='Content-Security-Policy']")!.GetAttribute("content")!;
        policy.ShouldBe(
            $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'; base-uri 'none'; form-action 'none'"
        );
        style.ShouldNotContain("url(");
        style.ShouldNotContain("@import");
        page.QuerySelectorAll("script, link, iframe, object, embed, img, form, base").ShouldBeEmpty();
        page.All.SelectMany(element => element.Attributes)
            .ShouldAllBe(a => a.Name != "style" && a.Name != "src" && !a.Name.StartsWith("on"));
        page.QuerySelectorAll("[href]")
            .ShouldAllBe(link =>
                link.GetAttribute("href")!.StartsWith('#') && page.GetElementById(link.GetAttribute("href")!.Substring(1)) != null);
    }

    [Fact]
    public async Task No_name_however_hostile_becomes_markup()
    {
        var result = await MadeAsync();
        var tame = Shape(Read(result));

        foreach (var name in Hostile) Shape(Read(Named(result, name), name, name)).ShouldBe(tame, name);
        Gen.String.Sample(name => Shape(Read(Named(result, name), name, name)).SequenceEqual(tame), iter: 100);
    }

    [Fact]
    public async Task A_name_is_read_as_it_is_written_and_does_not_turn_the_text_around_it()
    {
        const string name = "<b>\u05D0\u202E&amp;";

        var page = Read(Named(await MadeAsync(), name), $"./sor backtest '{name}'", $"not verified: run {name}");

        page.QuerySelector("h1 > bdi")!.TextContent.ShouldStartWith(name);
        page.QuerySelectorAll("#data bdi").Select(e => e.TextContent).ShouldContain(name);
        page.QuerySelector("pre")!.TextContent.ShouldBe($"./sor backtest '{name}'");
        page.QuerySelectorAll(".notes li")[0].TextContent.ShouldBe($"not verified: run {name}");
    }

    [Fact]
    public async Task What_goes_before_the_number_goes_before_it()
    {
        var options = Options with { Order = Options.Order with { Liquidity = Liquidity.Naive } };
        var result = await MadeAsync(options);

        var verdict = Read(result).QuerySelector("#verdict")!;

        verdict.QuerySelectorAll(".notes li").Select(e => e.TextContent).ShouldBe(["not verified", .. result.Verdict.Notes]);
        $"{result.Verdict.Notes[0]} {verdict.QuerySelector(".answer")!.TextContent}".ShouldBe(result.Verdict.Sentence);
        verdict.Children.Take(4).Select(e => e.ClassName).ShouldBe(["", "notes", "answer", "scroll"]);
    }

    [Fact]
    public async Task Every_chart_is_told_in_words_and_every_table_has_a_caption_and_names_its_rows_and_columns()
    {
        var page = Read(await MadeAsync());

        page.QuerySelectorAll("figure").Length.ShouldBeGreaterThan(10);
        foreach (var figure in page.QuerySelectorAll("figure"))
        {
            figure.QuerySelector("figcaption")!.TextContent.ShouldNotBeEmpty();
            var chart = figure.Children.Single(e => e.LocalName == "svg");
            chart.GetAttribute("role").ShouldBe("img");
            chart.GetAttribute("aria-label")!.Length.ShouldBeGreaterThan(20);
        }

        foreach (var table in page.QuerySelectorAll("table"))
        {
            table.QuerySelector("caption")!.TextContent.ShouldNotBeEmpty();
            var columns = table.QuerySelectorAll("thead th[scope=col]").Length;
            table
                .QuerySelectorAll("tbody tr")
                .ShouldAllBe(row => row.Children.Length == columns && row.Children[0].GetAttribute("scope") == "row", table.Id);
        }

        page.QuerySelectorAll("[id]").Select(e => e.Id).ShouldBeUnique();
    }

    [Fact]
    public async Task One_course_is_open_and_the_list_lets_no_second_be()
    {
        var page = Read(await MadeAsync());

        var courses = page.QuerySelectorAll("details.course");
        courses.Length.ShouldBe(20);
        courses.ShouldAllBe(c => c.GetAttribute("name") == "course");
        courses.Count(c => c.HasAttribute("open")).ShouldBe(1);
    }

    [Fact]
    public async Task Twenty_instruments_over_twenty_days_stay_under_two_megabytes()
    {
        var result = await MadeAsync();
        var parents = from instrument in Enumerable.Range(1, 20)
                      from window in Enumerable.Range(0, 20 * 13)
                      let parent = result.Parents[window % result.Parents.Count]
                      select parent with
                      {
                          InstrumentId = (uint)instrument,
                          From = parent.From + Market.Seconds(1_800.0 * window),
                          To = parent.To + Market.Seconds(1_800.0 * window),
                      };
        var one = result.Data.Instruments[0];
        var large = result with
        {
            Parents = [.. parents],
            Data = result.Data with
            {
                Instruments = [.. Enumerable.Range(1, 20).Select(i => one with { InstrumentId = (uint)i, Symbol = $"SYM{i}" })],
            },
        };

        var markup = ReportPage.Of(large, Command, null).ToString();

        Encoding.UTF8.GetByteCount(markup).ShouldBeLessThan(2_000_000);
        var instruments = new HtmlParser().ParseDocument(markup).QuerySelectorAll("details.instrument");
        instruments.Select(i => i.QuerySelector("summary")!.TextContent).ShouldBe(Enumerable.Range(1, 20).Select(i => $"SYM{i}"));
        instruments.ShouldAllBe(i => i.QuerySelectorAll("details.course").Length == 3);
    }

    [Fact]
    public async Task Data_without_bids_or_trades_makes_a_page_too()
    {
        var schema = new SourceSchema("asks", HasBids: false, HasTrades: false);
        var result = await MadeAsync(Options with { Sides = [Side.Buy] }, schema);

        var page = Read(result);

        page.QuerySelector("#cut-participation").ShouldBeNull();
        page.QuerySelectorAll("#router-costs tbody tr").ShouldAllBe(row => row.Children[2].TextContent == "–");
    }

    private static readonly BacktestOptions Options = SmallRun.Options(seconds: 200);

    private static IDocument Read(BacktestResult result, string command = Command, string? doubt = "not verified") =>
        new HtmlParser().ParseDocument(ReportPage.Of(result, command, doubt).ToString());

    /// <summary>
    /// Its elements, each with the names of its attributes, and what those say that the page's style or behaviour depends on.
    /// </summary>
    private static List<string> Shape(IDocument page) =>
        [
            .. page.All.Select(e =>
                $"{e.LocalName} {e.ClassName} {e.Id} {string.Join(' ', e.Attributes.Select(a => a.Name))} {e.ParentElement?.LocalName}"),
        ];

    private static BacktestResult Named(BacktestResult result, string name) => result with
    {
        Data = result.Data with { Files = [name], Instruments = [result.Data.Instruments[0] with { Symbol = name }] },
    };

    private static async Task<BacktestResult> MadeAsync(BacktestOptions? options = null, SourceSchema? schema = null) =>
        Named(await SmallRun.ResultAsync(options ?? Options, SmallRun.LiquidVenues(), schema), "SYN");
}
