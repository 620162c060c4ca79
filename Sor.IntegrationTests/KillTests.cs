using System.Diagnostics;
using System.Globalization;
using Testcontainers.Kafka;

namespace Sor.IntegrationTests;

/// <summary>
/// While a day streams, a process or the broker is killed (-9) or stopped and started again, or the broker paused, at moments drawn from
/// seeds. After <c>--resume</c> or a new start the result is the same bytes, and count and hash of every partition are the producer's.
/// <c>SOR_KILLS=100</c> asks for more moments than the few that run by default.
/// </summary>
[RunsPrograms]
public sealed class KillTests : IAsyncLifetime
{
    private static readonly int Victims = Enum.GetValues<Victim>().Length;

    private KafkaContainer? container;
    private string bootstrap = "";

    private enum Victim
    {
        Producer,
        Backtester,
        Broker,
        BrokerPaused,

        /// <summary>SIGTERM: it says ABORT, and its successor goes on.</summary>
        ProducerStopped,

        /// <summary>SIGTERM: it leaves nothing behind.</summary>
        BacktesterStopped,

        /// <summary>The producer is killed while the broker is paused with its messages: they land beside its successor's.</summary>
        ProducerOfPausedBroker,
    }

    // A broker that starts again takes half a minute on a busy machine.
    private static string[] Patiently => ["--wait", "3m"];

    private static int Kills =>
        int.TryParse(Environment.GetEnvironmentVariable("SOR_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : Victims;

    public async ValueTask InitializeAsync() => (container, bootstrap) = await Broker.OwnAsync();

    public ValueTask DisposeAsync() => container?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Whatever_is_killed_whenever_the_result_is_the_same_bytes()
    {
        // About 2.5 s each: 400 s of made-up market on 2 partitions, and the real day where it is there.
        var streams = new List<(MarketFile Market, string Speed, byte[] Expected)>();
        foreach (var (market, speed) in new[] { (MarketFile.Made(400_000, 3), "160"), (MarketFile.RealDayIfThere(), "9400") })
        {
            if (market is not null) streams.Add((market, speed, await market.ResultAsync()));
        }

        var failures = new List<string>();
        for (var seed = 0; seed < Kills; seed++)
        {
            var (market, speed, expected) = streams[(seed + (seed / Victims)) % streams.Count];
            var victim = (Victim)(seed % Victims);
            var moment = TimeSpan.FromMilliseconds(new Random(seed).Next(0, 3_500));
            var what = $"seed {seed}: {victim} at {moment.TotalMilliseconds} ms of {Path.GetFileName(market.Path)}";
            var began = Stopwatch.GetTimestamp();
            try
            {
                await StreamAsync(market, speed, seed, victim, moment);
                market.Result($"{seed}").ShouldBe(expected);
                var stream = market.StreamOf($"{seed}");
                stream.GetProperty("verified").GetBoolean().ShouldBeTrue();
                stream.GetProperty("missing").GetInt64().ShouldBe(0);
                what +=
                    $", same bytes after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s, {stream.GetProperty("duplicates")} doubles dropped";
            }
            catch (Exception e) when (e is ShouldAssertException or TimeoutException or IOException)
            {
                failures.Add($"{what}: {e.Message}");
                what += ": FAILED";
            }

            TestContext.Current.TestOutputHelper?.WriteLine(what);
        }

        foreach (var (market, _, _) in streams) market.Dispose();
        failures.ShouldBeEmpty();
    }

    private async Task StreamAsync(MarketFile market, string speed, int seed, Victim victim, TimeSpan moment)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var run = $"run-{seed}";
        string[] producing =
        [
            market.Path,
            "--bootstrap",
            bootstrap,
            "--topic",
            $"kill-{seed}",
            "--partitions",
            "2",
            "--speed",
            speed,
            "--run",
            run,
            .. Patiently,
        ];
        string[] reading =
        [
            "--bootstrap",
            bootstrap,
            "--topic",
            $"kill-{seed}",
            "--run",
            run,
            .. Patiently,
            .. market.Order,
            "--out",
            market.In($"{seed}"),
        ];
        var produce = SorProcess.Produce(producing);
        var backtest = SorProcess.Backtest(reading);
        try
        {
            await Task.Delay(moment, cancellation);
            switch (victim)
            {
                case Victim.Producer:
                    produce.Kill();
                    produce = Again(produce, SorProcess.Produce([.. producing, "--resume"]));
                    break;
                case Victim.ProducerStopped:
                    produce.Signal("TERM");
                    // 143: before it had begun to listen to signals.
                    (await produce.EndAsync()).Code.ShouldBeOneOf(0, 1, 143);
                    produce = Again(produce, SorProcess.Produce([.. producing, "--resume"]));
                    break;
                case Victim.ProducerOfPausedBroker:
                    await container!.PauseAsync(cancellation);
                    await Task.Delay(200, cancellation);
                    produce.Kill();
                    produce = Again(produce, SorProcess.Produce([.. producing, "--resume"]));
                    await Task.Delay(1_000, cancellation);
                    await container.UnpauseAsync(cancellation);
                    break;
                case Victim.Backtester:
                    backtest.Kill();
                    backtest = Again(backtest, SorProcess.Backtest(reading));
                    break;
                case Victim.BacktesterStopped:
                    backtest.Signal("TERM");
                    (await backtest.EndAsync()).Code.ShouldBeOneOf(0, 1, 143);
                    backtest = Again(backtest, SorProcess.Backtest(reading));
                    break;
                case Victim.Broker:
                    await container!.ExecAsync(["sh", "-c", "kill -9 $(pidof java)"], cancellation);
                    await container.StopAsync(cancellation);
                    await container.StartAsync(cancellation);
                    break;
                case Victim.BrokerPaused:
                    await container!.PauseAsync(cancellation);
                    await Task.Delay(2_000, cancellation);
                    await container.UnpauseAsync(cancellation);
                    break;
            }

            await produce.SucceedAsync();
            if (victim == Victim.ProducerStopped && await backtest.EndAsync() is { Code: 3 } told)
            {
                told.Error.ShouldContain($"run {run} was given up by its producer after ");
                backtest = Again(backtest, SorProcess.Backtest(reading));
            }

            await backtest.SucceedAsync();
        }
        finally
        {
            produce.Dispose();
            backtest.Dispose();
        }
    }

    private static SorProcess Again(SorProcess ended, SorProcess successor)
    {
        ended.Dispose();
        return successor;
    }
}
