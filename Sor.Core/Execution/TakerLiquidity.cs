using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Tape;

namespace Sor.Core.Execution;

/// <summary>
/// What a taker finds on one side of a tape, by venue slot: prices, turned, and the shares left to take. What was taken stays taken until
/// shares are added at an unchanged price or the price changes.
/// </summary>
/// <param name="side">The taker's side.</param>
/// <param name="venues">How many venue slots the tape has.</param>
internal sealed class TakerLiquidity(Side side, int venues)
{
    private readonly long[] price = NoPrices(venues);
    private readonly uint[] displayed = new uint[venues];
    private readonly uint[] available = new uint[venues];

    /// <summary>Prices, nano-dollars, turned; <see cref="long.MaxValue"/> where a venue shows nothing.</summary>
    public ReadOnlySpan<long> Price => price;

    /// <summary>Shares displayed.</summary>
    public ReadOnlySpan<uint> Displayed => displayed;

    /// <summary>Shares left to take.</summary>
    public ReadOnlySpan<uint> Available => available;

    /// <summary>Follows a venue's quote.</summary>
    public void Apply(in QuoteChange change)
    {
        var venue = change.Venue;
        price[venue] = change.Price == Mbp1.UndefinedPrice ? long.MaxValue : (int)side * change.Price;
        displayed[venue] = change.Size;
        available[venue] = (uint)Math.Min((ulong)available[venue] + change.Added, change.Size);
    }

    /// <summary>Follows a single quote of a venue.</summary>
    /// <param name="venue">The venue's slot.</param>
    /// <param name="quoted">Its price as it is; <see cref="Mbp1.UndefinedPrice"/> for none.</param>
    /// <param name="size">Shares displayed.</param>
    public void Quote(int venue, long quoted, uint size)
    {
        var turned = quoted == Mbp1.UndefinedPrice ? long.MaxValue : (int)side * quoted;
        var added = turned != price[venue] ? uint.MaxValue : Math.Max(size, displayed[venue]) - displayed[venue];
        price[venue] = turned;
        displayed[venue] = size;
        available[venue] = (uint)Math.Min((ulong)available[venue] + added, size);
    }

    /// <summary>Takes shares away; no more than are available.</summary>
    public void Take(int venue, long shares) => available[venue] -= (uint)shares;

    /// <summary>Makes all that is displayed available again: what naive liquidity assumes at every decision.</summary>
    public void Refill() => displayed.CopyTo(available, 0);

    private static long[] NoPrices(int venues)
    {
        var prices = new long[venues];
        Array.Fill(prices, long.MaxValue);
        return prices;
    }
}
