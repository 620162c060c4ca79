namespace Sor.Core.Classic;

/// <summary>One point of the classic sweep. Values are times 1e9.</summary>
/// <param name="LambdaOver">lambda_over, dollars per share.</param>
/// <param name="LambdaUnder">lambda_under, dollars per share.</param>
/// <param name="ThetaQueue">theta_queue, dollars per share.</param>
public readonly record struct ClassicPoint(long LambdaOver, long LambdaUnder, long ThetaQueue);

/// <summary>The points of the classic sweep: the product of three axes, the last the fastest. Values are times 1e9.</summary>
/// <param name="LambdaOver">lambda_over, dollars per share.</param>
/// <param name="LambdaUnder">lambda_under, dollars per share.</param>
/// <param name="ThetaQueue">theta_queue, dollars per share.</param>
public sealed record ClassicGrid(IReadOnlyList<long> LambdaOver, IReadOnlyList<long> LambdaUnder, IReadOnlyList<long> ThetaQueue)
{
    /// <summary>How many points there are.</summary>
    public int Count => LambdaOver.Count * LambdaUnder.Count * ThetaQueue.Count;

    /// <summary>The first point; there is one.</summary>
    public ClassicPoint First => new(LambdaOver[0], LambdaUnder[0], ThetaQueue[0]);
}
