namespace Sor.Core.Model;

/// <summary>What a user weighs: the three parameters of <c>queue</c>, each times 1e9 and not negative.</summary>
/// <param name="LambdaUnderNano">lambda_under: what a share left unfilled costs, as a multiple of what completing it at the slice's end
/// costs. 1e9 is that cost itself.</param>
/// <param name="LambdaOverNano">lambda_over: what a share filled beyond the target costs, in half-spreads.</param>
/// <param name="ThetaNano">theta: what every share that is sent, posted or left to be completed costs by its mere presence, in
/// half-spreads.</param>
public readonly record struct PlacementParameters(long LambdaUnderNano, long LambdaOverNano, long ThetaNano);
