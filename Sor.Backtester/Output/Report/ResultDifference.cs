using System.Globalization;
using Sor.Backtester.Output.Report.Sections;
using Sor.Core.Results;

namespace Sor.Backtester.Output.Report;

/// <summary>What differs between two results: A, which is given first, and B.</summary>
internal sealed record ResultDifference
{
    private ResultDifference(BacktestResult a, BacktestResult b) => (A, B) = (a, b);

    /// <summary>The first.</summary>
    public BacktestResult A { get; }

    /// <summary>The second.</summary>
    public BacktestResult B { get; }

    /// <summary>What must be known before the numbers are held against each other.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Settings that differ.</summary>
    public required IReadOnlyList<(string What, string A, string B)> Settings { get; init; }

    /// <summary>What was read, as far as it differs.</summary>
    public required IReadOnlyList<(string What, string A, string B)> Data { get; init; }

    /// <summary>Both verdicts in figures, each for itself.</summary>
    public required IReadOnlyList<(string What, string A, string B)> Verdicts { get; init; }

    /// <summary>The routers that both have.</summary>
    public required IReadOnlyList<(string Name, RouterResult A, RouterResult B)> Routers { get; init; }

    /// <summary>Holds two results against each other.</summary>
    /// <exception cref="SorException">No figure of one stands beside one of the other.</exception>
    public static ResultDifference Of(BacktestResult a, BacktestResult b)
    {
        if (a.Details.Order.Side != b.Details.Order.Side)
            throw SorException.BadData($"these cannot be compared: the parents of one are of side {a.Details.Order.Side}, those of the "
                + $"other of {b.Details.Order.Side}, and a day's drift falls on buyers and sellers with opposite signs");
        if (!a.Data.Instruments.Select(Name).Intersect(b.Data.Instruments.Select(Name)).Any())
            throw SorException.BadData("these cannot be compared: no instrument is in both");
        return new ResultDifference(a, b)
        {
            Notes = [.. NotesOf(a, b)],
            Settings = Differing(Asked(a), Asked(b)),
            Data = Differing(Read(a.Data), Read(b.Data)),
            Verdicts = [.. InFigures(a.Verdict, a.Tuning).Zip(InFigures(b.Verdict, b.Tuning), (x, y) => (x.What, x.Figure, y.Figure))],
            Routers = [.. a.Verdict.Routers.Join(b.Verdict.Routers, x => x.Key, y => y.Key, (x, y) => (x.Key, x.Value, y.Value))],
        };
    }

    private static IEnumerable<string> NotesOf(BacktestResult a, BacktestResult b)
    {
        if (a.Data.Hash != b.Data.Hash)
            yield return "The records are not the same: costs differ by the market too, not only by what was run.";
        if (a.Details.Order.Quantity != b.Details.Order.Quantity)
            yield return "The parent orders are not of one size: larger ones cost more.";
        if (a.Details.Schedule.Name != b.Details.Schedule.Name)
            yield return "The schedules are not the same: the difference in timing is mostly the drift of the mid.";
        if (a.Details.Fees.Schedule != b.Details.Fees.Schedule)
            yield return "The fees are not the same.";
        yield return "Parent orders are paired within a run, not between two: these differences have no interval, and may be chance.";
    }

    private static List<(string What, string A, string B)> Differing(
        IReadOnlyList<(string What, string Figure)> a, IReadOnlyList<(string What, string Figure)> b)
    {
        var other = b.ToLookup(r => r.What, r => r.Figure);
        return [.. a.Select(r => (r.What, A: r.Figure, B: other[r.What].FirstOrDefault("–"))).Where(r => r.A != r.B)];
    }

    private static IReadOnlyList<(string What, string Figure)> Asked(BacktestResult result) =>
        [.. RunSection.Settings(result.Details), .. Tuned(result.Tuning)];

    private static IReadOnlyList<(string What, string Figure)> Tuned(TuningResult tuning) =>
    [
        ("router tuned", tuning.Router),
        .. tuning.Axes.Select(axis => ($"{axis.Key} tried", List(axis.Value))),
        ("division", tuning.Split),
    ];

    // The longest silence has its moment in its name, which would set equal things apart.
    private static IReadOnlyList<(string What, string Figure)> Read(DataResult data) =>
    [
        ("files", string.Join(", ", data.Files)),
        ("from", data.Span.From),
        ("to", data.Span.To),
        ("instruments", string.Join(", ", data.Instruments.Select(Name))),
        .. DataSection.Counts(data).Select(c => (c.What.Split(", from")[0], c.HowMuch)),
        ("hash", data.Hash),
    ];

    private static IReadOnlyList<(string What, string Figure)> InFigures(VerdictResult verdict, TuningResult tuning) =>
    [
        ("router judged", tuning.Chosen.Length > 0 ? $"{verdict.Optimized} ({tuning.Chosen})" : verdict.Optimized),
        ("parents judged", Figures.Whole(verdict.AgainstBestAsk.Count)),
        ("on parameters that others chose", verdict.OutOfSample ? "yes" : "no"),
        ("best router without parameters", verdict.AgainstBestPlain.Router),
        .. Against(verdict.AgainstBestPlain, "it"),
        .. Against(verdict.AgainstBestAsk, "best_ask"),
    ];

    private static IReadOnlyList<(string What, string Figure)> Against(ComparisonResult comparison, string other) =>
    [
        ($"saving against {other}, bps", Figures.Signed(comparison.Difference)),
        ($"95 % interval against {other}, from", Figures.Signed(comparison.Interval?.Low)),
        ($"95 % interval against {other}, to", Figures.Signed(comparison.Interval?.High)),
        ($"told against {other}", comparison.Told),
    ];

    private static string Name(InstrumentResult instrument) =>
        instrument.Symbol ?? instrument.InstrumentId.ToString(CultureInfo.InvariantCulture);

    private static string List(IReadOnlyList<decimal> values) => string.Join(", ", values.Select(v => Figures.Exact(v)));
}
