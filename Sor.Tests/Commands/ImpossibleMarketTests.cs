using System.Text.Json;
using Sor.Core.Orders;

namespace Sor.Tests.Commands;

/// <summary>Data that can be read, and still gives no result, or one that must be qualified.</summary>
public sealed class ImpossibleMarketTests : CommandTest
{
    private const string Runs = "the data runs from 2024-10-17T14:30:00.000000000Z to 2024-10-17T14:50:00.500000000Z";
    private const string Span = $"{Runs}; check --from, --to and --horizon";

    [Fact]
    public async Task Time_that_goes_back_a_year()
    {
        var path = Write(Market());
        var lines = File.ReadAllLines(path);
        for (var i = 1_001; i < lines.Length; i++) lines[i] = lines[i].Replace("2024-10-17", "2023-10-17", StringComparison.Ordinal);
        File.WriteAllLines(path, lines);

        await Fails(
            3,
            "a record is more than a day behind the clock: record 1000 of market.csv set it to 2024-10-17T14:38:19.500000000Z from 2024-10-17T14:38:19.000000000Z, "
            + "and record 1001 is at 2023-10-17T14:38:20.000000000Z: ",
            path);
    }

    [Fact]
    public async Task One_stamp_in_the_far_future_does_not_make_the_rest_late()
    {
        var path = Write(Market());
        var lines = File.ReadAllLines(path);
        lines[500] = lines[500].Replace("2024-10-17", "2064-10-17", StringComparison.Ordinal);
        File.WriteAllLines(path, lines);

        await Fails(
            3,
            "a record is more than a day behind the clock: record 500 of market.csv set it to 2064-10-17T14:34:09.500000000Z from 2024-10-17T14:34:09.000000000Z, "
            + "and record 501 is at 2024-10-17T14:34:10.000000000Z: the first of the two stamps seems to be wrong", path);
    }

    [Fact]
    public Task A_window_without_data() =>
        Fails(
            3,
            $"no parent order can be executed in the window (left out: 2 without a tradable NBBO at the start): {Span}",
            Write(Market()),
            "--from",
            "13:00",
            "--to",
            "14:00");

    [Fact]
    public Task A_window_on_another_day() =>
        Fails(
            3,
            $"no trading day of the data has anything between --from and --to: {Runs}",
            Write(Market()),
            "--from",
            "2025-10-17T14:30:00Z",
            "--to",
            "2025-10-17T15:00:00Z");

    [Fact]
    public Task A_time_of_day_that_is_another_day_in_New_York() =>
        Fails(
            3,
            $"no trading day of the data has anything between --from and --to: {Runs}",
            Write(Market()),
            "--from",
            "03:00",
            "--to",
            "04:00");

    [Fact]
    public Task A_horizon_longer_than_the_data() =>
        Fails(
            3,
            $"no parent order can be executed in the window (left out: 1 cut short by the end of the span): {Span}",
            Write(Market()),
            "--horizon",
            "2h");

    [Fact]
    public Task No_decision_in_the_window_since_the_market_is_crossed_throughout()
    {
        var market = Market();
        for (var i = 400; i < market.Records.Count; i++)
            if (market.Records[i].PublisherId == Tests.Market.Bzx)
                market.Records[i] = market.Records[i] with { BidPx = Tests.Market.Px(11m), AskPx = Tests.Market.Px(11.01m) };
        return Fails(
            3,
            $"no parent order can be executed in the window (left out: 2 with the NBBO mostly crossed): {Span}",
            Write(market),
            "--horizon",
            "5m",
            "--from",
            "14:40",
            "--to",
            "14:50");
    }

    [Fact]
    public async Task A_market_halted_across_a_horizon_is_charged_alike_for_what_nobody_could_fill()
    {
        // Both venues clear their books from 14:37:30 to 14:46:00.
        var market = Market();
        var from = Tests.Market.Open + Tests.Market.Seconds(450);
        var to = Tests.Market.Open + Tests.Market.Seconds(960);
        market.Records.RemoveAll(r => r.TsRecv >= from && r.TsRecv < to);
        market.Records.InsertRange(
            market.Records.FindIndex(r => r.TsRecv >= to),
            new Market().Clear(450, Tests.Market.Nasdaq).Clear(450, Tests.Market.Bzx).Records);

        var output = await Backtest(Write(market), "--horizon", "5m", "--quantity", "600").SucceedAsync();

        Words(output).ShouldContain("never filled all its shares; those are charged at the collar");
        using var result = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Out, "result.json")));
        var details = result.RootElement.GetProperty("details");
        details.GetProperty("parents").GetProperty("whole").GetInt32().ShouldBe(3, "from 14:40 to 14:45 no decision could be taken");
        details.GetProperty("parents").GetProperty("left_out_no_decision").GetProperty("one_sided").GetInt32().ShouldBe(1);
        foreach (var strategy in details.GetProperty("strategies").EnumerateObject())
        {
            // What the parent from 14:35 could not get after 14:37:30.
            var buy = strategy.Value.GetProperty("buy");
            buy.GetProperty("remainder").GetInt64().ShouldBeInRange(240, 360, strategy.Name);
            (buy.GetProperty("filled").GetInt64() + buy.GetProperty("remainder").GetInt64()).ShouldBe(3 * 600, strategy.Name);
        }
    }

    [Fact]
    public Task Prices_under_a_dollar_have_other_fees() =>
        Fails(
            3,
            "instrument 1 trades below $1 on 2024-10-17, where venues charge a share of the notional and not the fees per share of fees-2024.csv: give a flat fee (--fees flat:take=…,add=…)",
            Write(Penny()), "--horizon", "5m");

    [Fact]
    public async Task Prices_under_a_dollar_and_a_flat_fee_are_fine() =>
        (await Backtest(Write(Penny()), "--horizon", "5m", "--fees", "flat:take=0.0001").EndAsync()).Code.ShouldBe(0);

    [Fact]
    public Task A_venue_without_a_row_of_fees() =>
        Fails(
            3,
            "fees.csv has no row for venue BATS: add one, or a row for venue *, or give a flat fee (--fees flat:take=0.003,add=-0.002)",
            Write(Market()),
            "--horizon",
            "5m",
            "--fees",
            Folder.Write("fees.csv", "venue,from,to,take,add\nXNAS,2024-01-01,2024-12-31,0.003,-0.002\n"));

    [Fact]
    public Task A_date_outside_the_rows_of_a_venue_does_not_take_the_row_for_others() =>
        Fails(
            3,
            "fees.csv has no fees of venue XNAS for 2024-10-17: give a file for that date (--fees FILE), a flat fee (--fees flat:take=0.003,add=-0.002), or use it all the same with --fees-any-date",
            Write(Market()),
            "--horizon",
            "5m",
            "--fees",
            Folder.Write("fees.csv", OtherVenues + "XNAS,2023-01-01,2023-12-31,0.003,-0.002\n"));

    [Fact]
    public async Task The_row_for_others_is_taken_by_venues_without_one() =>
        (
            await Backtest(
                    Write(Market()),
                    "--horizon",
                    "5m",
                    "--fees",
                    Folder.Write("fees.csv", OtherVenues + "XNAS,2024-01-01,2024-12-31,0.003,-0.002\n"))
                .EndAsync()
        ).Code.ShouldBe(0);

    [Fact]
    public void Fees_of_any_date_are_the_venues_own_nearest()
    {
        var path = Folder.Write("fees.csv", OtherVenues + "XNAS,2022-01-01,2022-12-31,0.002,0\nXNAS,2023-01-01,2023-12-31,0.003,0\n");
        var fees = FeeSchedule.Parse(path, anyDate: true);
        var day = new DateOnly(2024, 10, 17);

        fees.Of("XNAS", day).Take.ShouldBe(3 * Nanos.One / 1_000);
        fees.Of("BATS", day).Take.ShouldBe(Nanos.One / 1_000);
    }

    [Fact]
    public Task A_date_outside_the_shipped_fees()
    {
        var path = Write(Market());
        File.WriteAllText(path, File.ReadAllText(path).Replace("2024-10-17", "2025-10-17", StringComparison.Ordinal));
        return Fails(
            3,
            "fees-2024.csv has no fees of venue XNAS for 2025-10-17: give a file for that date (--fees FILE), a flat fee (--fees flat:take=0.003,add=-0.002), or use it all the same with --fees-any-date",
            path,
            "--horizon",
            "5m");
    }

    [Fact]
    public async Task Fees_of_another_date_are_used_where_the_user_says_so()
    {
        var path = Write(Market());
        File.WriteAllText(path, File.ReadAllText(path).Replace("2024-10-17", "2025-10-17", StringComparison.Ordinal));
        (await Backtest(path, "--horizon", "5m", "--fees-any-date").EndAsync()).Code.ShouldBe(0);
    }

    [Fact]
    public Task Flags_that_never_end_an_event()
    {
        var market = Market();
        for (var i = 0; i < market.Records.Count; i++) market.Records[i] = market.Records[i] with { Flags = 0 };
        return Fails(
            3,
            "no record has flag 128 (last of its event), so the book never changes: give --flags ignore if the flags of this file mean nothing",
            Write(market));
    }

    [Fact]
    public Task A_side_that_is_never_quoted()
    {
        var market = Market();
        for (var i = 0; i < market.Records.Count; i++)
            market.Records[i] = market.Records[i] with { AskPx = Core.MarketData.Mbp1.UndefinedPrice };
        return Fails(
            3,
            "the NBBO is never one to trade on: both sides at once, not crossed, not wider than --max-spread; no parent order can start; check the price and size columns",
            Write(market));
    }

    [Theory]
    [InlineData("2024-10-17T14:00:00Z")]
    [InlineData("14:30")]
    public Task An_end_before_the_first_parent_can_start(string to) =>
        Fails(
            3,
            "the first parent order would start at 2024-10-17T14:30:01.000000000Z, the first tradable NBBO rounded up to a whole --every, and that leaves it no time: "
            + "the data runs from 2024-10-17T14:30:00.100000000Z to 2024-10-17T14:30:05.000000000Z; check --to, --every and --horizon",
            Write(new Market().Quote(.1, Tests.Market.Nasdaq, 10m, 100, 10.01m, 100).Quote(5, Tests.Market.Nasdaq, 10m, 100, 10.01m, 100)),
            "--to",
            to);

    [Fact]
    public Task Data_that_ends_before_the_first_parent_can_start() =>
        Fails(
            3,
            "the first parent order would start at 2024-10-17T14:30:01.000000000Z, the first tradable NBBO rounded up to a whole --every, and that leaves it no time: "
            + "the data runs from 2024-10-17T14:30:00.100000000Z to 2024-10-17T14:30:00.500000000Z; check --to, --every and --horizon",
            Write(new Market().Quote(.1, Tests.Market.Nasdaq, 10m, 100, 10.01m, 100).Quote(.5, Tests.Market.Nasdaq, 10m, 100, 10.01m, 100))
        );

    [Theory]
    [InlineData(59)]
    [InlineData(82)]
    public Task Publishers_that_are_no_venue(ushort publisher)
    {
        var market = Market();
        for (var i = 0; i < market.Records.Count; i++) market.Records[i] = market.Records[i] with { PublisherId = publisher };
        return Fails(
            3,
            "none of the 2402 records is of a venue that orders can be sent to: their publishers are consolidations, trade reporting facilities or other markets than US equities; "
            + "give data of the exchanges' own feeds, or check the publisher_id column",
            Write(market));
    }

    [Fact]
    public Task More_venues_than_there_are()
    {
        var market = new Market();
        for (var i = 0; i < 65; i++) market.Quote(i, (ushort)(40_000 + i), 10m, 100, 10.01m, 100);
        return Fails(
            3,
            "publisher 40064 would be venue 65 of one instrument; 64 are the most: check the publisher_id column",
            Write(market));
    }

    [Fact]
    public Task Bids_that_are_not_there_cannot_be_sold_to() =>
        Fails(
            2,
            "this data has no bids (columns bid_px_00, bid_sz_00), so nothing can be sold into it: give --side buy, or leave --side out",
            Folder.Write("a.csv", "ts_event,publisher_id,ask_px_00,ask_sz_00\n1729175400000000000,2,10.01,100\n"),
            "--side",
            "both");

    [Fact]
    public async Task Offers_alone_are_bought_from_without_being_asked_and_it_is_said()
    {
        var rows = Enumerable.Range(0, 1_201).Select(i => $"{1_729_175_400 + i},{2 + i % 2},{10 + i / 30 % 5 * .01m},500");
        var file = Folder.Write("a.csv", $"ts_event,publisher_id,ask_px_00,ask_sz_00\n{string.Join('\n', rows)}\n");

        var output = Words(await Backtest(file, "--horizon", "5m", "--quantity", "100", "--fees", "flat:take=0").SucceedAsync());

        output.ShouldStartWith(
            "The data has no bids: orders are only bought, the mid is the best offer, and half-spreads are not available.");
        output.ShouldContain("parent orders of 100 shares, bought,");
    }

    private const string OtherVenues = "venue,from,to,take,add\n*,2024-01-01,2024-12-31,0.001,0\n";

    private static Market Penny()
    {
        var market = Market();
        for (var i = 0; i < market.Records.Count; i++)
            market.Records[i] = market.Records[i] with { BidPx = market.Records[i].BidPx / 20, AskPx = market.Records[i].AskPx / 20 };
        return market;
    }
}
