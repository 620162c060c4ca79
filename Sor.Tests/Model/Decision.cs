using Sor.Core.Model;

namespace Sor.Tests.Model;

/// <summary>One decision as plain arrays, from which both the product's problem and the slow reference are made.</summary>
internal sealed record Decision
{
    public required long Shares { get; init; }

    public required long Limit { get; init; }

    public required long Mid2 { get; init; }

    public required long Spread { get; init; }

    public required long[] AddFees { get; init; }

    public required SweepStep[] Ladder { get; init; }

    /// <summary>y by scenario, then venue.</summary>
    public required long[][] Filled { get; init; }

    public required long[] Moves { get; init; }

    public required long[] Completions { get; init; }

    public required PlacementParameters Parameters { get; init; }

    public int Venues => AddFees.Length;

    public Scenarios Scenarios()
    {
        var scenarios = new Scenarios(Venues, Moves.Length);
        scenarios.Begin(Venues);
        for (var s = 0; s < Moves.Length; s++) scenarios.Add(Moves[s], Completions[s], Filled[s]);
        scenarios.Complete();
        return scenarios;
    }

    public PlacementProblem Problem(Scenarios scenarios) => new()
    {
        Shares = Shares,
        Limit = Limit,
        Mid2 = Mid2,
        Spread = Spread,
        AddFees = AddFees,
        Ladder = Ladder,
        Scenarios = scenarios,
        Parameters = Parameters,
    };
}
