using Sor.Core.Book;
using Sor.Core.Tape;
using static Sor.Tests.Market;

namespace Sor.Tests.Tape;

public sealed class SliceTests
{
    [Fact]
    public void A_slice_lasts_until_a_decision_sees_another_best_price_or_closes_the_bucket()
    {
        var tape = Steady()
            .Quote(1.2, Nasdaq, 10.01m, 100, 10.03m, 100)
            .Quote(99, Nasdaq, 10.01m, 100, 10.03m, 100)
            .Tapes(0, 6, bucket: 3)
            .Single();

        Shown(tape, BookSide.Bid)
            .ShouldBe([(0, 2, 10.00m), (3, 6, 10.01m)], "the decision at 2 is the bucket's last: what ends there does not start anew");
        Shown(tape, BookSide.Ask).ShouldBe([(0, 2, 10.02m), (3, 6, 10.03m)]);
    }

    [Fact]
    public void A_price_that_comes_back_between_two_decisions_ends_nothing()
    {
        var tape = Steady()
            .Quote(1.2, Nasdaq, 10.01m, 100, 10.03m, 100)
            .Quote(1.8, Nasdaq, 10.00m, 100, 10.02m, 100)
            .Quote(99, Nasdaq, 10, 100, 10.02m, 100)
            .Tapes(0, 6, bucket: 60)
            .Single();

        Shown(tape, BookSide.Bid).ShouldBe([(0, 6, 10.00m)]);
    }

    [Fact]
    public void Where_a_slice_ends_within_its_bucket_the_next_one_starts()
    {
        var tape = Steady()
            .Quote(1.2, Nasdaq, 10.01m, 100, 10.03m, 100)
            .Quote(3.2, Nasdaq, 10.00m, 100, 10.03m, 100)
            .Quote(99, Nasdaq, 10, 100, 10.03m, 100)
            .Tapes(0, 6)
            .Single();

        Shown(tape, BookSide.Bid).ShouldBe([(0, 2, 10.00m), (2, 4, 10.01m), (4, 6, 10.00m)]);
        Shown(tape, BookSide.Ask).ShouldBe([(0, 2, 10.02m), (2, 6, 10.03m)]);
    }

    [Fact]
    public void A_limit_ends_slices_on_time()
    {
        var tape = Steady().Quote(99, Nasdaq, 10, 100, 10.02m, 100).Tapes(0, 6).Single();

        Slice
            .Of(tape, BookSide.Bid, new WindowBuckets(tape, Seconds(60)), Seconds(2.5))
            .Select(s => (s.Start, s.End))
            .ShouldBe([(0, 3), (3, 6)]);
    }

    [Fact]
    public void At_decisions_that_are_not_taken_nothing_starts_or_ends_but_a_close_ends_all_and_teaches_nothing()
    {
        var tape = Steady()
            .Quote(-0.5, Nyse, 10.03m, 100, 10.04m, 100).Quote(0.5, Nyse, 9.99m, 100, 10.04m, 100)
            .Quote(1.5, Nyse, 10.03m, 100, 10.04m, 100).Quote(2.5, Nyse, 9.99m, 100, 10.04m, 100)
            .Quote(4.5, Nyse, 10.03m, 100, 10.04m, 100).Quote(99, Nasdaq, 10, 100, 10.02m, 100)
            .Tapes(0, 5).Single();

        Slice.Of(tape, BookSide.Bid, new WindowBuckets(tape, Seconds(60))).ShouldBe([new Slice(1, 5, Px(10.00m), IsSampled: false)]);
    }

    [Fact]
    public void A_bucket_is_closed_by_its_last_grid_decision_however_many_others_follow()
    {
        var tape = Steady()
            .Quote(2.5, Nasdaq, 10.00m, 200, 10.02m, 100)
            .Quote(99, Nasdaq, 10, 100, 10.02m, 100)
            .Tapes(0, 6, bucket: 3, everyEvent: true)
            .Single();
        var buckets = new WindowBuckets(tape, Seconds(3));

        Enumerable.Range(0, tape.Instants.Length).Where(buckets.Closes).Select(i => Time(tape, i)).ShouldBe([2, 6]);
        Shown(tape, BookSide.Bid).ShouldBe([(0, 2, 10.00m), (3, 6, 10.00m)], "nothing starts between a bucket's close and the next bucket");
    }

    private static Market Steady() => new Market().Quote(-1, Nasdaq, 10.00m, 100, 10.02m, 100);

    private static double Time(WindowTape tape, int instant) => (tape.Instants[instant].Time - Open) / 1e9;

    private static IEnumerable<(double Start, double End, decimal Price)> Shown(WindowTape tape, BookSide side) =>
        Slice.Of(tape, side, new WindowBuckets(tape, tape.Bucket)).Select(s => (Time(tape, s.Start), Time(tape, s.End), s.Price / 1e9m));
}
