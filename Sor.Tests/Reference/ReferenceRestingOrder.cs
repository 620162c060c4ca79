namespace Sor.Tests.Reference;

/// <summary>
/// One order that rests, or is on its way to: what is before it in the queue, and what the records of its venue make of that.
/// </summary>
internal sealed class ReferenceRestingOrder(string venue, decimal price, long shares, bool buys, string assumption)
{
    public string Venue { get; } = venue;

    public decimal Price { get; } = price;

    /// <summary>Shares not filled yet.</summary>
    public long Left { get; set; } = shares;

    public long Ahead { get; private set; }

    /// <summary>The size that the venue last showed at the price.</summary>
    public long Shown { get; private set; }

    /// <summary>The venue as it is when the order is decided on, and at each of its quotes until the order is there.</summary>
    public void Watch(ReferenceQuote quote)
    {
        if (quote.Near == Price) Shown = quote.NearSize;
    }

    /// <summary>
    /// "ahead is the bid displayed at p on arrival; where k shows a higher bid, the size last displayed at p since the decision."
    /// </summary>
    public void Arrive(ReferenceQuote quote) => Ahead = quote.Near is { } near && !Below(near) ? Shown : 0;

    /// <summary>A print on the venue; <paramref name="sold"/> where it is known to be a sale (for our sells: a purchase).</summary>
    /// <returns>The shares that it fills, and whether it went through the price.</returns>
    public (long Shares, bool Through) Print(decimal printed, long size, bool sold)
    {
        // "A print on k below p, of size z: fills up to z"; optimistic: "either event fills the order whole, also beyond z".
        if (Below(printed)) return (Math.Min(Left, assumption == "optimistic" ? Left : size), true);

        // "A sell print of size z at p on k: u = min(ahead, z), ahead -= u, then fills up to z - u."
        if (printed != Price || !sold) return (0, false);
        var u = Math.Min(Ahead, size);
        Ahead -= u;
        return (Math.Min(Left, size - u), false);
    }

    /// <summary>A quote of the venue; <paramref name="explained"/> is what was printed at the price since the quote before.</summary>
    public void Quote(ReferenceQuote quote, long explained)
    {
        // "A bid of k below p, or none: ahead = 0. A bid above p: nothing."
        if (quote.Near is not { } near || Below(near)) Ahead = 0;
        else if (near == Price)
        {
            // "Of the decrease s0 - s, prints at p of any side since k's last quote explain e; the rest c = max(0, s0 - s - e) are
            // cancellations; then ahead = min(ahead, s)."
            var c = Math.Max(0, Shown - quote.NearSize - explained);
            if (c > 0)
            {
                Ahead -= assumption switch
                {
                    "optimistic" => Math.Min(c, Ahead),
                    "proportional" => c * Ahead / (Shown - explained),
                    _ => 0,
                };
            }

            Ahead = Math.Min(Ahead, quote.NearSize);
            Shown = quote.NearSize;
        }
    }

    private bool Below(decimal other) => buys ? other < Price : other > Price;
}
