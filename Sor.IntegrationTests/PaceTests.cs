using Confluent.Kafka;
using Sor.Core.MarketData;
using Sor.Streaming.Wire;

namespace Sor.IntegrationTests;

[RunsPrograms]
public sealed class PaceTests(Broker broker)
{
    private const int Minutes = 10;
    private const double Speed = 30;

    [Fact]
    public async Task Ten_minutes_at_speed_30_take_twenty_seconds_and_gaps_are_kept()
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Streaming.Stream.NewName("pace");
        // The broker's clock, not the producer's.
        await Broker.CreateTopicAsync(bootstrap, topic, 1, ("message.timestamp.type", "LogAppendTime"));
        // Real gaps, where the real day is there.
        using var market = MarketFile.RealDayIfThere() ?? MarketFile.Made(1_000_000, 1);
        using var produce = SorProcess.Produce(
            market.Path,
            "--bootstrap",
            bootstrap,
            "--topic",
            topic,
            "--speed",
            $"{Speed}",
            "--from",
            "14:30",
            "--to",
            "14:40");
        await produce.SucceedAsync();

        var messages = Streaming
            .Stream.Dump(bootstrap, topic)
            .Where(message => StreamHeaders.Read(message.Headers, long.MaxValue)!.Value.Kind == MessageKind.Data)
            .ToList();

        const double tolerance = 0.02 * Minutes * 60 / Speed;
        var first = messages[0];
        var last = messages[^1];
        (last.Timestamp.UtcDateTime - first.Timestamp.UtcDateTime).TotalSeconds.ShouldBe(Minutes * 60 / Speed, tolerance);
        // Each message's place in wall-clock time is its market time divided by the speed, but for a delay that is always the same: no
        // drift, no bursts.
        var delays = messages
            .Select(message =>
                (message.Timestamp.UtcDateTime - first.Timestamp.UtcDateTime).TotalSeconds
                - ((TimeOf(message) - TimeOf(first)) / Speed / 1e9))
            .Order()
            .ToList();
        var usual = delays[delays.Count / 2];
        (delays[delays.Count / 10] - usual).ShouldBe(0, tolerance);
        (delays[delays.Count * 9 / 10] - usual).ShouldBe(0, tolerance);
        messages.Count.ShouldBeGreaterThan(500, "where nothing is held back there are few and full messages");
    }

    private static double TimeOf(Message<Ignore, byte[]> message) =>
        System.Runtime.InteropServices.MemoryMarshal.Read<Mbp1>(message.Value).Time;
}
