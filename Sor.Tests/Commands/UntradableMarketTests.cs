using System.Globalization;
using System.Text.Json;
using static Sor.Tests.Market;

namespace Sor.Tests.Commands;

/// <summary>
/// Quotes that are none to trade on: of another day, too old, too far apart. What is left out, and what the user sees of it.
/// </summary>
public sealed class UntradableMarketTests : CommandTest
{
    private const double Day = 86_400;
    private const ushort Iex = 38, NasdaqBasic = 81;
    private static readonly string[] Fees = ["--fees", "flat:take=0.001,add=-0.0005"];

    [Fact]
    public async Task A_stub_offer_and_then_one_side_only_start_no_parent()
    {
        var (output, result) = await Ends(SharedData.Path("cases/stale-stub-mid.csv.zst"));

        output.ShouldContain("windows left out: 1 with the NBBO mostly one-sided, 1 cut short by the end of the span");
        output.ShouldContain("one-sided 31 min 38 s; too wide 1 s;");
        Parents(result, "whole").GetInt32().ShouldBe(1);
        Parents(result, "left_out_no_decision").GetProperty("one_sided").GetInt32().ShouldBe(1);
        FillPrices("2024").ShouldAllBe(price => price == 13.00m || price == 13.10m);
    }

    [Fact]
    public async Task A_spread_beyond_the_collar_is_named_and_not_compared_over()
    {
        var (output, result) = await Ends(SharedData.Path("cases/wide-spread.csv.zst"));

        const string Said =
            "Nothing could be bought or sold within the collar of 50 bps: the best price on display was never nearer to the mid than 370.37 bps. "
            + "All shares are charged at the collar, by every router alike, so nothing is compared; a wider collar would trade on this spread.";
        output.ShouldStartWith(Said);
        result.GetProperty("verdict").GetProperty("sentence").GetString().ShouldBe(Said);
    }

    [Theory]
    [InlineData(80, 60)]
    [InlineData(60, 80)]
    public async Task Fridays_quote_of_a_venue_does_not_trade_or_cross_on_Monday(int friday, int monday)
    {
        var market = Minutes(new Market(), Day, 40, friday, Nasdaq, Arca);
        var (output, result) = await Ends(Write(Minutes(market, 4 * Day, 40, monday, Nasdaq)), "--horizon", "20m");

        output.ShouldNotContain("crossed");
        Parents(result, "whole").GetInt32().ShouldBe(4);
        Skipped(result).ShouldBe((0, 0, 0, 0));
        FillPrices("2024-10-21").ShouldAllBe(price => price == monday || price == monday + .02m);
    }

    [Fact]
    public async Task A_publisher_that_takes_over_a_venue_overnight_is_heard()
    {
        var market = Minutes(new Market(), Day, 40, 80, Nasdaq, Iex);
        var (_, result) = await Ends(Write(Minutes(market, 4 * Day, 40, 60, NasdaqBasic)), "--horizon", "20m");

        Parents(result, "whole").GetInt32().ShouldBe(4);
        result.GetProperty("data").GetProperty("other_publishers").GetInt64().ShouldBe(0);
        result
            .GetProperty("data")
            .GetProperty("instruments")[0]
            .GetProperty("venues")
            .GetProperty("XNAS")
            .EnumerateArray()
            .Select(p => p.GetInt32())
            .ShouldBe([2, 81]);
        FillPrices("2024-10-21").ShouldAllBe(price => price == 60m || price == 60.02m);
    }

    [Fact]
    public async Task Half_an_hour_without_a_record_is_not_traded_at_the_old_price()
    {
        var market = Minutes(new Market(), 0, 31, 80, Nasdaq, Bzx);
        var (output, result) = await Ends(
            Write(Minutes(market, 65 * 60, 55, 76, Nasdaq, Bzx)),
            "--horizon",
            "30m",
            "--from",
            "14:30",
            "--to",
            "16:30");

        output.ShouldContain("longest silence 34 min 0 s");
        Parents(result, "whole").GetInt32().ShouldBe(4);
        Skipped(result).ShouldBe((0, 0, 0, 1_740));
        var conditions = result.GetProperty("data").GetProperty("conditions");
        (conditions.GetProperty("silent_s").GetDecimal(), conditions.GetProperty("longest_silence_s").GetDecimal()).ShouldBe(
            (1_740, 2_040));
        conditions.GetProperty("longest_silence_from").GetString().ShouldBe("2024-10-17T15:01:00.000000000Z");
        FillPrices("2024-10-17T15:06:01").ShouldAllBe(price => price == 76m || price == 76.02m);
    }

    [Fact]
    public async Task A_window_of_silence_alone_is_left_out_and_says_so()
    {
        var market = Minutes(new Market(), 0, 5, 80, Nasdaq);
        var (output, _) = await Ends(
            Write(Minutes(market, 60 * 60, 5, 80, Nasdaq)),
            "--horizon",
            "15m",
            "--from",
            "14:30",
            "--to",
            "15:30");

        output.ShouldContain("windows left out: 2 with the market mostly silent");
    }

    [Fact]
    public Task A_weekend() => Fails(
        3,
            "the exchanges were closed on every day of the data, weekends or holidays: it runs from 2024-10-19T14:30:00.000000000Z to 2024-10-19T14:40:00.000000000Z; "
        + "give --session all to trade on it all the same",
        Write(Minutes(new Market(), 2 * Day, 10, 80, Nasdaq)));

    [Fact]
    public Task Records_of_the_evening_alone() => Fails(
        3,
            "no record falls into the session that is traded (regular: 09:30 to 16:00 in New York, to 13:00 on early closes): the data runs from 2024-10-17T20:30:00.000000000Z "
        + "to 2024-10-17T20:40:00.000000000Z; give another --session, or --from and --to",
        Write(Minutes(new Market(), 6 * 3_600, 10, 80, Nasdaq)));

    [Fact]
    public Task Records_that_all_bear_one_time()
    {
        var market = new Market();
        for (var i = 0; i < 200; i++) market.Quote(0, Nasdaq, 80, 500, 80.02m, 500);
        return Fails(3, "all 200 records bear one time, 2024-10-17T14:30:00.000000000Z: check the time columns", Write(market));
    }

    [Fact]
    public async Task The_evening_is_traded_where_it_is_asked_for()
    {
        var (_, result) = await Ends(Write(Minutes(new Market(), 6 * 3_600, 60, 80, Nasdaq)), "--session", "extended");

        Parents(result, "whole").GetInt32().ShouldBe(2);
        Parents(result, "first_start").GetString().ShouldBe("2024-10-17T20:30:00.000000000Z");
    }

    [Fact]
    public async Task Times_of_day_may_be_those_of_New_York()
    {
        var path = Write(Minutes(Minutes(new Market(), 0, 120, 80, Nasdaq), 20 * Day + 3_600, 60, 80, Nasdaq));
        var (_, result) = await Ends(path, "--from", "11:00", "--to", "11:30", "--zone", "America/New_York");

        Parents(result, "whole").GetInt32().ShouldBe(2);
        (Parents(result, "first_start").GetString(), Parents(result, "last_end").GetString()).ShouldBe(
            ("2024-10-17T15:00:00.000000000Z", "2024-11-06T16:30:00.000000000Z"));

        var (_, stamped) = await Ends(path, "--from", "2024-11-06T11:00", "--to", "2024-11-06T16:30Z", "--zone", "America/New_York");
        Parents(stamped, "first_start").GetString().ShouldBe("2024-11-06T16:00:00.000000000Z");
    }

    [Fact]
    public async Task Overtime_ends_with_the_session_and_goes_on_where_more_is_traded()
    {
        // Crossed over the close in New York, 20:00 UTC; then the evening's market.
        const double Close = 5.5 * 3_600;
        var market = Minutes(new Market(), Close - 1_800, 29, 80, Nasdaq).Quote(Close - 50, Nasdaq, 81, 5_000, 80, 5_000);
        var path = Write(Minutes(market, Close + 10, 5, 80, Nasdaq));

        await Ends(path, "--horizon", "30m", "--from", "19:30");
        Times().ShouldAllBe(time => string.CompareOrdinal(time, "2024-10-17T20:00:00.000000000Z") <= 0);

        var (_, evening) = await Ends(path, "--horizon", "30m", "--from", "19:30", "--to", "20:00", "--session", "extended");
        Times().ShouldContain("2024-10-17T20:00:10.000000000Z");
        evening.GetProperty("details").GetProperty("strategies").GetProperty("static").GetProperty("buy").GetProperty("overtime")
            .GetInt64().ShouldBePositive();

        List<string> Times() => [.. File.ReadLines(Path.Combine(Out, "fills.csv")).Skip(1).Select(line => line.Split(',')[4])];
    }

    [Fact]
    public async Task A_venue_that_stands_still_and_crosses_the_others_is_named()
    {
        var market = new Market().Quote(0, Arca, 80, 5_000, 80.02m, 5_000);
        for (var at = 0; at <= 3_600; at += 10) market.Quote(at, Nasdaq, at < 1_800 ? 80 : 81, 5_000, (at < 1_800 ? 80 : 81) + .02m, 5_000);

        var (output, result) = await Ends(Write(market), "--horizon", "10m");

        output.ShouldContain("crossed 1 time, 30 min 0 s; longest silence 10 s; longest silence of a venue 60 min 0 s (ARCX);");
        var venues = result.GetProperty("data").GetProperty("venue_conditions");
        (Seconds("ARCX", "crossed_s"), Seconds("ARCX", "silent_s"), Seconds("ARCX", "longest_silence_s")).ShouldBe((1_800, 3_300, 3_600));
        (Seconds("XNAS", "crossed_s"), Seconds("XNAS", "silent_s"), Seconds("XNAS", "longest_silence_s")).ShouldBe((1_800, 0, 10));

        decimal Seconds(string mic, string key) => venues.GetProperty(mic).GetProperty(key).GetDecimal();
    }

    [Fact]
    public async Task Of_three_venues_the_one_without_which_nothing_would_be_crossed_is_named()
    {
        var market = new Market().Quote(0, Arca, 80, 5_000, 80.02m, 5_000);
        for (var at = 0; at <= 3_600; at += 10)
            foreach (var venue in new[] { Nasdaq, Bzx })
                market.Quote(at, venue, at < 1_800 ? 80 : 81, 5_000, (at < 1_800 ? 80 : 81) + .02m, 5_000);

        var (output, _) = await Ends(Write(market), "--horizon", "10m");

        output.ShouldContain("crossed 1 time, 30 min 0 s (not without ARCX: 30 min 0 s);");
    }

    [Theory]
    [InlineData("--session", "night", "--session night: is one of regular, extended, all")]
    [InlineData("--zone", "Europe/Berlin", "--zone Europe/Berlin: is one of UTC, America/New_York")]
    [InlineData("--max-spread", "0", "--max-spread 0: is a percentage of the mid, above 0 and at most 200, such as 10")]
    [InlineData("--max-silence", "0", "--max-silence 0: must be longer than 0")]
    public Task An_option_that_means_nothing(string option, string value, string said) =>
        Fails(2, said, Write(Minutes(new Market(), 0, 10, 80, Nasdaq)), option, value);

    /// <summary>A steady market of some venues, a record of each every ten seconds, both ends included.</summary>
    private static Market Minutes(Market market, double from, int minutes, int price, params ushort[] venues)
    {
        for (var at = 0; at <= minutes * 60; at += 10)
            foreach (var venue in venues)
                market.Quote(from + at, venue, price, 5_000, price + .02m, 5_000);
        return market;
    }

    private async Task<(string Output, JsonElement Result)> Ends(string path, params string[] arguments)
    {
        var ending = await Backtest([path, .. Fees, .. arguments]).EndAsync();
        ending.Code.ShouldBe(0, ending.Error);
        return (Words(ending.Output), JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "result.json"))).RootElement);
    }

    /// <summary>Prices of all fills from a time on.</summary>
    private List<decimal> FillPrices(string from)
    {
        var prices = File.ReadLines(Path.Combine(Out, "fills.csv")).Skip(1).Select(line => line.Split(','))
            .Where(cells => string.CompareOrdinal(cells[4], from) >= 0)
            .Select(cells => decimal.Parse(cells[7], CultureInfo.InvariantCulture))
            .ToList();
        prices.ShouldNotBeEmpty();
        return prices;
    }

    private static JsonElement Parents(JsonElement result, string key) =>
        result.GetProperty("details").GetProperty("parents").GetProperty(key);

    private static (int OneSided, int Crossed, int Wide, int Silent) Skipped(JsonElement result)
    {
        var skipped = Parents(result, "decisions_skipped");
        return (
            skipped.GetProperty("one_sided").GetInt32(),
            skipped.GetProperty("crossed").GetInt32(),
            skipped.GetProperty("wide").GetInt32(),
            skipped.GetProperty("silent").GetInt32());
    }
}
