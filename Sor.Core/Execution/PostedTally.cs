namespace Sor.Core.Execution;

/// <summary>Counts what becomes of the orders of one execution of which something was expected.</summary>
/// <param name="venues">How many venue slots the tape has.</param>
internal sealed class PostedTally(int venues)
{
    private const int Tenths = 10;

    private readonly PostedSum[] byTenth = new PostedSum[Tenths];
    private readonly PostedSum[] byVenue = new PostedSum[venues];

    /// <summary>Decisions at which there was too little to learn from.</summary>
    public int Unlearnt { get; set; }

    /// <summary>Counts an order that no longer rests.</summary>
    /// <param name="venue">Its venue.</param>
    /// <param name="shares">Its shares as decided.</param>
    /// <param name="expectedNano">How many were expected to be filled, times 1e9.</param>
    /// <param name="filled">How many were.</param>
    public void Add(int venue, long shares, long expectedNano, long filled)
    {
        var sum = new PostedSum(1, shares, expectedNano, filled);
        byTenth[(int)Int128.Min((Int128)expectedNano * Tenths / ((Int128)shares * Nanos.One), Tenths - 1)] += sum;
        byVenue[venue] += sum;
    }

    /// <summary>All of it; <c>null</c> where nothing was expected of any order and every decision had enough to learn from.</summary>
    public PostedOrders? Close() =>
        Unlearnt == 0 && Array.TrueForAll(byTenth, sum => sum.Orders == 0) ? null : new PostedOrders(byTenth, byVenue, Unlearnt);
}
