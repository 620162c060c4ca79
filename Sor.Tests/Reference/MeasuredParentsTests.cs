using System.Globalization;
using Sor.Core.Model;
using Sor.Core.Orders;
using Sor.Core.Routing;
using Sor.Core.Strategies;

namespace Sor.Tests.Reference;

/// <summary>
/// The real day's parents, share for share and cent for cent, as an implementation measured them that shares nothing with this one.
/// </summary>
public sealed class MeasuredParentsTests
{
    [Theory]
    [InlineData("A", 0)]
    [InlineData("E", 250)]
    public async Task Every_router_costs_what_was_measured(string setting, int latencyMilliseconds)
    {
        var windows = await MeasuredDay.WindowsAsync(Strategies, latencyMilliseconds);

        foreach (var row in Rows("results.csv", setting))
        {
            var outcomes = windows.Select(w => w.Of(StrategyOf(row), SideOf(row))).ToList();
            var numbers = new (string Column, Int128 Sum)[]
            {
                ("filled", outcomes.Sum(o => o.Filled)),
                ("remainder", outcomes.Sum(o => o.Remainder)),
                ("maker", outcomes.Sum(o => o.Maker)),
                ("through", outcomes.Sum(o => o.Through)),
                ("overtime", outcomes.Sum(o => o.Overtime)),
                ("fills", outcomes.Sum(o => o.Fills.Count)),
            };
            numbers.ShouldBe(numbers.Select(n => (n.Column, Int128.Parse(row[n.Column], CultureInfo.InvariantCulture))), Name(row));
            outcomes.Aggregate(Int128.Zero, (sum, o) => sum + o.Cash).ShouldBe(Nano(row["total_cash"]), Name(row));
        }

        foreach (var row in Rows("parents.csv", setting))
        {
            var window = windows[int.Parse(row["parent"], CultureInfo.InvariantCulture)];
            var outcome = window.Of(StrategyOf(row), SideOf(row));
            var expected = (Nano(row["cash"]), Int128.Parse(row["arrival_mid2"], CultureInfo.InvariantCulture));
            (outcome.Cash, (Int128)outcome.ArrivalMid2).ShouldBe(expected, Name(row) + " " + row["parent"]);
        }
    }

    private static readonly StrategySet Strategies =
        new(new Schedule(ScheduleKind.Twap), TunedRouter.Queue, ParameterAxes.Default, rests: true);

    /// <summary>The rows of a setting.</summary>
    private static List<Dictionary<string, string>> Rows(string file, string setting)
    {
        var lines = File.ReadAllLines(SharedData.Path("cases/resting/" + file));
        var names = lines[0].Split(',');
        var rows = lines.Skip(1).Select(line => names.Zip(line.Split(',')).ToDictionary(c => c.First, c => c.Second)).ToList();
        return [.. rows.Where(r => r["setting"] == setting)];
    }

    private static Strategy StrategyOf(Dictionary<string, string> row) => row["router"] switch
    {
        "static" => Strategies.Beside.Single(p => p.Point.Nano("lambda_under") == Nano(row["parameters"].Split(' ')[1])).Strategy,
        "queue" =>
            Strategies.All.Single(s => s.Router.Equals(Queue(row["parameters"].Split(' '))) && s.Assumption!.Name == row["assumption"]),
        var router => Strategies.All.Single(s => s.Router.Name == router && (s.Assumption?.Name ?? "") == row["assumption"]),
    };

    private static QueueRouter Queue(string[] parameters) =>
        new(new PlacementParameters((long)Nano(parameters[0]), (long)Nano(parameters[1]), (long)Nano(parameters[2])),
            TunedRouter.DefaultOverfillNano);

    private static Side SideOf(Dictionary<string, string> row) => row["side"] == "buy" ? Side.Buy : Side.Sell;

    private static string Name(Dictionary<string, string> row) =>
        $"{row["setting"]} {row["router"]} {row["parameters"]} {row["assumption"]} {row["side"]}";

    private static Int128 Nano(string dollars) => (Int128)(decimal.Parse(dollars, CultureInfo.InvariantCulture) * Nanos.One);
}
