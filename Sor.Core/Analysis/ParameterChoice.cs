using System.Numerics;
using Sor.Core.Execution;
using Sor.Core.Strategies;
using Sor.Core.Tuning;

namespace Sor.Core.Analysis;

/// <summary>The parameters and the rival chosen on each fold's training parents, and the parents that each choice is judged on.</summary>
internal sealed class ParameterChoice
{
    private readonly StrategySet strategies;
    private readonly IReadOnlyList<WindowOutcome> windows;

    /// <summary>Divides the parents and chooses.</summary>
    public ParameterChoice(BacktestOptions options, IReadOnlyList<WindowOutcome> windows)
    {
        (strategies, this.windows) = (options.Strategies, windows);
        Folds = options.Split.Divide([.. windows.Select(w => w.From)]);
        PerFold = [.. Folds.Select(f => Choose(strategies.Points, f.Train)!)];
        ChosenBeside = Choose(strategies.Beside, Folds[^1].Train);
        Inert = strategies.Inert ?? WithoutEffect();
        Judged = [.. Folds.Zip(PerFold).SelectMany(f =>
        {
            var rival = strategies.Plain.MinBy(s => MeanAllIn(s, f.First.Train).Value)!;
            var beside = Choose(strategies.Beside, f.First.Train)?.Strategy;
            return f.First.Test.Select(i => new JudgedParent(windows[i], f.Second.Strategy, rival, beside));
        })];
    }

    /// <summary>How parents are divided.</summary>
    public IReadOnlyList<Fold> Folds { get; }

    /// <summary>The point chosen on each fold's training parents.</summary>
    public IReadOnlyList<TunedPoint> PerFold { get; }

    /// <summary>The point of the last fold: what one would go on with.</summary>
    public TunedPoint Chosen => PerFold[^1];

    /// <summary>The point of the last fold of the router beside the tuned one; <c>null</c> where there is none.</summary>
    public TunedPoint? ChosenBeside { get; }

    /// <summary>The parameters chosen that act, in words: their range where the folds chose several, empty where none acts.</summary>
    public string Parameters
    {
        get
        {
            var acting = Chosen.Point.Names.Except(Inert.Names);
            return string.Join(", ", acting.Select(name =>
            {
                var chosen = PerFold.Select(p => p.Point.Nano(name)).ToList();
                var (low, high) = (Nanos.Format(chosen.Min()), Nanos.Format(chosen.Max()));
                return low == high ? $"{name} {low}" : $"{name} {low} to {high}";
            }));
        }
    }

    /// <summary>Whether the verdict is on parents that the parameters were not chosen on.</summary>
    public bool IsOutOfSample => !Folds[0].InSample;

    /// <summary>Names of the parameters that cannot act, or that changed no outcome, and why.</summary>
    public (IReadOnlyList<string> Names, string Why) Inert { get; }

    /// <summary>Parents of the verdict; at least one.</summary>
    public IReadOnlyList<JudgedParent> Judged { get; }

    /// <summary>Mean cost of a strategy over some parents and both sides.</summary>
    public BasisPoints MeanAllIn(Strategy strategy, IReadOnlyList<int> parents) =>
        new(parents.Average(i => Difference(windows[i].Of(strategy), []).Value));

    /// <summary>
    /// Mean cost beyond arrival mid of a window's parents less that of others of the same window. The difference is taken in integers: two
    /// ways to the same cost differ by nothing, not by a rounding.
    /// </summary>
    public static BasisPoints Difference(ReadOnlySpan<ParentOutcome> parents, ReadOnlySpan<ParentOutcome> less)
    {
        var cost = BigInteger.Zero;
        foreach (var parent in parents) cost += parent.Shortfall2;
        foreach (var parent in less) cost -= parent.Shortfall2;
        var whole = (BigInteger)parents.Length * parents[0].Quantity * parents[0].ArrivalMid2;
        return new BasisPoints(Nanos.Ratio(10_000 * cost, whole, SideSummary.MeanDecimals));
    }

    /// <summary>The parameters of which no value made any parent order come out otherwise than another, all else equal.</summary>
    private (IReadOnlyList<string> Names, string Why) WithoutEffect()
    {
        var axes = strategies.Grid.Axes;
        var names = axes.Where(axis => axis.Values.Count > 1).Select(axis => axis.Name).Where(IsWithoutEffect).ToList();
        return (names, names.Count > 0 ? "no parent order came out otherwise for any of their values" : "all parameters act");

        bool IsWithoutEffect(string name) => strategies.Points
            .GroupBy(p => string.Join(' ', axes.Where(axis => axis.Name != name).Select(axis => p.Point.Nano(axis.Name))))
            .All(alike => windows.All(w => alike.All(p => ComesOutAlike(w.Of(p.Strategy), w.Of(alike.First().Strategy)))));
    }

    private static bool ComesOutAlike(ParentOutcome[] a, ParentOutcome[] b)
    {
        for (var side = 0; side < a.Length; side++)
            if (Sums(a[side]) != Sums(b[side])) return false;
        return true;

        static (long, long, Int128, Int128, Int128, Int128, Int128) Sums(ParentOutcome o) =>
            (o.Filled, o.Maker, o.Notional, o.Fees, o.HalfSpread2, o.Timing2, o.WaitedShareNanos);
    }

    /// <summary>The point with the least mean cost; ties go to the first in grid order.</summary>
    private TunedPoint? Choose(IReadOnlyList<TunedPoint> points, IReadOnlyList<int> training)
    {
        var costs = points.Select(p => p.Strategy).Distinct().ToDictionary(s => s, s => MeanAllIn(s, training).Value);
        return points.MinBy(p => costs[p.Strategy]);
    }
}
