using Sor.Core.MarketData;
using Sor.Core.Orders;

namespace Sor.Core.Execution;

/// <summary>
/// What venues display on the side where a parent's orders rest, by venue slot. Prices are turned so that a higher one is better.
/// </summary>
/// <param name="side">The parent's side.</param>
/// <param name="venues">How many venue slots the tape has.</param>
internal sealed class OwnQuotes(Side side, int venues)
{
    private readonly long[] price = NoPrices(venues);
    private readonly uint[] size = new uint[venues];

    /// <summary>Prices, nano-dollars, turned; <see cref="long.MinValue"/> where a venue shows nothing.</summary>
    public ReadOnlySpan<long> Price => price;

    /// <summary>Shares displayed.</summary>
    public ReadOnlySpan<uint> Size => size;

    /// <summary>Follows a venue's quote.</summary>
    /// <param name="venue">The venue's slot.</param>
    /// <param name="quoted">Its price as it is.</param>
    /// <param name="displayed">Its shares; at 0 the price stands for nothing.</param>
    /// <returns>Whether it is another quote than before.</returns>
    public bool Set(int venue, long quoted, uint displayed)
    {
        var turned = displayed == 0 || quoted == Mbp1.UndefinedPrice ? long.MinValue : (int)side * quoted;
        if (turned == price[venue] && displayed == size[venue]) return false;
        price[venue] = turned;
        size[venue] = displayed;
        return true;
    }

    /// <summary>Shares that a venue displays at a price; 0 where it is elsewhere.</summary>
    public long At(int venue, long at) => price[venue] == at ? size[venue] : 0;

    private static long[] NoPrices(int venues)
    {
        var prices = new long[venues];
        Array.Fill(prices, long.MinValue);
        return prices;
    }
}
