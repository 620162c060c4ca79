using Sor.Backtester.Output;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Results;
using Sor.Core.Simulation;
using Sor.Core.Strategies;
using Sor.Core.Tape;
using Sor.Core.Tuning;
using Spectre.Console;

namespace Sor.Tests.Analysis;

/// <summary>What a result says before and beside its number.</summary>
public sealed class VerdictTests
{
    private static readonly BacktestOptions Options = SmallRun.Options(seconds: 200);

    [Fact]
    public async Task A_plain_run_has_nothing_to_say_before_its_number()
    {
        var result = await SmallRun.ResultAsync(Options, SmallRun.LiquidVenues());

        result.Verdict.Notes.ShouldBeEmpty();
        result.Verdict.Sentence.ShouldStartWith(
            "10 parent orders of 300 shares, each bought and sold, on the same twap schedule, others than those that chose its parameters: "
        );
    }

    [Fact]
    public async Task Naive_liquidity_is_said_before_the_number()
    {
        var naive = Options with { Order = Options.Order with { Liquidity = Liquidity.Naive } };
        var result = await SmallRun.ResultAsync(naive, SmallRun.LiquidVenues());

        Note(result).ShouldBe("Liquidity is naive: what was taken is there again at every decision, which flatters every figure.");
        result.Verdict.Sentence.ShouldStartWith(Note(result));
    }

    [Fact]
    public async Task Fees_of_another_date_are_said_with_the_date()
    {
        using var folder = new TemporaryFolder();
        var fees = folder.Write("fees.csv", "venue,from,to,take,add\n*,2001-01-01,2001-12-31,0.003,0\n");
        var result = await SmallRun.ResultAsync(Options with { Fees = FeeSchedule.Parse(fees, anyDate: true) }, SmallRun.LiquidVenues());

        Note(result)
            .ShouldBe(
                $"The fees are not those of {NewYork.DateOf(Market.Open):yyyy-MM-dd}: fees.csv has none for that date, and its nearest are charged."
            );
    }

    [Fact]
    public async Task A_latency_within_one_stamp_cannot_act()
    {
        var late = Options with { Tape = Options.Tape with { Latency = new Duration(5_000_000) } };
        var result = await SmallRun.ResultAsync(late, SmallRun.LiquidVenues());

        Note(result)
            .ShouldBe("The data's stamps are whole multiples of 0.01 s: a latency of 0.005 s falls within one stamp and cannot act.");
    }

    [Fact]
    public async Task A_single_venue_leaves_nothing_to_route()
    {
        var result = await SmallRun.ResultAsync(Options, [.. SmallRun.LiquidVenues().Where(r => r.PublisherId == Market.Nasdaq)]);

        result.Verdict.Notes.ShouldContain("All records are of one venue, XNAS: there is nothing to route.");
    }

    [Fact]
    public async Task Data_without_bids_has_no_half_spread()
    {
        var result = await SmallRun.ResultAsync(
            Options with { Sides = [Side.Buy], AreSidesGiven = true }, SmallRun.LiquidVenues(), SmallRun.Schema with { HasBids = false });

        result.Verdict.Notes.ShouldContain("The data has no bids: the mid is the best offer, and half-spreads are not available.");
        result.Details.Strategies["net"].Buy!.HalfSpreadBps.ShouldBeNull();
        result.Verdict.Routers["net"].HalfSpreadBps.ShouldBeNull();
    }

    [Fact]
    public async Task Samples_of_quotes_are_older_than_the_decisions_on_them()
    {
        var result = await SmallRun.ResultAsync(Options, [.. SmallRun.LiquidVenues().Select(r => r with { RecordType = Mbp1.BboMinute })]);

        Note(result).ShouldBe("Quotes are sampled every 60 s, and decisions are taken every 1 s: most see a quote that is older.");
    }

    [Fact]
    public async Task Windows_left_out_are_counted_with_the_reason()
    {
        var longer = SmallRun.Options(seconds: 203);
        var result = await SmallRun.ResultAsync(longer, SmallRun.LiquidVenues());

        Note(result).ShouldBe("Windows left out: 1 cut short by the end of the span.");
    }

    [Fact]
    public async Task More_than_a_fifth_of_the_volume_is_said_of_each_router()
    {
        var market = SmallRun.LiquidVenues().Where(r => r.Action != RecordAction.Trade).ToArray();
        var result = await SmallRun.ResultAsync(Options, market);

        Note(result).ShouldBe("Not plausible, since more than 20 % of the volume printed meanwhile was taken and prices would have moved: "
            + "best_ask in 10, prorata in 10, sweep in 10, net in 10, join in 10, join_wide in 10, static in 10, queue in 10 of 10.");
        result.Verdict.Plausible.ShouldBe(false);
    }

    [Fact]
    public async Task Walk_forward_names_the_range_of_what_it_chose()
    {
        // The mid drifts, so that waiting is the better choice here, and the worse one there.
        using var market = new MarketOptions { Seed = 7, Length = Duration.OfMinutes(10), Venues = SimulatedVenue.First(2) }.Open();
        var records = new Mbp1[100_000];
        var options = Options with
        {
            Window = new TradingWindow { Horizon = Duration.OfSeconds(10) },
            Split = new SampleSplit(Duration.OfSeconds(40), Duration.OfSeconds(20)),
            Strategies = new StrategySet(new Schedule(ScheduleKind.Twap), TunedRouter.Static, ParameterAxes.Default),
        };
        var result = await SmallRun.ResultAsync(options, records[..market.Read(records)]);
        var chosen = result.Tuning.Folds.Select(fold => fold.Chosen["lambda_under"]).ToList();

        chosen.Distinct().Count().ShouldBeGreaterThan(1, "else there is no range to name");
        result.Verdict.Sentence.ShouldContain(
            FormattableString.Invariant($"(static, lambda_under {chosen.Min():0.##} to {chosen.Max():0.##})"));
    }

    [Fact]
    public async Task One_order_shows_nothing()
    {
        var result = await SmallRun.ResultAsync(Options with { Window = Options.Window with { Horizon = null } }, SmallRun.LiquidVenues());

        result.Verdict.AgainstBestAsk.Told.ShouldBe("one order");
        result.Verdict.Sentence.ShouldContain("One order shows nothing about others.");
        result.Verdict.Sentence.ShouldNotContain("cheaper");
    }

    [Fact]
    public async Task The_parts_of_a_saving_and_of_every_cut_add_up_to_the_whole()
    {
        var result = await SmallRun.ResultAsync(Options, SmallRun.LiquidVenues());
        var (verdict, cuts) = (result.Verdict, result.Details.Cuts);

        (verdict.SavingBy.FeeOrderBps.Value + verdict.SavingBy.WaitingAndDepthBps.Value + verdict.SavingBy.RestingBps.Value).ShouldBe(
            verdict.AgainstBestAsk.Difference.Value);
        Sum(verdict.SavingParts!).ShouldBe(verdict.AgainstBestAsk.Difference.Value, 1e-9m);
        foreach (var cut in new[] { cuts.TimeOfDay, cuts.Spread, cuts.Volatility, cuts.Participation! })
        {
            cut.Sum(part => part.N).ShouldBe(verdict.AgainstBestPlain.Count);
            (cut.Sum(part => part.N * part.Difference.Value) / verdict.AgainstBestPlain.Count).ShouldBe(
                verdict.AgainstBestPlain.Difference.Value,
                1e-9m);
        }
    }

    private static decimal Sum(SavingPartsResult parts) =>
        parts.RestingHalfSpreadBps.Value
        + parts.AdverseSelectionBps.Value
        + parts.TakingBps.Value
        + parts.ClosingBps.Value
        + parts.FeesBps.Value
        + parts.DriftBps.Value
        + parts.RemainderBps.Value;

    [Theory]
    [InlineData(80)]
    [InlineData(116)]
    [InlineData(200)]
    public async Task No_line_of_the_console_is_wider_than_the_terminal(int width)
    {
        var result = await SmallRun.ResultAsync(Options, SmallRun.LiquidVenues());
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = width;

        ConsoleReport.Write(console, result, "out/result.json, report.html, fills.csv, run.json", TimeSpan.FromSeconds(1));

        var lines = text.ToString().Split('\n').Select(line => line.TrimEnd()).ToList();
        lines.ShouldAllBe(line => line.Length <= width);
        var table = lines[lines.FindIndex(line => line.TrimStart().StartsWith("router", StringComparison.Ordinal))..];
        table[0].Split((char[])[' '], StringSplitOptions.RemoveEmptyEntries).ShouldBe(
            width < 116 ? ["router", "all-in", "bps", "half-spread", "fees", "timing", "filled", "saves"]
                : ["router", "all-in", "bps", "half-spread", "fees", "timing", "remainder", "filled", "fills", "saves"]);
        table
            .Skip(2)
            .Take(8)
            .Select(line => line.Trim().Split(' ')[0])
            .ShouldBe(["best_ask", "prorata", "sweep", "net", "join", "join_wide", "static", "queue"]);
    }

    [Fact]
    public void Paragraphs_of_the_console_are_broken_as_Spectre_breaks_them()
    {
        var words = Gen.Select(Gen.Char["abc-é"], Gen.Int[1, 25], (letter, length) => new string(letter, length));
        Gen.Select(words.Array[1, 40], Gen.Int[20, 60]).Sample((of, width) =>
        {
            var text = string.Join(' ', of);
            Written(width, console => ConsoleReport.WriteParagraph(console, text))
                .ShouldBe(Written(width, console => console.WriteLine(text)));
        }, iter: 300);

        static string Written(int width, Action<IAnsiConsole> write)
        {
            var text = new StringWriter();
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
            console.Profile.Width = width;
            write(console);
            return text.ToString();
        }
    }

    private static string Note(BacktestResult result) => result.Verdict.Notes.ShouldHaveSingleItem();
}
