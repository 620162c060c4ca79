namespace Sor.Core.Execution;

/// <summary>
/// What one execution finds to take of the <see cref="Offers"/> on display, by venue slot. What was taken stays taken until shares are added
/// at an unchanged price or the price changes.
/// </summary>
/// <param name="offers">What is on display.</param>
internal sealed class TakerLiquidity(Offers offers)
{
    private readonly uint[] available = new uint[offers.Displayed.Length];

    // The venues where less is left than is displayed, a bit for each slot: of all others all that is displayed can be taken.
    private ulong taken;

    /// <summary>Prices, nano-dollars, turned; <see cref="long.MaxValue"/> where a venue shows nothing.</summary>
    public ReadOnlySpan<long> Price => offers.Price;

    /// <summary>Shares displayed.</summary>
    public ReadOnlySpan<uint> Displayed => offers.Displayed;

    /// <summary>Shares left to take, until something changes.</summary>
    public ReadOnlySpan<uint> Available
    {
        get
        {
            if (taken == 0) return offers.Displayed;
            for (var venue = 0; venue < available.Length; venue++) available[venue] = AvailableAt(venue);
            return available;
        }
    }

    /// <summary>Shares left to take at a venue.</summary>
    public uint AvailableAt(int venue) => (taken >> venue & 1) != 0 ? available[venue] : offers.Displayed[venue];

    /// <summary>Takes shares away; no more than are available.</summary>
    public void Take(int venue, long shares)
    {
        available[venue] = AvailableAt(venue) - (uint)shares;
        taken |= 1UL << venue;
        offers.Took(venue);
    }

    /// <summary>Makes all that is displayed available again: what naive liquidity assumes at every decision.</summary>
    public void Refill() => taken = 0;

    /// <summary>A venue has quoted: what was taken there is back as far as shares were added.</summary>
    /// <param name="venue">The venue's slot.</param>
    /// <param name="added">Shares added at an unchanged price; <see cref="uint.MaxValue"/> after a change of price, which refills.</param>
    /// <returns>Whether less is left than is displayed.</returns>
    public bool Return(int venue, uint added)
    {
        if ((taken >> venue & 1) == 0) return false;
        var displayed = offers.Displayed[venue];
        available[venue] = (uint)Math.Min((ulong)available[venue] + added, displayed);
        if (available[venue] < displayed) return true;
        taken &= ~(1UL << venue);
        return false;
    }
}
