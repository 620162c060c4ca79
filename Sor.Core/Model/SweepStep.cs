namespace Sor.Core.Model;

/// <summary>What one venue offers to a taker.</summary>
/// <param name="AllIn">Price and take fee together, nano-dollars per share; turned for sells, so that lower is better.</param>
/// <param name="Shares">Shares left to take there; not negative.</param>
public readonly record struct SweepStep(long AllIn, long Shares);
