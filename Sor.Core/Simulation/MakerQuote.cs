namespace Sor.Core.Simulation;

/// <summary>What one side of a venue's quote is.</summary>
internal enum QuoteState : byte
{
    /// <summary>No price.</summary>
    Absent,

    /// <summary>A price far from the market, there only to be there.</summary>
    Stub,

    /// <summary>A price its makers stand behind.</summary>
    Firm,
}

/// <summary>One side of a venue's quote.</summary>
internal struct QuoteSide
{
    /// <summary>Ticks; of no meaning where absent.</summary>
    public int Ticks;

    /// <summary>Shares displayed.</summary>
    public uint Size;

    /// <summary>Orders that these shares are of.</summary>
    public uint Orders;

    public QuoteState State;
}

/// <summary>What the makers of one venue quote in one instrument.</summary>
internal struct MakerQuote
{
    public QuoteSide Bid;
    public QuoteSide Ask;

    /// <summary>What its makers lean by, 2^-16 ticks.</summary>
    public int Skew;

    /// <summary>Whether its makers have seen that they must move, and are on their way.</summary>
    public bool Moving;
}
