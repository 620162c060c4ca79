using System.Text.Json;
using Microsoft.Playwright;

namespace Sor.IntegrationTests.Report;

/// <summary>
/// Every number that a reader of <c>report.html</c> sees in its tables is that of <c>result.json</c>, as far as decimals are shown.
/// </summary>
[RunsPrograms]
public sealed class ReportNumbersTests(ReportBrowser browser) : IClassFixture<ReportBrowser>
{
    [Fact]
    public async Task The_sample() => await CompareAsync("--horizon", "2m");

    [Fact]
    public async Task The_sample_bought_in_one_order_that_cannot_be_filled() =>
        await CompareAsync("--horizon", "all", "--side", "buy", "--quantity", "100000000", "--overtime", "0");

    [Fact]
    public async Task The_sample_with_resting_orders_and_a_model_that_expects_their_fills() =>
        await CompareAsync("--horizon", "2m", "--quantity", "500", "--optimize", "queue");

    [Fact]
    public async Task The_real_day() => await CompareAsync(SharedData.Path("data/taq-2018-01-02.mbp-1.csv.zst"), "--fees-any-date");

    private async Task CompareAsync(params string[] arguments)
    {
        var run = await browser.RunAsync(arguments);
        var page = await browser.OpenAsync(run);
        var result = ReportBrowser.ResultOf(run);
        var (verdict, details) = (result.GetProperty("verdict"), result.GetProperty("details"));
        var tables = new ReportTables(page);

        await VerdictAsync(page, tables, verdict);
        await TuningAsync(tables, result.GetProperty("tuning"));
        foreach (var cut in details.GetProperty("cuts").EnumerateObject().Where(c => c.Value.ValueKind != JsonValueKind.Null))
            await tables.ShowAsync($"cut-{cut.Name.Replace('_', '-')}", cut.Value.EnumerateArray(),
                ("from", "from"), ("to", "to"), ("parents", "n"), ("saves, bps", "difference"), ("95 % from", "interval.low"),
                ("95 % to", "interval.high"));
        await SidesAsync(tables, details.GetProperty("strategies"));
        await VenuesAsync(tables, details.GetProperty("strategies"), verdict);
        await RestingAsync(tables, details.GetProperty("strategies"));
        if (details.GetProperty("calibration") is { ValueKind: JsonValueKind.Object } calibration)
            await CalibrationAsync(tables, calibration);
        await DataAsync(tables, result.GetProperty("data"));

        // What is left are words, and parent orders, which result.json does not have.
        var all = await page.Locator("table")
            .EvaluateAllAsync<string[]>(
                "all => all.map(t => t.id).filter(id => !id.startsWith('course-') && !id.startsWith('differences-'))");
        all.Except(["settings", "rejects"]).ShouldBeSubsetOf(tables.Compared);
    }

    private static async Task VerdictAsync(IPage page, ReportTables tables, JsonElement verdict)
    {
        (await page.InnerTextAsync("#verdict .answer")).ShouldBe(SentenceAfterNotes(verdict));
        await tables.ShowAsync("comparisons", Comparisons(verdict),
            ("saves, bps", "difference"), ("95 % from", "interval.low"), ("95 % to", "interval.high"), ("mils a share", "mils_a_share"),
            ("dollars a parent", "dollars_a_parent"), ("sd, bps", "sd"), ("parents", "n"), ("cheaper", "cheaper"), ("dearer", "dearer"),
            ("parents needed", "parents_needed"));
        await tables.ShowAsync("router-costs", Values(verdict.GetProperty("routers")),
            ("all-in, bps", "all_in_bps"), ("half-spread", "half_spread_bps"), ("fees", "fees_bps"), ("timing", "timing_bps"),
            ("remainder", "remainder_bps"), ("saves, bps", "saves_bps"), ("95 % from", "interval.low"), ("95 % to", "interval.high"),
            ("filled", "filled"), ("fills", "fills"));
        await tables.ShowRowsAsync("saving-by", "bps", verdict,
            "saving_by.fee_order_bps", "saving_by.waiting_and_depth_bps", "saving_by.resting_bps", "against_best_ask.difference");
        await tables.ShowRowsAsync("saving-parts", "bps", verdict,
            "saving_parts.resting_half_spread_bps", "saving_parts.adverse_selection_bps", "saving_parts.taking_bps",
            "saving_parts.closing_bps", "saving_parts.fees_bps", "saving_parts.drift_bps", "saving_parts.remainder_bps",
            "against_best_ask.difference");

        var rival = verdict.GetProperty("against_best_plain").GetProperty("router").GetString();
        string[] assumed =
        [
            .. verdict.GetProperty("unfinished").GetInt32() > 0 ? ["sensitivity"] : (string[])[],
            .. verdict.GetProperty("bracket").ValueKind != JsonValueKind.Null ? ["bracket"] : (string[])[],
        ];
        foreach (var table in assumed)
        {
            await tables.ShowAsync(table, Values(verdict.GetProperty(table)), ("against best_ask, bps", "against_best_ask"));
            await tables.ShowAsync(table, Values(verdict.GetProperty(table)), ($"against {rival}, bps", "against_best_plain"));
        }
    }

    private static async Task TuningAsync(ReportTables tables, JsonElement tuning)
    {
        await tables.ShowAsync("points", tuning.GetProperty("points").EnumerateArray(),
            ("lambda_over", "lambda_over"), ("lambda_under", "lambda_under"), ("theta_queue", "theta_queue"),
            ("in sample, bps", "in_sample_bps"), ("out of sample, bps", "out_of_sample_bps"));
        await tables.ShowAsync("folds", tuning.GetProperty("folds").EnumerateArray(),
            ("chosen on, parents", "train_parents"), ("judged, parents", "test_parents"), ("lambda_over", "chosen.lambda_over"),
            ("lambda_under", "chosen.lambda_under"), ("theta_queue", "chosen.theta_queue"), ("in sample, bps", "in_sample_bps"),
            ("out of sample, bps", "out_of_sample_bps"));
    }

    private static async Task SidesAsync(ReportTables tables, JsonElement strategies)
    {
        await tables.ShowAsync("side-costs", Values(strategies).SelectMany(Sides),
            ("parents", "parents"), ("shares filled", "filled"), ("never filled", "remainder"), ("in overtime", "overtime"),
            ("fills", "fills"), ("total cash, $", "total_cash"), ("mean price, $", "avg_fill_px"), ("all-in price, $", "avg_all_in_px"),
            ("all-in, bps", "all_in_bps"), ("half-spread", "half_spread_bps"), ("fees", "fees_bps"), ("timing", "timing_bps"),
            ("remainder", "remainder_bps"));
        await tables.ShowAsync("side-quality", Values(strategies).SelectMany(Sides),
        [
            ("against VWAP, bps", "slippage_vwap_bps"), ("against TWAP, bps", "slippage_twap_bps"), ("of the volume", "participation"),
            ("implausible", "implausible"), ("time to fill, s", "time_to_fill_s"), .. Markouts("taker"),
        ]);
    }

    private static async Task VenuesAsync(ReportTables tables, JsonElement strategies, JsonElement verdict)
    {
        var fills = (await tables.RowsAsync("venue-fills"))
            .Select(row =>
                strategies.GetProperty(row["router"]).GetProperty(row["side"]).GetProperty("venues").GetProperty(row["venue"]))
            .ToList();
        await tables.ShowAsync("venue-fills", fills,
            ("shares", "shares"), ("fills", "fills"), ("mean price, $", "avg_fill_px"), ("fees, $", "fees"));
        string[] routers = ["best_ask", verdict.GetProperty("optimized").GetString()!];
        fills.Count.ShouldBe(routers.SelectMany(router => Sides(strategies.GetProperty(router)))
            .Sum(side => Values(side.GetProperty("venues")).Count()));
    }

    private static async Task RestingAsync(ReportTables tables, JsonElement strategies)
    {
        var resting = strategies
            .EnumerateObject()
            .Where(s => Sides(s.Value).Any(side => side.GetProperty("maker").GetInt64() > 0))
            .SelectMany(s => Sides(s.Value))
            .ToList();
        if (resting.Count == 0) return;
        await tables.ShowAsync("makers", resting,
        [
            ("shares filled", "filled"), ("by resting orders", "maker"), ("through", "through"),
            ("ahead, share seconds", "ahead_share_seconds"), .. Markouts("maker"),
        ]);
        var rows = await tables.RowsAsync("brackets");
        foreach (var (column, suffix) in new[] { ("optimistic", ".optimistic"), ("proportional", ""), ("pessimistic", ".pessimistic") })
            await tables.ShowAsync(
                "brackets", rows.Select(row => Mean(strategies.GetProperty(row["router"] + suffix))), (column, "all_in_bps"));
    }

    private static async Task CalibrationAsync(ReportTables tables, JsonElement calibration)
    {
        (string, string)[] columns =
        [
            ("orders", "orders"), ("shares", "shares"), ("expected, shares", "expected"), ("filled, shares", "filled"),
            ("filled over expected", "ratio"),
        ];
        await tables.ShowAsync(
            "calibration-tenths", calibration.GetProperty("by_tenth").EnumerateArray().Append(calibration.GetProperty("all")), columns);
        await tables.ShowAsync("calibration-venues", Values(calibration.GetProperty("by_venue")), columns);
    }

    private static async Task DataAsync(ReportTables tables, JsonElement data)
    {
        // The second row is the share of rejected rows, in words.
        await tables.ShowRowsAsync("quality", "how much", data,
            "records", "", "late", "disordered", "zero_prices", "rounded", "mid_event", "without_time", "not_routable", "other_publishers",
            "effective_spread_bps", "quoted_spread_bps", "conditions.watched_s", "crossed", "conditions.crossed_s", "locked",
            "conditions.locked_s", "conditions.one_sided_s", "conditions.wide_s", "conditions.silent_s", "conditions.longest_silence_s");
        await tables.ShowAsync("venue-conditions", Values(data.GetProperty("venue_conditions")),
            ("crossed", "crossed_s"), ("locked", "locked_s"), ("one-sided", "one_sided_s"), ("too wide", "wide_s"),
            ("silent beyond what is allowed", "silent_s"), ("longest silence", "longest_silence_s"));
        await tables.ShowAsync(
            "instruments", data.GetProperty("instruments").EnumerateArray(), ("id", "instrument_id"), ("records", "records"));
    }

    private static (string Column, string Key)[] Markouts(string kind) =>
    [
        ("after 1 s, $", $"markouts.{kind}.1s"), ("after 10 s, $", $"markouts.{kind}.10s"), ("after 60 s, $", $"markouts.{kind}.60s"),
        ("mid 1 s, $", $"markouts.{kind}_from_mid.1s"), ("mid 10 s, $", $"markouts.{kind}_from_mid.10s"),
        ("mid 60 s, $", $"markouts.{kind}_from_mid.60s"),
    ];

    private static string SentenceAfterNotes(JsonElement verdict)
    {
        var notes = string.Join(' ', verdict.GetProperty("notes").EnumerateArray().Select(n => n.GetString()));
        return verdict.GetProperty("sentence").GetString()![notes.Length..].Trim();
    }

    private static IEnumerable<JsonElement> Comparisons(JsonElement verdict)
    {
        var (plain, ask) = (verdict.GetProperty("against_best_plain"), verdict.GetProperty("against_best_ask"));
        return plain.GetProperty("router").GetString() == ask.GetProperty("router").GetString() ? [plain] : [plain, ask];
    }

    private static IEnumerable<JsonElement> Values(JsonElement node) => node.EnumerateObject().Select(p => p.Value);

    private static IEnumerable<JsonElement> Sides(JsonElement strategy) =>
        strategy.EnumerateObject().Where(side => side.Name is "buy" or "sell").Select(side => side.Value);

    /// <summary>The mean of both sides; of one, that side.</summary>
    private static JsonElement Mean(JsonElement strategy) =>
        strategy.TryGetProperty("mean", out var mean) ? mean : Sides(strategy).Single();
}
