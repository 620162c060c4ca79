using System.Globalization;
using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Pipeline;
using Sor.Core.Strategies;
using Sor.Core.Tape;
using Sor.Core.Tuning;

namespace Sor.Tests.Reference;

/// <summary>Every fill of one parent of the real day, in order, as an implementation saw it that shares nothing with this one.</summary>
public sealed class MeasuredEventsTests
{
    private static readonly StrategySet Strategies =
        new(new Schedule(ScheduleKind.Twap), TunedRouter.Queue, new([2_000_000_000], [500_000_000], [50_000_000]), rests: true);

    [Theory]
    [InlineData("a", "join", "proportional", 0, 0)]
    [InlineData("a", "join", "optimistic", 0, 0)]
    [InlineData("a", "join", "pessimistic", 0, 0)]
    [InlineData("latency", "join", "proportional", 3, 250)]
    [InlineData("a", "queue", "proportional", 0, 0)]
    [InlineData("latency", "queue", "proportional", 3, 250)]
    public async Task Every_fill_is_where_and_when_it_was_measured(
        string setting, string router, string assumption, int parent, int latencyMilliseconds)
    {
        var expected = Events($"events-{setting}-{router}-{assumption}.csv");

        var window = await Window(parent, (ulong)latencyMilliseconds * 1_000_000);

        var outcome = window.Of(Strategies.All.Single(s => s.Router.Name == router && s.Assumption!.Name == assumption), Side.Buy);
        outcome.Fills.Select(f => Shown(f, window)).ShouldBe(expected);
    }

    private static string Shown(Fill fill, WindowOutcome window)
    {
        var (what, note) = fill.Kind == FillKind.Taken
            ? ("taker fill", fill.Sweep == SweepKind.Closing ? "closing" : "")
            : ("maker fill", fill.Kind == FillKind.Through ? "through" : "");
        return string.Create(CultureInfo.InvariantCulture,
            $"{UtcTime.Format(fill.Time)} {what} {window.Mics[fill.Venue]} {(decimal)fill.Price / Nanos.One:0.0000} {fill.Shares} {note}");
    }

    private static List<string> Events(string file) =>
    [
        .. from line in File.ReadAllLines(SharedData.Path("cases/resting/" + file)).Skip(1)
           let cells = line.Split(',')
           where cells[1] is "maker fill" or "taker fill"
           select $"{cells[0]} {cells[1]} {cells[2]} {cells[3]} {cells[4]} {cells[6]}",
    ];

    private static async Task<WindowOutcome> Window(int parent, ulong latency)
    {
        var midnight = UtcTime.Midnight(new DateOnly(2018, 1, 2));
        var minute = 60_000_000_000UL;
        var options = new BacktestOptions
        {
            Sides = [Side.Buy],
            Strategies = Strategies,
            Window = new TradingWindow(midnight + (14 * 60 + 35) * minute, midnight + (20 * 60 + 59) * minute, true, 30 * minute),
            Tape = new TapeOptions(1_000_000_000, false, latency, minute, Overtime: minute),
            Fees = FeeSchedule.Parse("flat:take=0.001,add=-0.0005", anyDate: false),
        };
        using var source = MarketDataFiles.Open([SharedData.Path("data/taq-2018-01-02.mbp-1.csv.zst")], new ReadOptions());
        var outcomes = await new Backtest(options.On(source.Schema)).RunAsync(source, TestContext.Current.CancellationToken);
        return outcomes.Single().Windows[parent];
    }
}
