using System.Globalization;
using Sor.Core.Orders;
using Sor.Core.Strategies;
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

        var window = (await MeasuredDay.WindowsAsync(Strategies, latencyMilliseconds))[parent];

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
}
