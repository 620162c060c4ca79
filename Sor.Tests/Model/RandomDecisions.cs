using Sor.Core.Model;

namespace Sor.Tests.Model;

/// <summary>Random decisions: like a market's, and with numbers that no market has.</summary>
internal static class RandomDecisions
{
    private const long Tick = 10_000_000;

    /// <summary>
    /// As a market makes them: in most scenarios a venue fills nothing, in some a few lots, in some all; the mid falls where much is
    /// filled; fees as exchanges take them.
    /// </summary>
    public static Gen<Decision> LikeAMarket(int fewestVenues, int mostVenues, int mostScenarios) =>
        from venues in Gen.Int[fewestVenues, mostVenues]
        from count in Gen.Int[1, mostScenarios]
        from shares in Gen.OneOf(Gen.Long[1, 60], Gen.Long[100, 2_000], Gen.Long[2_000, 20_000])
        from limit in Gen.OneOf(Gen.Const(2 * shares), Gen.Const(shares), Gen.Long[shares, 3 * shares])
        from ticks in Gen.Long[0, 6]
        from fees in Gen.Long[-35, 10].Array[venues]
        from offers in Gen.Select(Gen.Long[-10, 35], Gen.Long[0, 4], Gen.Long[0, 40], (fee, behind, size) => (fee, behind, size))
            .Array[0, 12]
        from rows in Scenario(venues).Array[count]
        from parameters in Parameters
        let mid2 = 31_745 * Tick + ticks % 2 * Tick
        let ask = (mid2 + ticks * Tick) / 2
        select new Decision
        {
            Shares = shares,
            Limit = limit,
            Mid2 = mid2,
            Spread = ticks * Tick,
            AddFees = [.. fees.Select(fee => fee * 100_000)],
            Ladder =
            [
                .. offers.Select(o => new SweepStep(ask + o.behind * Tick + o.fee * 100_000, o.size * 100)).OrderBy(step => step.AllIn),
            ],
            Filled = [.. rows.Select(row => row.Filled)],
            Moves = [.. rows.Select(row => row.Move)],
            Completions = [.. rows.Select(row => row.Completion)],
            Parameters = parameters,
        };

    /// <summary>Few shares, so that all placements can be tried, and so many ties that their order matters.</summary>
    public static Gen<Decision> Small { get; } =
        from market in LikeAMarket(1, 3, 8)
        from shares in Gen.Long[1, 6]
        from overfill in Gen.Long[0, shares]
        select market with
        {
            Shares = shares,
            Limit = shares + overfill,
            Ladder = [.. market.Ladder.Select(step => step with { Shares = step.Shares / 500 })],
            Filled = [.. market.Filled.Select(row => row.Select(y => y / 100).ToArray())],
        };

    /// <summary>Prices of no tick, moves and quantities so large that costs do not fit 64 bits, turned prices below 0.</summary>
    public static Gen<Decision> Extreme { get; } =
        from market in LikeAMarket(1, 5, 20)
        from factor in Gen.OneOf(Gen.Const(1L), Gen.Long[1, 1_000], Gen.Long[1, 100_000_000])
        from odd in Gen.Long[0, 1_000].Array[market.Moves.Length]
        select market with
        {
            Shares = market.Shares * factor,
            Limit = market.Limit * factor,
            Mid2 = market.Mid2 + odd[0] - 40_000 * Tick,
            Ladder = [.. market.Ladder.Select(step => new SweepStep(step.AllIn - 20_000 * Tick + odd[0], step.Shares * factor))],
            Filled = [.. market.Filled.Select(row => row.Select(y => Math.Min(y * factor, int.MaxValue)).ToArray())],
            Moves = [.. market.Moves.Zip(odd, (move, o) => move * (1 + o * o) + o)],
        };

    private static Gen<PlacementParameters> Parameters { get; } =
        from under in Gen.OneOf(Gen.Const(500_000_000L), Gen.Const(1_000_000_000L), Gen.Long[0, 3_000_000_000])
        from over in Gen.OneOf(Gen.Const(500_000_000L), Gen.Const(2_000_000_000L), Gen.Long[0, 3_000_000_000])
        from theta in Gen.OneOf(Gen.Const(0L), Gen.Const(50_000_000L), Gen.Long[0, 300_000_000])
        select new PlacementParameters(under, over, theta);

    private static Gen<(long[] Filled, long Move, long Completion)> Scenario(int venues) =>
        from swept in Gen.Int[0, 9]
        from fills in Fill(swept).Array[venues]
        from drift in Gen.Long[-4, 4]
        from cost in Gen.Long[0, 6]
        select (fills, (swept == 0 ? drift - 5 : drift) * Tick, cost * Tick + 600_000);

    // One scenario in ten trades through the price: then most venues fill.
    private static Gen<long> Fill(int swept) =>
        from zero in Gen.Int[0, 9]
        from lots in Gen.Long[1, 40]
        from odd in Gen.Long[0, 99]
        select zero < (swept == 0 ? 2 : 8) ? 0 : lots * 100 - odd;
}
