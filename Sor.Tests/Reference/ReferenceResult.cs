namespace Sor.Tests.Reference;

/// <summary>The numbers of <c>details.strategies.&lt;router&gt;.&lt;side&gt;</c>, from the parents' fills, in decimals.</summary>
internal static class ReferenceResult
{
    private static readonly string[] Averaged =
        ["all_in_bps", "half_spread_bps", "fees_bps", "timing_bps", "remainder_bps", "slippage_vwap_bps", "slippage_twap_bps"];

    /// <summary>One side, rounded as the result shows it.</summary>
    public static Dictionary<string, decimal?> Of(
        ReferenceMarket market, ReferenceSettings settings, IReadOnlyList<ReferenceParent> parents, bool buys) =>
        Rounded(Exact(market, settings, parents, buys));

    /// <summary>"mean is the plain mean of both sides."</summary>
    public static Dictionary<string, decimal?> MeanOf(
        ReferenceMarket market, ReferenceSettings settings, IReadOnlyList<ReferenceParent> bought, IReadOnlyList<ReferenceParent> sold)
    {
        var (buy, sell) = (Exact(market, settings, bought, true), Exact(market, settings, sold, false));
        return Rounded(Averaged.ToDictionary(name => name, name => (buy[name] + sell[name]) / 2));
    }

    /// <summary>The cost of one parent beyond arrival mid, remainder at its penalty, basis points.</summary>
    public static decimal AllIn(ReferenceParent p, ReferenceSettings settings, bool buys)
    {
        var sign = buys ? 1m : -1m;
        return 10_000 * sign * (Cash(p, sign) - settings.Quantity * p.Arrival) / (settings.Quantity * p.Arrival);
    }

    public static decimal Cash(IEnumerable<ReferenceParent> parents, bool buys) => parents.Sum(p => Cash(p, buys ? 1 : -1));

    /// <summary>Half to even at so many decimals; a mean of quotients is cut at the 15th first, so that a tie is one.</summary>
    public static decimal Round(decimal value, int decimals) => decimal.Round(decimal.Round(value, 15), decimals, MidpointRounding.ToEven);

    private static Dictionary<string, decimal?> Rounded(Dictionary<string, decimal?> values) =>
        values.ToDictionary(v => v.Key, v => v.Value is { } value ? Round(value, Decimals(v.Key)) : (decimal?)null);

    private static int Decimals(string name) => name switch
    {
        _ when name.EndsWith("_bps", StringComparison.Ordinal) => 4,
        "total_cash" => 9,
        "time_to_fill_s" => 3,
        _ when name.EndsWith(".fees", StringComparison.Ordinal) => 9,
        _ => 6,
    };

    private static Dictionary<string, decimal?> Exact(
        ReferenceMarket market, ReferenceSettings settings, IReadOnlyList<ReferenceParent> parents, bool buys)
    {
        var sign = buys ? 1m : -1m;
        var fills = parents.SelectMany(p => p.Fills).ToList();
        var filled = fills.Sum(f => f.Shares);
        var cash = parents.Sum(p => Cash(p, sign));
        var volume = parents.Sum(p => p.VolumeMeanwhile);
        var result = new Dictionary<string, decimal?>
        {
            ["parents"] = parents.Count,
            ["filled"] = filled,
            ["remainder"] = parents.Sum(p => p.Remainder),
            ["total_cash"] = cash,
            ["avg_fill_px"] = filled == 0 ? null : fills.Sum(f => f.Price * f.Shares) / filled,
            ["avg_all_in_px"] = cash / (parents.Count * settings.Quantity),
            ["fills"] = fills.Count,
            ["overtime"] = fills.Where(f => f.Overtime).Sum(f => f.Shares),
            ["time_to_fill_s"] = filled == 0 ? null : parents.Sum(p => p.WaitedShareSeconds) / filled,
            ["all_in_bps"] = Bps(p => sign * (Cash(p, sign) - settings.Quantity * p.Arrival)),
            ["half_spread_bps"] = Bps(p => p.Fills.Sum(f => sign * (f.Price - f.Mid) * f.Shares)),
            ["fees_bps"] = Bps(p => p.Fills.Sum(f => f.Fee * f.Shares)),
            ["timing_bps"] = Bps(p => p.Fills.Sum(f => sign * (f.Mid - p.Arrival) * f.Shares)),
            ["remainder_bps"] = Bps(p => p.Remainder == 0 ? 0 : p.Remainder * (sign * (p.RemainderPrice - p.Arrival) + p.RemainderFee)),
            ["slippage_vwap_bps"] = Slippage(Vwap),
            ["slippage_twap_bps"] = Slippage(p => Mids(p).Average()),
            ["participation"] = volume == 0 ? null : (decimal)filled / volume,
            ["implausible"] = parents.Count(p => 5 * p.Fills.Sum(f => f.Shares) > p.VolumeMeanwhile),
        };
        foreach (var (name, after) in new[] { ("1s", 1L), ("10s", 10L), ("60s", 60L) })
        {
            var known = fills.Where(f => f.Time + after * 1_000_000_000 <= market.Clock[^1]).ToList();
            result["markouts.taker." + name] = known.Count == 0 ? null
                : known.Sum(f => sign * (Later(f) - f.Price) * f.Shares) / known.Sum(f => f.Shares);
            result["markouts.taker_from_mid." + name] = known.Count == 0 ? null
                : known.Sum(f => sign * (Later(f) - f.Mid) * f.Shares) / known.Sum(f => f.Shares);
            decimal Later(ReferenceFill f) => market.Nbbo[market.LastAt(f.Time + after * 1_000_000_000)].Mid!.Value;
        }

        foreach (var venue in fills.GroupBy(f => f.Venue))
        {
            result[$"venues.{venue.Key}.shares"] = venue.Sum(f => f.Shares);
            result[$"venues.{venue.Key}.fills"] = venue.Count();
            result[$"venues.{venue.Key}.avg_fill_px"] = venue.Sum(f => f.Price * f.Shares) / venue.Sum(f => f.Shares);
            result[$"venues.{venue.Key}.fees"] = venue.Sum(f => f.Fee * f.Shares);
        }

        for (var b = 0; b < parents.Max(p => p.Buckets.Length); b++)
            result[$"buckets.{b}"] = parents.Sum(p => b < p.Buckets.Length ? p.Buckets[b] : 0);
        return result;

        decimal Bps(Func<ReferenceParent, decimal> cost) => parents.Average(p => 10_000 * cost(p) / (settings.Quantity * p.Arrival));

        decimal? Slippage(Func<ReferenceParent, decimal?> benchmark)
        {
            var traded = parents.Where(p => p.Fills.Count > 0 && benchmark(p) is not null).ToList();
            if (traded.Count == 0) return null;
            decimal Paid(ReferenceParent p) => p.Fills.Sum(f => f.Price * f.Shares) / p.Fills.Sum(f => f.Shares);
            return traded.Average(p => 10_000 * sign * (Paid(p) - benchmark(p)!.Value) / benchmark(p)!.Value);
        }

        decimal? Vwap(ReferenceParent p)
        {
            var prints = Prints(market, p).ToList();
            return prints.Count == 0 ? null : prints.Sum(r => r.TradePrice!.Value * r.TradeSize) / prints.Sum(r => r.TradeSize);
        }

        IEnumerable<decimal> Mids(ReferenceParent p)
        {
            var decisions = new SortedSet<long>(settings.EveryEvent ? market.UpdatesWithin(p.From, p.To) : []);
            for (var at = p.From; at < p.To; at += settings.Every) decisions.Add(at);
            decisions.Add(p.To);
            foreach (var at in decisions)
                if (market.UntradableAt(at, settings.MaxSilence) is null)
                    yield return market.Nbbo[market.LastAt(at)].Mid!.Value;
        }
    }

    private static decimal Cash(ReferenceParent p, decimal sign) =>
        p.Fills.Sum(f => (f.Price + sign * f.Fee) * f.Shares)
            + (p.Remainder == 0 ? 0 : p.Remainder * (p.RemainderPrice + sign * p.RemainderFee));

    private static IEnumerable<ReferenceRow> Prints(ReferenceMarket market, ReferenceParent p)
    {
        for (var i = market.LastAt(p.From - 1) + 1; i < market.Rows.Count && market.Clock[i] <= p.To; i++)
            if (market.Rows[i].IsPrint)
                yield return market.Rows[i];
    }
}
