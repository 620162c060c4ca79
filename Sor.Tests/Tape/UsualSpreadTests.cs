using Sor.Core.Tape;
using static Sor.Tests.Market;

namespace Sor.Tests.Tape;

/// <summary>The spread that a window's instants take for usual: over the tradable time of the half hour before, by clock minutes.</summary>
public sealed class UsualSpreadTests
{
    [Fact]
    public void It_is_weighted_by_time_over_the_thirty_clock_minutes_before()
    {
        // Minutes 0 to 9 at 2 cents, then 4 cents: at minute 35, of minutes 5 to 34 there are 5 of the one and 25 of the other.
        var tape = Steady(0, 600, 10.02m).Append(Steady(600, 3_600, 10.04m)).Tapes(1_800, 3_600).Single();

        Mean(tape, 2_100).ShouldBe((5 * 2m + 25 * 4m) / 30);
        Mean(tape, 2_159.999).ShouldBe((5 * 2m + 25 * 4m) / 30, "the minute under way does not count");
        Mean(tape, 2_160).ShouldBe((4 * 2m + 26 * 4m) / 30);
    }

    [Fact]
    public void Time_that_is_not_tradable_is_left_out_and_under_five_minutes_say_nothing()
    {
        var market = Steady(0, 180, 10.02m)
            .Append(Steady(180, 600, null))
            .Append(Steady(600, 780, 10.06m))
            .Append(Steady(1_800, 1_900, 10.06m));
        var tape = market.Tapes(0, 1_900).Single();

        tape.UsualSpread(Open + Seconds(300)).ShouldBeNull();
        Mean(tape, 780).ShouldBe((3 * 2m + 3 * 6m) / 6);
        Mean(tape, 1_500).ShouldBe((180 * 2m + 479 * 6m) / 659, "the last quote, of second 779, is believed for five minutes");
    }

    [Fact]
    public void Nothing_before_the_session_or_of_another_day_counts()
    {
        const double Opening = -3_600;
        var market = Steady(Opening - 86_400, Opening - 86_400 + 7_200, 10.10m)
            .Append(Steady(Opening - 1_800, Opening, 10.10m))
            .Append(Steady(Opening, Opening + 1_800, 10.02m));
        var tape = market.Tapes(Opening, Opening + 1_800).Single();

        tape.UsualSpread(Open - Seconds(3_600)).ShouldBeNull();
        Mean(tape, Opening + 300).ShouldBe(2m);
    }

    [Fact]
    public void It_is_what_adding_up_second_by_second_gives()
    {
        var quote = Gen.Select(Gen.Int[1, 400], Gen.Int[-1, 5], Gen.Frequency((6, Gen.Bool), (1, Gen.Const(false))));
        Gen.Select(quote.Array[5, 60], Gen.Int[0, 40], Gen.Int[1, 120]).Sample((quotes, startMinute, atMinute) =>
        {
            var market = new Market();
            var spreads = new List<decimal?>();
            var at = 0;
            foreach (var (wait, cents, twoSided) in quotes)
            {
                market.Quote(at, Nasdaq, 10.00m, 100, twoSided ? 10.00m + cents * .01m : null, twoSided ? 100u : 0);
                for (var s = 0; s < wait; s++) spreads.Add(twoSided && cents >= 0 && s < 300 ? cents : null);
                at += wait;
            }

            var from = startMinute * 60;
            if (from >= at) return;
            var tape = market.Quote(at + 300, Nasdaq, 10.00m, 100, 10.02m, 100).Tapes(from, at).Single();
            var instant = Math.Min(from + atMinute * 60, at);
            var end = instant / 60 * 60;
            var before = Enumerable.Range(Math.Max(0, end - 1_800), Math.Min(end, 1_800)).Where(s => spreads[s] is not null).ToList();
            var minutes = before.Select(s => s / 60).Distinct().Count();

            var usual = tape.UsualSpread(Open + Seconds(instant));

            usual.HasValue.ShouldBe(minutes >= 5);
            if (usual is { } sum)
                sum.ShouldBe(
                    new SpreadOverTime(
                        (Int128)(before.Sum(s => spreads[s]!.Value) * 10_000_000m) * 1_000_000_000,
                        Seconds(before.Count)));
        });
    }

    /// <summary>A quote at each end of a span and every second in between, one-sided without an offer.</summary>
    private static Market Steady(double from, double to, decimal? ask)
    {
        var market = new Market();
        for (var at = from; at < to; at++) market.Quote(at, Nasdaq, 10.00m, 100, ask, ask is null ? 0u : 100);
        return market;
    }

    private static decimal Mean(WindowTape tape, double at)
    {
        var usual = tape.UsualSpread(Open + Seconds(at)).ShouldNotBeNull();
        return (decimal)usual.SpreadTime / usual.Nanos / 10_000_000m;
    }

    [Fact]
    public void The_mean_times_a_factor_is_rounded_up_exactly_however_large_it_is()
    {
        var sums = Gen.OneOf(Gen.ULong[0, 5], Gen.ULong).Select(Gen.ULong[0, 1UL << 20], (low, high) => new UInt128(high, low));
        var durations = Gen.OneOf(Gen.ULong[1, 7], Gen.ULong[1UL << 33, 1UL << 41]);
        var factors = Gen.OneOf(Gen.Long[0, 3], Gen.Long[0, 5_000_000_000], Gen.Long[0, long.MaxValue]);
        Gen.Select(sums, durations, factors).Where(m => m.Item1 / m.Item2 <= ulong.MaxValue).Sample((sum, duration, factor) =>
        {
            var (product, divisor) = ((System.Numerics.BigInteger)sum * factor, (System.Numerics.BigInteger)duration * Nanos.One);
            var exact = System.Numerics.BigInteger.Min((product + divisor - 1) / divisor, long.MaxValue / 2);
            MeanSpread.Of(sum, duration).TimesRoundedUp(factor).ShouldBe((long)exact);
        });
    }
}
