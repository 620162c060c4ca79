using Sor.Core.Routing;
using Sor.Core.Tape;

namespace Sor.Tests.Routing;

public sealed class RouterTests
{
    private const long Cent = 10_000_000;

    [Fact]
    public void BestAsk_takes_only_venues_at_the_best_price_larger_first_then_by_MIC()
    {
        var market = new ShownSide([10 * Cent, 10 * Cent, 10 * Cent, 9 * Cent + 1], [100, 300, 300, 0], [0, 0, 0, 0], [3, 2, 1, 0])
        {
            Best = 10 * Cent,
        };

        market.Route(new BestAskRouter(), 650).ShouldBe([(2, 300), (1, 300), (0, 50)]);
        market.Route(new BestAskRouter(), 900).ShouldBe([(2, 300), (1, 300), (0, 100)]);
    }

    [Fact]
    public void BestAsk_waits_where_what_displays_the_best_price_has_been_taken()
    {
        var market = new ShownSide([10 * Cent, 11 * Cent], [0, 500], [0, 0]) { Best = 10 * Cent };

        market.Route(new BestAskRouter(), 100).ShouldBeEmpty();
    }

    [Fact]
    public void Prorata_rounds_shares_down_and_gives_the_rest_in_tie_order()
    {
        // 100 of 100 + 200 + 300: 16, 33, 50, and one more to the largest.
        var market = new ShownSide([Cent, Cent, Cent], [100, 200, 300], [0, 0, 0]) { Best = Cent };

        market.Route(new ProrataRouter(), 100).Order().ShouldBe([(0, 16), (1, 33), (2, 51)]);
        market.Route(new ProrataRouter(), 10_000).Order().ShouldBe([(0, 100), (1, 200), (2, 300)]);
        market.Route(new ProrataRouter(), 1).ShouldBe([(2, 1)]);
    }

    [Fact]
    public void Prorata_gives_what_rounding_leaves_to_several_venues_where_the_first_has_no_more()
    {
        var market = new ShownSide([Cent, Cent, Cent], [1, 1, 1], [0, 0, 0]) { Best = Cent };

        market.Route(new ProrataRouter(), 2).ShouldBe([(0, 1), (1, 1)]);
    }

    [Fact]
    public void Static_sells_where_a_buyers_price_would_be_negative()
    {
        // A seller's prices have their sign changed: mid -100, half-spread 2 and lambda 1.5 make a bound of -97.
        var market = new ShownSide([-99, -98, -97], [10, 10, 10], [0, 0, 0]) { Best = -99, Mid2 = -200, Spread = 4 };

        market.Route(new StaticRouter(1_500_000_000), 30).ShouldBe([(0, 10), (1, 10)]);
    }

    [Fact]
    public void Sweep_goes_by_price_and_net_by_price_and_fee()
    {
        var market = new ShownSide([100, 101, 102], [10, 10, 10], [5, 0, 1]) { Best = 100 };

        market.Route(new SweepRouter(), 15).ShouldBe([(0, 10), (1, 5)]);
        market.Route(new NetRouter(), 25).ShouldBe([(1, 10), (2, 10), (0, 5)]);
    }

    [Fact]
    public void No_router_goes_beyond_the_collar()
    {
        var market = new ShownSide([100, 101], [10, 10], [0, 0]) { Best = 100, Collar = 100 };

        market.Route(new SweepRouter(), 20).ShouldBe([(0, 10)]);
        market.Route(new NetRouter(), 20).ShouldBe([(0, 10)]);
        (market with { Collar = 99 }).Route(new BestAskRouter(), 20).ShouldBeEmpty();
    }

    [Fact]
    public void Static_takes_what_costs_strictly_less_than_lambda_under_usual_half_spreads_beyond_the_mid()
    {
        // Mid 100, spread 4, so a half-spread is 2 and lambda 1.5 makes 3: an all-in price of 102 is taken, one of 103 waits.
        var market = new ShownSide([101, 102, 103], [10, 10, 10], [1, 1, 0]) { Best = 101, Mid2 = 200, Spread = 4 };

        market.Route(new StaticRouter(1_500_000_000), 30).ShouldBe([(0, 10)]);
        market.Route(new StaticRouter(1_500_000_001), 30).ShouldBe([(0, 10), (1, 10), (2, 10)]);
        market.Route(new StaticRouter(0), 30).ShouldBeEmpty();
    }

    [Fact]
    public void Static_compares_exactly_where_the_bound_is_half_a_nano_dollar()
    {
        // Mid 100.5 and lambda 1 with spread 1: the bound is 101 exactly, so 100 is below it and 101 is not.
        var market = new ShownSide([100, 101], [10, 10], [0, 0]) { Best = 100, Mid2 = 201, Spread = 1 };

        market.Route(new StaticRouter(1_000_000_000), 20).ShouldBe([(0, 10)]);
    }

    [Fact]
    public void Static_compares_exactly_where_the_usual_spread_is_no_whole_number()
    {
        // Mid 100 and a usual spread of 10/3: with lambda 1.2 an all-in price of 102 is the bound, and not below it.
        var market = new ShownSide([101, 102], [10, 10], [0, 0]) { Best = 101, Mid2 = 200, Usual = MeanSpread.Of((UInt128)10, 3) };

        market.Route(new StaticRouter(1_200_000_000), 20).ShouldBe([(0, 10)]);
        market.Route(new StaticRouter(1_200_000_001), 20).ShouldBe([(0, 10), (1, 10)]);
    }

    [Fact]
    public void Static_compares_exactly_where_spread_times_lambda_needs_more_than_64_bits()
    {
        // Lambda 3 with a spread of $10 and 1 nano-dollar: 2 x < mid2 + 3 spread = $230 and 3 nano-dollars, so $115 and 1 nano-dollar is
        // the dearest.
        const long Dollar = 1_000_000_000;
        var market = new ShownSide([115 * Dollar + 1, 115 * Dollar + 2], [10, 10], [0, 0])
        {
            Best = 115 * Dollar + 1,
            Mid2 = 200 * Dollar,
            Spread = 10 * Dollar + 1,
        };

        market.Route(new StaticRouter(3 * Dollar), 20).ShouldBe([(0, 10)]);
    }

    [Fact]
    public void Static_equals_exhaustive_search_of_the_papers_cost()
    {
        // Cost of eq. 5 with L = 0: (price + fee - mid) per share taken, lambda_under half-spreads per share left. All splits of up to 6
        // shares over 5 venues: four are looked at together, and one alone.
        var market = Gen.Select(
            Gen.Int[95, 110].Array[5],
            Gen.UInt[0, 2].Array[5],
            Gen.Int[-3, 3].Array[5],
            Gen.Int[190, 210],
            Gen.Select(Gen.Int[0, 24], Gen.Int[1, 7]),
            Gen.Int[0, 4_000]);
        Gen.Select(market, Gen.Int[1, 6]).Sample((m, want) =>
        {
            var (price, available, fee, mid2, (spreads, seconds), lambdaMilli) = m;
            var side = new ShownSide([.. price.Select(p => (long)p)], available, [.. fee.Select(f => (long)f)])
            {
                Best = price.Min(),
                Mid2 = mid2,
                Usual = MeanSpread.Of((UInt128)spreads, (ulong)seconds),
            };
            var children = side.Route(new StaticRouter(lambdaMilli * 1_000_000L), want);

            // Times twice the seconds, so that everything is whole but lambda.
            decimal Cost(long[] taken) =>
                taken.Select((x, k) => x * (2 * (price[k] + fee[k]) - mid2) * seconds).Sum()
                + (want - taken.Sum()) * (lambdaMilli / 1000m) * spreads;
            var ours = new long[5];
            foreach (var (venue, shares) in children) ours[venue] += shares;
            IEnumerable<long[]> Splits(int venue, long left) => venue == 5
                ? [new long[5]]
                : from shares in Enumerable.Range(0, 1 + (int)Math.Min(left, available[venue]))
                  from split in Splits(venue + 1, left - shares)
                  select (long[])[.. split[..venue], shares, .. split[(venue + 1)..]];
            return Cost(ours) == Splits(0, want).Min(Cost);
        });
    }

    [Fact]
    public void Every_router_takes_at_most_what_is_wanted_and_at_each_venue_what_is_there()
    {
        IRouter[] routers = [new BestAskRouter(), new ProrataRouter(), new SweepRouter(), new NetRouter(), new StaticRouter(2_000_000_000)];
        Gen.Select(Gen.Int[95, 105].Array[8], Gen.UInt[0, 50].Array[8], Gen.Int[-3, 3].Array[8], Gen.Long[1, 300])
            .Sample(
                (price, available, fee, want) =>
        {
            var side = new ShownSide([.. price.Select(p => (long)p)], available, [.. fee.Select(f => (long)f)])
            {
                Best = price.Min(),
                Mid2 = 198,
                Spread = 2,
                Collar = 103,
            };
            return routers.All(router =>
            {
                var children = side.Route(router, want);
                return children.Sum(c => c.Shares) <= want
                    && children.All(c => c.Shares > 0 && c.Shares <= available[c.Venue] && price[c.Venue] <= 103)
                    && children.Select(c => c.Venue).Distinct().Count() == children.Length;
            });
        });
    }

    [Fact]
    public void Every_router_takes_what_sorting_by_price_or_all_in_price_then_size_then_MIC_gives_however_many_venues_there_are()
    {
        var size = Gen.OneOf(Gen.UInt[0, 3], Gen.Const(int.MaxValue + 1U), Gen.Const(uint.MaxValue - 1));
        var venue = Gen.Select(Gen.Int[0, 3], size, Gen.Int[0, 2], (price, shares, fee) => (Price: price, Shares: shares, Fee: fee));
        var venues = Gen.Int[1, Core.Book.InstrumentBook.MaxVenues]
            .SelectMany(count => Gen.Select(venue.Array[count], Gen.Shuffle(Enumerable.Range(0, count).ToArray())));
        var want = Gen.OneOf(Gen.Long[1, 200], Gen.Long[1, 1L << 34]);
        // A buyer's prices and a seller's, whose sign is changed; in nano-dollars, and in dollars, which need more than 32 bits.
        Gen.Select(venues, want, Gen.OneOf(Gen.Const(99), Gen.Const(-102)), Gen.OneOf(Gen.Const(1L), Gen.Const(1_000_000_000L)))
            .Sample(
                (shown, due, lowest, scale) =>
        {
            var ((quotes, rank), collar) = (shown, (lowest + 2) * scale);
            var price = quotes.Select(q => (lowest + q.Price) * scale).ToArray();
            var available = quotes.Select(q => q.Shares).ToArray();
            var allIn = quotes.Select((q, k) => price[k] + q.Fee * scale).ToArray();
            var side = new ShownSide(price, available, [.. quotes.Select(q => q.Fee * scale)], [.. rank.Select(r => (byte)r)])
            {
                Best = price.Min(),
                Collar = collar,
                Mid2 = 2 * lowest * scale,
                Spread = 2 * scale,
            };
            var takeable = Enumerable.Range(0, price.Length).Where(k => available[k] > 0 && price[k] <= collar).ToList();
            var best = takeable.Where(k => price[k] == price.Min()).ToList();

            side.Route(new BestAskRouter(), due).ShouldBe(Taken(InOrder(best, price)));
            side.Route(new ProrataRouter(), due).ShouldBe(InProportion(InOrder(best, price)));
            side.Route(new SweepRouter(), due).ShouldBe(Taken(InOrder(takeable, price)));
            side.Route(new NetRouter(), due).ShouldBe(Taken(InOrder(takeable, allIn)));
            // The mid is the lowest price there can be and a half-spread one step: with lambda 3 an all-in price of less than three steps
            // above it is taken.
            side.Route(new StaticRouter(3_000_000_000), due)
                .ShouldBe(Taken(InOrder(takeable.Where(k => allIn[k] < (lowest + 3) * scale), allIn)));

            IEnumerable<int> InOrder(IEnumerable<int> of, long[] key) =>
                of.OrderBy(k => key[k]).ThenByDescending(k => available[k]).ThenBy(k => rank[k]);

            List<(int Venue, long Shares)> Taken(IEnumerable<int> order)
            {
                var taken = new List<(int Venue, long Shares)>();
                foreach (var k in order.TakeWhile(_ => taken.Sum(t => t.Shares) < due))
                    taken.Add((k, Math.Min(due - taken.Sum(t => t.Shares), available[k])));
                return taken;
            }

            List<(int Venue, long Shares)> InProportion(IEnumerable<int> order)
            {
                var all = order.Select(k => (Venue: k, Shares: (long)available[k])).ToList();
                var there = all.Sum(v => v.Shares);
                var wanted = Math.Min(due, there);
                var parts = all.Select(v => (v.Venue, Shares: (long)Math.Floor((decimal)wanted * v.Shares / there))).ToList();
                for (var i = 0; parts.Sum(v => v.Shares) < wanted; i++)
                    parts[i] = parts[i] with { Shares = Math.Min(all[i].Shares, parts[i].Shares + wanted - parts.Sum(v => v.Shares)) };
                return [.. parts.Where(v => v.Shares > 0)];
            }
        });
    }

    [Fact]
    public void More_venues_than_a_book_has_are_refused()
    {
        var market = new ShownSide(new long[65], [.. Enumerable.Repeat(1U, 65)], new long[65]);

        Should.Throw<IndexOutOfRangeException>(() => market.Route(new NetRouter(), 1));
    }

    private sealed record ShownSide(long[] Price, uint[] Available, long[] Fee, byte[]? MicRank = null)
    {
        public long Best { get; init; }

        public long Collar { get; init; } = long.MaxValue - 1;

        public long Mid2 { get; init; }

        public long Spread { get; init; }

        public MeanSpread? Usual { get; init; }

        public (int Venue, long Shares)[] Route(IRouter router, long want)
        {
            var view = new RoutingView
            {
                Ask = Price,
                Available = Available,
                Known = new RoutedVenues([.. Enumerable.Range(0, Price.Length).Select(k => $"{(char)(MicRank?[k] ?? k)}")], Fee, Fee),
                BestAsk = Best,
                CollarPrice = Collar,
                Mid2 = Mid2,
                UsualSpread = Usual ?? MeanSpread.Of(Spread),
                Want = want,
            };
            var orders = new Placement(Price.Length);
            router.Decide(in view, orders);
            return [.. orders.Takes.ToArray().Select(c => (c.Venue, c.Shares))];
        }
    }
}
