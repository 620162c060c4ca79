using System.Diagnostics;
using Testcontainers.Kafka;

namespace Sor.IntegrationTests;

/// <summary>
/// While a day streams, a process or the broker is killed (-9) and started again, or the broker paused, at moments drawn from seeds. After <c>--resume</c> or a new start the result is the same
/// bytes. <c>SOR_KILLS=100</c> asks for more moments than the few that run by default.
/// </summary>
public sealed class KillTests : IAsyncLifetime
{
    private KafkaContainer? _container;
    private string _bootstrap = "";

    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("SOR_KILLS"), out var kills) ? kills : 4;

    public async ValueTask InitializeAsync() => (_container, _bootstrap) = await Broker.OwnAsync();

    public ValueTask DisposeAsync() => _container?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Whatever_is_killed_whenever_the_result_is_the_same_bytes()
    {
        using var market = MarketFile.Made(400_000, 3);
        var expected = await market.ResultAsync();
        for (var seed = 0; seed < Kills; seed++)
        {
            var victim = (Victim)(seed % 4);
            var moment = TimeSpan.FromMilliseconds(new Random(seed).Next(100, 3_500));

            var began = Stopwatch.GetTimestamp();
            await StreamAsync(market, seed, victim, moment);
            TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: {victim} at {moment.TotalMilliseconds} ms, same bytes after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");

            market.Result($"{seed}").ShouldBe(expected, $"seed {seed}: {victim} at {moment.TotalMilliseconds} ms");
        }
    }

    private async Task StreamAsync(MarketFile market, int seed, Victim victim, TimeSpan moment)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var run = $"run-{seed}";
        // 400 s of market in about 2.5 s, on 2 partitions.
        string[] producing = [market.Path, "--bootstrap", _bootstrap, "--topic", $"kill-{seed}", "--partitions", "2", "--speed", "160", "--run", run];
        string[] reading = ["--bootstrap", _bootstrap, "--topic", $"kill-{seed}", "--run", run, .. market.Order, "--out", market.In($"{seed}")];
        var produce = SorProcess.Produce(producing);
        var backtest = SorProcess.Backtest(reading);
        try
        {
            await Task.Delay(moment, cancellation);
            switch (victim)
            {
                case Victim.Producer:
                    produce.Kill();
                    produce.Dispose();
                    produce = SorProcess.Produce([.. producing, "--resume"]);
                    break;
                case Victim.Backtester:
                    backtest.Kill();
                    backtest.Dispose();
                    backtest = SorProcess.Backtest(reading);
                    break;
                case Victim.Broker:
                    await _container!.ExecAsync(["sh", "-c", "kill -9 $(pidof java)"], cancellation);
                    await _container.StopAsync(cancellation);
                    await _container.StartAsync(cancellation);
                    break;
                case Victim.BrokerPaused:
                    await _container!.PauseAsync(cancellation);
                    await Task.Delay(2_000, cancellation);
                    await _container.UnpauseAsync(cancellation);
                    break;
            }

            await produce.SucceedAsync();
            await backtest.SucceedAsync();
        }
        finally
        {
            produce.Dispose();
            backtest.Dispose();
        }
    }

    private enum Victim
    {
        Producer,
        Backtester,
        Broker,
        BrokerPaused,
    }
}
