using Sor.Streaming.Publish;

namespace Sor.Tests.Streaming;

public sealed class PacerTests
{
    private const ulong Start = 1_514_903_400_000_000_000;
    private const ulong Second = 1_000_000_000;

    [Fact]
    public void Gaps_are_the_markets_divided_by_the_speed()
    {
        var clock = new StoppedClock();
        var pacer = new Pacer(60, clock);

        pacer.Wait(Start).ShouldBe(TimeSpan.Zero);
        pacer.Wait(Start + (60 * Second)).ShouldBe(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromMilliseconds(400));
        pacer.Wait(Start + (60 * Second)).ShouldBe(TimeSpan.FromMilliseconds(600));
        clock.Advance(TimeSpan.FromMilliseconds(700));
        pacer.Wait(Start + (60 * Second)).ShouldBeLessThanOrEqualTo(TimeSpan.Zero);
        // Nothing is made up for by drifting: the next is due as counted from the first.
        pacer.Wait(Start + (120 * Second)).ShouldBe(TimeSpan.FromMilliseconds(900));
    }

    [Fact]
    public void A_record_behind_the_first_or_without_a_time_is_due_at_once()
    {
        var pacer = new Pacer(1, new StoppedClock());
        pacer.Wait(Start);

        pacer.Wait(Start - Second).ShouldBe(TimeSpan.Zero);
        pacer.Wait(ulong.MaxValue).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_window_of_times_of_day_applies_to_each_day()
    {
        var halfPastTwo = new TimeBound("14:30", 52_200 * Second, IsDaily: true);
        var window = new TimeWindow(halfPastTwo, new TimeBound("14:31:00.5", (52_260 * Second) + 500_000_000, IsDaily: true));

        window.Contains(Start).ShouldBeTrue();
        window.Contains(Start - 1).ShouldBeFalse();
        window.Contains(Start + (60 * Second) + 500_000_000).ShouldBeTrue();
        window.Contains(Start + (60 * Second) + 500_000_001).ShouldBeFalse();
        window.Contains(Start + (86_400 * Second)).ShouldBeTrue();
        new TimeWindow(new TimeBound("2018-01-02T14:30:00Z", Start, IsDaily: false), null)
            .Contains(Start + (86_400 * Second * 30))
            .ShouldBeTrue();
        TimeWindow.All.Contains(0).ShouldBeTrue();
    }

    private sealed class StoppedClock : TimeProvider
    {
        private long now = 1_000;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now;

        public void Advance(TimeSpan by) => now += by.Ticks;
    }
}
