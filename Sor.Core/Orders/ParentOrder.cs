namespace Sor.Core.Orders;

/// <summary>What all parent orders of a backtest have in common: each has a side and a window besides.</summary>
/// <param name="Quantity">Shares, at least 1.</param>
/// <param name="Collar">How far from the mid a child may go.</param>
/// <param name="Liquidity">What taking does to what is seen.</param>
public sealed record ParentOrder(long Quantity, Collar Collar, Liquidity Liquidity);
