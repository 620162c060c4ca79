using Sor.Core.Orders;
using Sor.Core.Tape;
using static Sor.Tests.Market;

namespace Sor.Tests.Tape;

/// <summary>
/// The tape of what came before a day's first window: its decisions and buckets are those of the window, continued backwards to the
/// session's start. The session starts at 13:30 here.
/// </summary>
public sealed class WarmUpTests
{
    private const double SessionStart = -3_600;

    [Fact]
    public void It_begins_with_the_bucket_that_holds_what_can_be_learnt_from_and_ends_with_the_last_decision_before_the_window()
    {
        var tape = WarmUps(length: 90, bucket: 60).Single();

        tape.IsWarmUp.ShouldBeTrue();
        (Time(tape.From), Time(tape.To), Time(tape.BucketsFrom), Time(tape.BucketsTo)).ShouldBe((-120, -1, -120, 0));
        tape.Instants[^1].Time.ShouldBe(tape.To);
        Closings(tape).ShouldBe([-61, -1]);
    }

    [Fact]
    public void It_does_not_reach_beyond_the_session_and_then_its_first_bucket_is_cut()
    {
        var tape = WarmUps(length: 7_200, bucket: 1_000, every: 7).Single();

        // 3,600 s are 514 steps of 7 s and 2 s; the buckets begin 4,000 s before the window.
        (Time(tape.From), Time(tape.To), Time(tape.BucketsFrom)).ShouldBe((-3_598, -7, -4_000));
        Closings(tape).ShouldBe([-3_003, -2_002, -1_001, -7]);
    }

    [Fact]
    public void A_bucket_longer_than_the_session_holds_all_of_it()
    {
        var tape = WarmUps(length: 1_800, bucket: 100_000).Single();

        Time(tape.From).ShouldBe(SessionStart);
        Closings(tape).ShouldBe([-1]);
    }

    [Fact]
    public void A_bucket_of_a_single_decision_closes_with_it()
    {
        Closings(WarmUps(length: 90, bucket: 60, every: 60).Single()).ShouldBe([-120, -60]);
    }

    [Fact]
    public void There_is_none_where_nothing_lies_before_the_window_or_none_is_asked_for()
    {
        WarmUps(length: 90, bucket: 60, from: SessionStart).ShouldBeEmpty();
        WarmUps(length: 0, bucket: 60).ShouldBeEmpty();
    }

    [Fact]
    public void The_window_is_the_same_with_and_without_it()
    {
        var with = Tapes(length: 90, bucket: 60).Single(t => !t.IsWarmUp);
        var without = Tapes(length: 0, bucket: 60).Single();

        with.Instants.ToArray().ShouldBe(without.Instants.ToArray());
        with.Events.ToArray().ShouldBe(without.Events.ToArray());
    }

    private static IEnumerable<WindowTape> WarmUps(double length, double bucket, double every = 1, double from = 0) =>
        Tapes(length, bucket, every, from).Where(t => t.IsWarmUp);

    private static List<WindowTape> Tapes(double length, double bucket, double every = 1, double from = 0)
    {
        var tapes = new List<WindowTape>();
        var market = new Market().Quote(SessionStart - 10, Nasdaq, 10.00m, 100, 10.02m, 100);
        for (var at = SessionStart; at < 300; at += 50)
            market.Quote(at, Nasdaq, 10.00m, (uint)(4_000 + at), 10.02m, 100).Trade(at + 0.5, Nasdaq, 10.00m, 10);
        var window = TradingWindow.Between(Open + Seconds(from), Open + Seconds(from + 210), Duration.OfSeconds(210));
        var options = new TapeOptions
        {
            Every = Span(every),
            KeepsEvents = true,
            WarmUp = new WarmUp { Length = Span(length), Bucket = Span(bucket) },
        };
        var replay = new Replay(true, window, options, new ReplayOptions(), new TapeExchange(tapes.Add));
        replay.Apply(market.Records.ToArray());
        replay.Complete();
        return tapes;
    }

    private static IEnumerable<double> Closings(WindowTape tape)
    {
        var buckets = new WindowSchedule(new Schedule(ScheduleKind.Twap), tape).Buckets;
        return [.. Enumerable.Range(0, tape.Instants.Length).Where(buckets.Closes).Select(i => Time(tape.Instants[i].Time))];
    }

    private static double Time(ulong time) => (double)(long)(time - Open) / 1e9;
}
