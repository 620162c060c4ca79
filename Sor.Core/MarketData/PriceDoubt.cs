namespace Sor.Core.MarketData;

/// <summary>Prices that are all whole numbers of dollars, and high, may be parts of a dollar.</summary>
internal static class PriceDoubt
{
    /// <summary>Few shares cost so much, and those are quoted in cents.</summary>
    private const long From = 20_000 * Nanos.One;

    /// <summary>What the user should be asked where all prices are whole; <c>null</c> for nothing.</summary>
    /// <param name="name">What they were read from.</param>
    /// <param name="lowestAsk">The lowest offer, nano-dollars; undefined for none.</param>
    public static Notice? Of(string name, long lowestAsk) => lowestAsk is >= From and < Mbp1.UndefinedPrice
        ? new Notice($"{name}: offers start at {Nanos.Format(lowestAsk)} and are read as dollars a share", new GivePriceScale())
        : null;
}
