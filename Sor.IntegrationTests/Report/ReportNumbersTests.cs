using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace Sor.IntegrationTests.Report;

/// <summary>
/// Every number that a reader of <c>report.html</c> sees in its tables is that of <c>result.json</c>, as far as decimals are shown.
/// </summary>
[RunsPrograms]
public sealed class ReportNumbersTests(ReportBrowser browser) : IClassFixture<ReportBrowser>
{
    private readonly HashSet<string> read = [];

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
        var verdict = result.GetProperty("verdict");
        var details = result.GetProperty("details");

        (await page.InnerTextAsync("#verdict .answer")).ShouldBe(SentenceAfterNotes(verdict));
        await Same(
                page,
                "comparisons",
                "saves, bps",
                "95 % from",
                "95 % to",
                "mils a share",
                "dollars a parent",
                "sd, bps",
                "parents",
                "cheaper",
                "dearer",
                "parents needed")
            .As(
                Comparisons(verdict),
                "difference",
                "interval.low",
                "interval.high",
                "mils_a_share",
                "dollars_a_parent",
                "sd",
                "n",
                "cheaper",
                "dearer",
                "parents_needed");
        await Same(
                page,
                "router-costs",
                "all-in, bps",
                "half-spread",
                "fees",
                "timing",
                "remainder",
                "saves, bps",
                "95 % from",
                "95 % to",
                "filled",
                "fills")
            .As(
                Values(verdict.GetProperty("routers")),
                "all_in_bps",
                "half_spread_bps",
                "fees_bps",
                "timing_bps",
                "remainder_bps",
                "saves_bps",
                "interval.low",
                "interval.high",
                "filled",
                "fills");
        await Same(page, "saving-by", "bps").As(
                [verdict, verdict, verdict, verdict],
                ["saving_by.fee_order_bps", "saving_by.waiting_and_depth_bps", "saving_by.resting_bps", "against_best_ask.difference"]);
        string[] parts = ["resting_half_spread", "adverse_selection", "taking", "closing", "fees", "drift", "remainder"];
        await Same(page, "saving-parts", "bps").As(
                [.. Enumerable.Repeat(verdict, parts.Length + 1)],
                [.. parts.Select(part => $"saving_parts.{part}_bps"), "against_best_ask.difference"]);
        var rival = verdict.GetProperty("against_best_plain").GetProperty("router").GetString();
        foreach (
            var (id, there) in new[]
            {
                ("sensitivity", verdict.GetProperty("unfinished").GetInt32() > 0),
                ("bracket", verdict.GetProperty("bracket").ValueKind != JsonValueKind.Null),
            }
        )
            if (there)
                foreach (
                    var (column, key) in new[]
                    {
                        ("against best_ask, bps", "against_best_ask"),
                        ($"against {rival}, bps", "against_best_plain"),
                    }
                )
                    await Same(page, id, column).As(Values(verdict.GetProperty(id)), key);
        foreach (var cut in details.GetProperty("cuts").EnumerateObject().Where(c => c.Value.ValueKind != JsonValueKind.Null))
            await Same(page, $"cut-{cut.Name.Replace('_', '-')}", "from", "to", "parents", "saves, bps", "95 % from", "95 % to")
                .As(cut.Value.EnumerateArray(), "from", "to", "n", "difference", "interval.low", "interval.high");
        await Same(page, "points", "lambda_over", "lambda_under", "theta_queue", "in sample, bps", "out of sample, bps")
            .As(
                result.GetProperty("tuning").GetProperty("points").EnumerateArray(),
                "lambda_over",
                "lambda_under",
                "theta_queue",
                "in_sample_bps",
                "out_of_sample_bps");
        await Same(
                page,
                "folds",
                "chosen on, parents",
                "judged, parents",
                "lambda_over",
                "lambda_under",
                "theta_queue",
                "in sample, bps",
                "out of sample, bps")
            .As(
                result.GetProperty("tuning").GetProperty("folds").EnumerateArray(),
                "train_parents",
                "test_parents",
                "chosen.lambda_over",
                "chosen.lambda_under",
                "chosen.theta_queue",
                "in_sample_bps",
                "out_of_sample_bps");
        await Same(
                page,
                "side-costs",
                "parents",
                "shares filled",
                "never filled",
                "in overtime",
                "fills",
                "total cash, $",
                "mean price, $",
                "all-in price, $",
                "all-in, bps",
                "half-spread",
                "fees",
                "timing",
                "remainder")
            .As(
                Values(details.GetProperty("strategies")).SelectMany(Sides),
                "parents",
                "filled",
                "remainder",
                "overtime",
                "fills",
                "total_cash",
                "avg_fill_px",
                "avg_all_in_px",
                "all_in_bps",
                "half_spread_bps",
                "fees_bps",
                "timing_bps",
                "remainder_bps");
        await Same(
                page,
                "side-quality",
                "against VWAP, bps",
                "against TWAP, bps",
                "of the volume",
                "implausible",
                "time to fill, s",
                "after 1 s, $",
                "after 10 s, $",
                "after 60 s, $",
                "mid 1 s, $",
                "mid 10 s, $",
                "mid 60 s, $")
            .As(
                Values(details.GetProperty("strategies")).SelectMany(Sides),
                "slippage_vwap_bps",
                "slippage_twap_bps",
                "participation",
                "implausible",
                "time_to_fill_s",
                "markouts.taker.1s",
                "markouts.taker.10s",
                "markouts.taker.60s",
                "markouts.taker_from_mid.1s",
                "markouts.taker_from_mid.10s",
                "markouts.taker_from_mid.60s");
        var fills = (await Rows(page, "venue-fills"))
            .Select(row =>
                details
                    .GetProperty("strategies")
                    .GetProperty(row["router"])
                    .GetProperty(row["side"])
                    .GetProperty("venues")
                    .GetProperty(row["venue"]))
            .ToList();
        await Same(page, "venue-fills", "shares", "fills", "mean price, $", "fees, $").As(fills, "shares", "fills", "avg_fill_px", "fees");
        fills.Count.ShouldBe(
            new[] { "best_ask", verdict.GetProperty("optimized").GetString()! }.Sum(r =>
                Values(details.GetProperty("strategies").GetProperty(r))
                    .Where(s => s.TryGetProperty("venues", out _))
                    .Sum(s => Values(s.GetProperty("venues")).Count())));

        var strategies = details.GetProperty("strategies");
        var resting = strategies
            .EnumerateObject()
            .Where(s => Sides(s.Value).Any(side => side.GetProperty("maker").GetInt64() > 0))
            .SelectMany(s => Sides(s.Value))
            .ToList();
        if (resting.Count > 0)
        {
            await Same(
                    page,
                    "makers",
                    "shares filled",
                    "by resting orders",
                    "through",
                    "ahead, share seconds",
                    "after 1 s, $",
                    "after 10 s, $",
                    "after 60 s, $",
                    "mid 1 s, $",
                    "mid 10 s, $",
                    "mid 60 s, $")
                .As(
                    resting,
                    "filled",
                    "maker",
                    "through",
                    "ahead_share_seconds",
                    "markouts.maker.1s",
                    "markouts.maker.10s",
                    "markouts.maker.60s",
                    "markouts.maker_from_mid.1s",
                    "markouts.maker_from_mid.10s",
                    "markouts.maker_from_mid.60s");
            foreach (var (column, suffix) in new[] { ("optimistic", ".optimistic"), ("proportional", ""), ("pessimistic", ".pessimistic") })
                await Same(page, "brackets", column)
                    .As((await Rows(page, "brackets")).Select(row => Mean(strategies.GetProperty(row["router"] + suffix))), "all_in_bps");
        }

        if (details.GetProperty("calibration") is { ValueKind: JsonValueKind.Object } calibration)
        {
            string[] columns = ["orders", "shares", "expected, shares", "filled, shares", "filled over expected"],
                keys = ["orders", "shares", "expected", "filled", "ratio"];
            await Same(page, "calibration-tenths", columns)
                .As(calibration.GetProperty("by_tenth").EnumerateArray().Append(calibration.GetProperty("all")), keys);
            await Same(page, "calibration-venues", columns).As(Values(calibration.GetProperty("by_venue")), keys);
        }

        var data = result.GetProperty("data");
        string[] quality =
        [
            "records",
            "",
            "late",
            "disordered",
            "zero_prices",
            "rounded",
            "mid_event",
            "without_time",
            "not_routable",
            "other_publishers",
            "effective_spread_bps",
            "quoted_spread_bps",
            "conditions.watched_s",
            "crossed",
            "conditions.crossed_s",
            "locked",
            "conditions.locked_s",
            "conditions.one_sided_s",
            "conditions.wide_s",
            "conditions.silent_s",
            "conditions.longest_silence_s",
        ];
        await Same(page, "quality", "how much").As(quality.Select(_ => data), quality);
        await Same(page, "instruments", "id", "records").As(data.GetProperty("instruments").EnumerateArray(), "instrument_id", "records");

        // What is left are words, and parent orders, which result.json does not have.
        var tables = await page.Locator("table")
            .EvaluateAllAsync<string[]>(
                "all => all.map(t => t.id).filter(id => !id.startsWith('course-') && !id.startsWith('differences-'))");
        tables.Except(["settings", "rejects"]).ShouldBeSubsetOf(read);
    }

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

    private Columns Same(IPage page, string table, params string[] columns)
    {
        read.Add(table);
        return new Columns(page, table, columns);
    }

    /// <summary>The rows of a table, by the names of its columns.</summary>
    private static async Task<List<Dictionary<string, string>>> Rows(IPage page, string table)
    {
        var cells = await page.Locator($"#{table} tr")
            .EvaluateAllAsync<string[][]>("rows => rows.map(row => [...row.children].map(cell => cell.textContent))");
        return [.. cells.Skip(1).Select(row => cells[0].Zip(row).ToDictionary(p => p.First, p => p.Second))];
    }

    /// <summary>A number as it is shown; <c>null</c> where it is not available.</summary>
    private static decimal? Number(string shown) => shown == "–" ? null
        : shown.EndsWith(" %", StringComparison.Ordinal) ? decimal.Parse(shown[..^2], CultureInfo.InvariantCulture) / 100
        : decimal.Parse(shown.Replace(" s", ""), NumberStyles.Number | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>Columns of a table on the page.</summary>
    private sealed record Columns(IPage Page, string Table, string[] Names)
    {
        /// <summary>Each row shows these values of its node.</summary>
        public async Task As(IEnumerable<JsonElement> nodes, params string[] keys)
        {
            var (rows, expected) = (await Rows(Page, Table), nodes.ToList());
            rows.Count.ShouldBe(expected.Count, Table);
            for (var row = 0; row < rows.Count; row++)
            {
                // One column whose rows have keys of their own, or columns of one key each.
                var pairs = Names.Length == 1 && keys.Length == rows.Count && keys.Length > 1 ? [(Names[0], keys[row])] : Names.Zip(keys);
                foreach (var (name, key) in pairs.Where(p => p.Item2.Length > 0))
                {
                    var shown = Number(rows[row][name]);
                    var held = Held(expected[row], key);
                    if (held is null || shown is null) shown.ShouldBe(held, $"{Table}, row {row}, {name}");
                    else
                        Math.Abs(shown.Value - held.Value)
                            .ShouldBeLessThanOrEqualTo(Half(rows[row][name]), $"{Table}, row {row}, {name}: {shown} for {held}");
                }
            }
        }

        private static decimal? Held(JsonElement node, string path)
        {
            foreach (var key in path.Split('.'))
            {
                if (node.ValueKind == JsonValueKind.Null) return null;
                node = node.GetProperty(key);
            }

            return node.ValueKind == JsonValueKind.Null ? null : node.GetDecimal();
        }

        /// <summary>
        /// Half of the last decimal that is shown, where decimals are dropped at all, and half of the last that the result has.
        /// </summary>
        private static decimal Half(string shown)
        {
            if (shown.EndsWith(" s", StringComparison.Ordinal)) return 0.05m;
            var point = shown.IndexOf('.', StringComparison.Ordinal);
            return point >= 0 && shown.Length - point - 1 == 3 ? 0.00055m : 0;
        }
    }
}
