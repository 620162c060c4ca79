namespace Sor.Core.MarketData;

/// <summary>Prices that may be of another unit: whole numbers of dollars, and high, or less than a quote's smallest step.</summary>
internal static class PriceDoubt
{
    /// <summary>Few shares cost so much, and those are quoted in cents.</summary>
    private const long From = 1_000 * Nanos.One;

    /// <summary>A hundredth of a cent: the smallest step of a quote in the US, that of shares below a dollar.</summary>
    private const long SmallestStep = Nanos.One / 10_000;

    /// <summary>What the user should be asked; <c>null</c> for nothing.</summary>
    /// <param name="name">What they were read from.</param>
    /// <param name="lowestAsk">The lowest offer, nano-dollars; undefined for none.</param>
    /// <param name="areWhole">Whether all prices are whole numbers of dollars.</param>
    public static Notice? Of(string name, long lowestAsk, bool areWhole)
    {
        if (lowestAsk < SmallestStep)
        {
            return new Notice(
                $"{name}: offers start at {Nanos.Format(lowestAsk)} dollars a share, less than a quote's smallest step (0.0001): prices "
                + "seem to have been divided once too often");
        }

        return areWhole && lowestAsk is >= From and < Mbp1.UndefinedPrice
            ? new Notice($"{name}: offers start at {Nanos.Format(lowestAsk)} and are read as dollars a share", new GivePriceScale())
            : null;
    }
}
