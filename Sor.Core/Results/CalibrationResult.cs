namespace Sor.Core.Results;

/// <summary>
/// Whether resting orders were filled as the model expected, over all whole parents and sides under the chosen parameters.
/// </summary>
public sealed record CalibrationResult
{
    /// <summary>All orders of which something was expected.</summary>
    public required PostedResult All { get; init; }

    /// <summary>
    /// <c>more</c> or <c>fewer</c> fills than expected where they are off by more than a tenth, beyond chance; else <c>as expected</c>.
    /// </summary>
    public required string Told { get; init; }

    /// <summary>Decisions at which there was too little to learn from, so that the model did as <c>join</c>.</summary>
    public required int Unlearnt { get; init; }

    /// <summary>By how likely a share of the order was to be filled: under a tenth, under two, and so on.</summary>
    public required IReadOnlyList<PostedResult> ByTenth { get; init; }

    /// <summary>By venue, in the order of MICs; those that were posted at.</summary>
    public required IReadOnlyDictionary<string, PostedResult> ByVenue { get; init; }
}

/// <summary>Sums over orders posted.</summary>
/// <param name="Orders">How many.</param>
/// <param name="Shares">Their shares.</param>
/// <param name="Expected">Shares expected to be filled, 3 decimals.</param>
/// <param name="Filled">Shares filled.</param>
/// <param name="Ratio">Filled over expected, 4 decimals; <c>null</c> where nothing was expected.</param>
public sealed record PostedResult(long Orders, long Shares, decimal Expected, long Filled, decimal? Ratio);
