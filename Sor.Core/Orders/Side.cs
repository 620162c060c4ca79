namespace Sor.Core.Orders;

/// <summary>The side of a parent order. The value is the sign of its cost: +1 pays, -1 receives.</summary>
public enum Side
{
    /// <summary>Takes offers.</summary>
    Buy = 1,

    /// <summary>Takes bids.</summary>
    Sell = -1,
}

/// <summary>How sides are written.</summary>
public static class Sides
{
    /// <summary><c>buy</c> or <c>sell</c>.</summary>
    public static string Name(this Side side) => side == Side.Buy ? "buy" : "sell";
}

/// <summary>What a strategy's own taking does to the liquidity it sees.</summary>
public enum Liquidity
{
    /// <summary>
    /// What was taken stays taken: only displayed additions at an unchanged price, or a change of price, bring shares back.
    /// </summary>
    Depleting,

    /// <summary>Everything displayed is there again at every decision, as simple backtests assume. Flatters large orders.</summary>
    Naive,
}
