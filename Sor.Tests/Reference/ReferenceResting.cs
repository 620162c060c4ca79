namespace Sor.Tests.Reference;

/// <summary>Orders that rest at one price, and what each record of the market fills of them.</summary>
internal sealed class ReferenceResting(ReferenceMarket market, ReferenceBook book, bool buys, string assumption)
{
    private readonly List<ReferenceRestingOrder> orders = [];

    public bool Any => orders.Count > 0;

    public void Add(ReferenceRestingOrder order) => orders.Add(order);

    public void CancelAll() => orders.Clear();

    /// <summary>What a row fills, once the book has it; takes what offers fill from <paramref name="available"/>.</summary>
    public List<(ReferenceRestingOrder Order, long Shares, bool Through)> Apply(int index, Dictionary<string, long> available)
    {
        var row = market.Rows[index];
        var fills = new List<(ReferenceRestingOrder Order, long Shares, bool Through)>();
        if (orders.Count == 0) return fills;
        if (row.IsPrint)
        {
            foreach (var order in orders.Where(o => o.Venue == row.Venue))
            {
                var (shares, through) = order.Print(row.TradePrice!.Value, row.TradeSize, market.IsSale(index) == buys);
                if (shares > 0) fills.Add((order, shares, through));
            }
        }

        if (row.IsUpdate)
        {
            foreach (var order in orders.Where(o => o.Venue == row.Venue))
                order.Quote(book[row.Venue!], book.Printed(row.Venue!, order.Price));
            fills.AddRange(MeetOffers(market.Nbbo[index], available));
        }

        foreach (var (order, shares, _) in fills) order.Left -= shares;
        orders.RemoveAll(o => o.Left == 0);
        return fills;
    }

    /// <summary>
    /// "After each quote, an offer of any venue at or below p: our orders, by MIC, fill from what is available there, cheapest offers
    /// first, then MIC; one fill per order and quote."
    /// </summary>
    private IEnumerable<(ReferenceRestingOrder Order, long Shares, bool Through)> MeetOffers(
        ReferenceNbbo nbbo, Dictionary<string, long> available)
    {
        // Pessimistic: "an offer at or below p fills nothing".
        if (assumption == "pessimistic" || (buys ? nbbo.Ask : nbbo.Bid) is not { } best || book.Below(orders[0].Price, best)) yield break;
        foreach (var order in orders.OrderBy(o => o.Venue, StringComparer.Ordinal))
        {
            var left = order.Left;
            foreach (var venue in book.Meeting(order.Price))
            {
                var taken = Math.Min(left, available[venue]);
                available[venue] -= taken;
                left -= taken;
            }

            // Optimistic: "fills the order whole, also beyond what is available, which it uses up as far as it reaches".
            if (assumption == "optimistic") left = 0;
            if (left < order.Left) yield return (order, order.Left - left, true);
        }
    }
}
