namespace Sor.Tests.Reference;

/// <summary>The numbers of <c>details.strategies.&lt;router&gt;.&lt;side&gt;</c>, from the parents' fills, in decimals.</summary>
internal static class ReferenceResult
{
    public static Dictionary<string, decimal?> Of(ReferenceMarket market, ReferenceSettings settings, IReadOnlyList<ReferenceParent> parents, bool buys)
    {
        var sign = buys ? 1m : -1m;
        var fills = parents.SelectMany(p => p.Fills).ToList();
        var filled = fills.Sum(f => f.Shares);
        var cash = parents.Sum(p => Cash(p, sign));
        var volume = parents.Sum(p => Prints(market, p).Sum(r => r.TradeSize));
        var result = new Dictionary<string, decimal?>
        {
            ["parents"] = parents.Count,
            ["filled"] = filled,
            ["remainder"] = parents.Sum(p => p.Remainder),
            ["total_cash"] = cash,
            ["avg_fill_px"] = filled == 0 ? null : Round(fills.Sum(f => f.Price * f.Shares) / filled, 6),
            ["avg_all_in_px"] = Round(cash / (parents.Count * settings.Quantity), 6),
            ["fills"] = fills.Count,
            ["all_in_bps"] = Bps(p => sign * (Cash(p, sign) - settings.Quantity * p.Arrival)),
            ["half_spread_bps"] = Bps(p => p.Fills.Sum(f => sign * (f.Price - f.Mid) * f.Shares)),
            ["fees_bps"] = Bps(p => p.Fills.Sum(f => f.Fee * f.Shares)),
            ["timing_bps"] = Bps(p => p.Fills.Sum(f => sign * (f.Mid - p.Arrival) * f.Shares)),
            ["remainder_bps"] = Bps(p => p.Remainder == 0 ? 0 : p.Remainder * (sign * (p.RemainderPrice - p.Arrival) + p.RemainderFee)),
            ["slippage_vwap_bps"] = Slippage(p => Prints(market, p).Sum(r => r.TradePrice!.Value * r.TradeSize) / Prints(market, p).Sum(r => r.TradeSize)),
            ["slippage_twap_bps"] = Slippage(p => Mids(p).Average()),
            ["participation"] = Round((decimal)filled / volume, 6),
        };
        foreach (var (name, after) in new[] { ("1s", 1L), ("10s", 10L), ("60s", 60L) })
        {
            var known = fills.Where(f => f.Time + after * 1_000_000_000 <= market.Clock[^1]).ToList();
            result["markouts.taker." + name] = known.Count == 0 ? null
                : Round(known.Sum(f => sign * (market.Nbbo[market.LastAt(f.Time + after * 1_000_000_000)].Mid!.Value - f.Price) * f.Shares) / known.Sum(f => f.Shares), 6);
        }

        foreach (var venue in fills.GroupBy(f => f.Venue)) result[$"venues.{venue.Key}.shares"] = venue.Sum(f => f.Shares);
        return result;

        decimal Bps(Func<ReferenceParent, decimal> cost) => Round(parents.Average(p => 10_000 * cost(p) / (settings.Quantity * p.Arrival)), 4);

        decimal? Slippage(Func<ReferenceParent, decimal> benchmark)
        {
            var traded = parents.Where(p => p.Fills.Count > 0).ToList();
            if (traded.Count == 0) return null;
            return Round(traded.Average(p => 10_000 * sign * (p.Fills.Sum(f => f.Price * f.Shares) / p.Fills.Sum(f => f.Shares) - benchmark(p)) / benchmark(p)), 4);
        }

        IEnumerable<decimal> Mids(ReferenceParent p)
        {
            for (var at = p.From; ; at = Math.Min(at + settings.Every, p.To))
            {
                var nbbo = market.Nbbo[market.LastAt(at)];
                if (!nbbo.Crossed) yield return nbbo.Mid!.Value;
                if (at == p.To) yield break;
            }
        }
    }

    private static decimal Cash(ReferenceParent p, decimal sign) =>
        p.Fills.Sum(f => (f.Price + sign * f.Fee) * f.Shares) + (p.Remainder == 0 ? 0 : p.Remainder * (p.RemainderPrice + sign * p.RemainderFee));

    private static IEnumerable<ReferenceRow> Prints(ReferenceMarket market, ReferenceParent p)
    {
        for (var i = market.LastAt(p.From - 1) + 1; i < market.Rows.Count && market.Clock[i] <= p.To; i++)
            if (market.Rows[i].Action == "T")
                yield return market.Rows[i];
    }

    private static decimal Round(decimal value, int decimals) => decimal.Round(value, decimals, MidpointRounding.ToEven);
}
