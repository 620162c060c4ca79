namespace Sor.Core.Execution;

/// <summary>What was expected of the orders that a parent posted, and what became of them.</summary>
/// <param name="ByTenth">By how likely a share of the order was to be filled: under a tenth, under two, and so on.</param>
/// <param name="ByVenue">By venue slot.</param>
/// <param name="Unlearnt">Decisions at which there was too little to learn from, so that nothing was expected.</param>
public sealed record PostedOrders(PostedSum[] ByTenth, PostedSum[] ByVenue, int Unlearnt);

/// <summary>Sums over orders posted.</summary>
/// <param name="Orders">How many.</param>
/// <param name="Shares">Their shares.</param>
/// <param name="ExpectedNano">Shares expected to be filled, times 1e9.</param>
/// <param name="Filled">Shares filled.</param>
public readonly record struct PostedSum(long Orders, long Shares, Int128 ExpectedNano, long Filled)
{
    /// <summary>The sums of the orders of both.</summary>
    public static PostedSum operator +(PostedSum a, PostedSum b) =>
        new(a.Orders + b.Orders, a.Shares + b.Shares, a.ExpectedNano + b.ExpectedNano, a.Filled + b.Filled);
}
