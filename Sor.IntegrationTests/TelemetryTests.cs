using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;

namespace Sor.IntegrationTests;

/// <summary>
/// What leaves the processes, as a collector receives it. <c>SOR_OTELCOL</c> names an OpenTelemetry Collector that writes OTLP as JSON
/// lines.
/// </summary>
[RunsPrograms]
public sealed class TelemetryTests(Broker broker)
{
    [Fact]
    public async Task One_trace_leads_from_producer_to_result_and_nothing_is_lost_at_exit()
    {
        var collector = Environment.GetEnvironmentVariable("SOR_OTELCOL");
        Assert.SkipWhen(
            string.IsNullOrEmpty(collector) || !File.Exists(collector),
            "no OpenTelemetry Collector on this machine (set SOR_OTELCOL to its path)");
        const int count = 1_500_000;
        var bootstrap = await broker.BootstrapAsync();
        var topic = Streaming.Stream.NewName("trace");
        using var market = MarketFile.Made(count, 2);
        var exported = market.In("otlp.jsonl");
        using (await CollectAsync(collector!, exported))
        {
            (string, string)[] on = [("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")];
            using var produce = SorProcess.Start(
                "Sor.Producer",
                [market.Path, "--bootstrap", bootstrap, "--topic", topic, "--run", "traced", "--speed", "max"],
                on);
            await produce.SucceedAsync();
            using var backtest = SorProcess.Start(
                "Sor.Backtester",
                ["backtest", "--bootstrap", bootstrap, "--topic", topic, .. market.Order, "--out", market.In("out")],
                on);
            await backtest.SucceedAsync();
            await Task.Delay(1_000, TestContext.Current.CancellationToken);
        }

        var lines = (await File.ReadAllLinesAsync(exported, TestContext.Current.CancellationToken))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToList();
        var spans = lines
            .SelectMany(line => Each(line, "resourceSpans", "scopeSpans", "spans"))
            .Where(span => Text(span, "sor.run") == "traced")
            .ToList();
        var publish = spans.Single(span => Name(span) == $"publish {topic}");
        var replay = spans.Single(span => Name(span) == $"replay {topic}");
        var sends = spans.Where(span => Name(span) == $"send {topic}").ToList();
        var polls = spans.Where(span => Name(span) == $"poll {topic}").ToList();

        spans.Select(span => Value(span, "traceId")).Distinct().Count().ShouldBe(1);
        Value(replay, "parentSpanId").ShouldBe(Value(publish, "spanId"));
        sends.ShouldAllBe(span => Value(span, "parentSpanId") == Value(publish, "spanId"));
        polls.ShouldAllBe(span => Value(span, "parentSpanId") == Value(replay, "spanId"));
        polls.SelectMany(span => span.GetProperty("links").EnumerateArray()).Select(link => Value(link, "spanId")).Order()
            .ShouldBe(sends.Select(span => Value(span, "spanId")).Order());
        // 1.5 million records are two batches and 1,800 messages: spans are per run and batch.
        (publish.GetProperty("kind").GetInt32(), replay.GetProperty("kind").GetInt32(), sends.Count, polls.Count).ShouldBe((4, 5, 2, 2));

        var metrics = lines.SelectMany(line => Each(line, "resourceMetrics", "scopeMetrics", "metrics")).ToLookup(Name);
        Unit("messaging.client.sent.messages").ShouldBe("{message}");
        Unit("messaging.client.consumed.messages").ShouldBe("{message}");
        Unit("messaging.client.operation.duration").ShouldBe("s");
        Unit("sor.stream.lag").ShouldBe("s");
        Sum("sor.stream.sent.records").ShouldBe(count);
        Sum("sor.stream.consumed.records").ShouldBe(count);

        string Unit(string name) => Value(metrics[name].First(), "unit");
        long Sum(string name) =>
            metrics[name]
                .Max(metric =>
                    metric.GetProperty("sum").GetProperty("dataPoints").EnumerateArray().Sum(point => long.Parse(Value(point, "asInt"))));
    }

    private static async Task<Collector> CollectAsync(string path, string exported)
    {
        var config = Path.Combine(Path.GetDirectoryName(path)!, "file.yaml");
        var start = new ProcessStartInfo(path, ["--config", config]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["OTLP_FILE"] = exported;
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        for (var i = 0; i < 100; i++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync("127.0.0.1", 4317, TestContext.Current.CancellationToken);
                return new Collector(process);
            }
            catch (SocketException)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }

        throw new TimeoutException("the collector does not listen");
    }

    private static List<JsonElement> Each(JsonElement element, params ReadOnlySpan<string> path)
    {
        if (path.IsEmpty) return [element];
        if (!element.TryGetProperty(path[0], out var inner)) return [];
        var found = new List<JsonElement>();
        foreach (var item in inner.EnumerateArray()) found.AddRange(Each(item, path[1..]));
        return found;
    }

    private static string Name(JsonElement element) => Value(element, "name");

    private static string Value(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static string? Text(JsonElement span, string attribute) =>
        span.TryGetProperty("attributes", out var attributes)
            ? attributes
                .EnumerateArray()
                .Where(pair => Value(pair, "key") == attribute)
                .Select(pair => Value(pair.GetProperty("value"), "stringValue"))
                .FirstOrDefault()
            : null;

    private sealed class Collector(Process process) : IDisposable
    {
        public void Dispose()
        {
            // It writes what it has on an orderly end.
            Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();
            if (!process.WaitForExit(10_000)) process.Kill();
            process.Dispose();
        }
    }
}
