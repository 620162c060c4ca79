using Sor.Core.MarketData;
using Sor.Core.Orders;
using Sor.Core.Tape;

namespace Sor.Core.Execution;

/// <summary>
/// What venues offer on the side of a tape where a parent's orders take, by venue slot, prices turned. It is followed once for all
/// executions that go in step; what each of them has taken of it, its <see cref="TakerLiquidity"/> knows.
/// </summary>
/// <param name="side">The parent's side.</param>
/// <param name="venues">How many venue slots the tape has.</param>
internal sealed class Offers(Side side, int venues)
{
    private readonly long[] price = NoPrices(venues);
    private readonly uint[] displayed = new uint[venues];
    private readonly List<TakerLiquidity> takers = [];

    // The venues where perhaps some taker finds less than is displayed, a bit for each slot.
    private ulong taken;

    /// <summary>Prices, nano-dollars, turned; <see cref="long.MaxValue"/> where a venue shows nothing.</summary>
    public ReadOnlySpan<long> Price => price;

    /// <summary>Shares displayed.</summary>
    public ReadOnlySpan<uint> Displayed => displayed;

    /// <summary>A further taker, who finds all that is displayed.</summary>
    public TakerLiquidity NewTaker()
    {
        var taker = new TakerLiquidity(this);
        takers.Add(taker);
        return taker;
    }

    /// <summary>Follows a venue's quotes from one instant to the next.</summary>
    public void Apply(in QuoteChange change)
    {
        var venue = change.Venue;
        price[venue] = Turned(change.Price);
        displayed[venue] = change.Size;
        if ((taken >> venue & 1) != 0) Return(venue, change.Added);
    }

    /// <summary>Follows a single quote of a venue.</summary>
    /// <param name="venue">The venue's slot.</param>
    /// <param name="quoted">Its price as it is; <see cref="Mbp1.UndefinedPrice"/> for none.</param>
    /// <param name="size">Shares displayed.</param>
    public void Quote(int venue, long quoted, uint size)
    {
        var (before, shown) = (price[venue], displayed[venue]);
        price[venue] = Turned(quoted);
        displayed[venue] = size;
        if ((taken >> venue & 1) != 0) Return(venue, price[venue] != before ? uint.MaxValue : Math.Max(size, shown) - shown);
    }

    /// <summary>Notes that a taker has taken shares of a venue.</summary>
    public void Took(int venue) => taken |= 1UL << venue;

    private void Return(int venue, uint added)
    {
        var isStill = false;
        foreach (var taker in takers) isStill |= taker.Return(venue, added);
        if (!isStill) taken &= ~(1UL << venue);
    }

    private long Turned(long quoted) => quoted == Mbp1.UndefinedPrice ? long.MaxValue : (int)side * quoted;

    private static long[] NoPrices(int venues)
    {
        var prices = new long[venues];
        Array.Fill(prices, long.MaxValue);
        return prices;
    }
}
