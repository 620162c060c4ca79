using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Sor.CommandLine;
using Sor.Core.Pipeline;
using Sor.ServiceDefaults;
using Sor.Streaming;
using Sor.Streaming.Group;
using Sor.Streaming.Wire;

namespace Sor.Tests.Documentation;

/// <summary>What the page on streaming says of commands, settings, messages, telemetry and failures is what the code does.</summary>
public sealed partial class StreamingPageTests
{
    private readonly string page = File.ReadAllText(Repository.File("docs/streaming.md"));

    [Fact]
    public async Task Every_option_named_exists_and_every_option_of_the_producer_is_named()
    {
        var helps = new Dictionary<string, string[]>();
        foreach (var word in new[] { "produce", "backtest", "collect" }) helps[word] = Options(await HelpAsync(word));
        var named = Options(page);
        var commands = Blocks("sh").SelectMany(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();

        named.ShouldBeSubsetOf(helps.Values.SelectMany(options => options));
        helps["produce"].Except(["--help", "--version"]).ShouldBeSubsetOf(named);
        commands.ShouldNotBeEmpty();
        foreach (var command in commands)
        {
            command.ShouldStartWith("./sor ");
            Options(command).ShouldBeSubsetOf(helps[command.Split(' ')[1]], command);
        }
    }

    [Fact]
    public void The_settings_shown_are_understood_by_the_client()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("client.properties"), Blocks("properties").Single());
        var config = new ProducerConfig();
        foreach (var (name, value) in KafkaConfigFile.Read(folder.File("client.properties"))) config.Set(name, value);
        config.SslCaLocation.ShouldNotBeNull();
        // That file need not be on this machine.
        config.SslCaLocation = null;
        ClientSettings.ForPublishing(config, TimeSpan.FromSeconds(1));
        using (new ProducerBuilder<Null, byte[]>(config).SetLogHandler((_, _) => { }).Build()) config.SaslUsername.ShouldBe("sor");

        var builder = KafkaClients.CreateBuilder(null, NullLoggerFactory.Instance);
        ((IConfigurationBuilder)builder.Configuration).AddJsonStream(
            new MemoryStream(Encoding.UTF8.GetBytes(Blocks("json").Single(block => block.Contains("Aspire", StringComparison.Ordinal)))));
        var producer = builder.AddStreamProducer<Null, byte[]>(_ => { });
        var consumer = builder.AddStreamConsumer<Ignore, byte[]>(_ => { });
        (producer.SecurityProtocol, producer.SaslMechanism, producer.SaslUsername, producer.BootstrapServers).ShouldBe(
            (SecurityProtocol.SaslSsl, SaslMechanism.Plain, "sor", "broker.example.com:9093"));
        (consumer.SecurityProtocol, consumer.SaslMechanism, consumer.SaslUsername, consumer.BootstrapServers).ShouldBe(
            (SecurityProtocol.SaslSsl, SaslMechanism.Plain, "sor", "broker.example.com:9093"));
    }

    [Fact]
    public void Messages_are_as_described()
    {
        ClassicJson
            .TryRead(
                Encoding.UTF8.GetBytes(Blocks("json").Single(block => block.Contains("publisher_id", StringComparison.Ordinal)).Trim()),
                out _)
            .ShouldBeNull();
        Names("| header |").ShouldBe(Constants(typeof(StreamHeaders)));
        var manifests = MarkdownTable.Rows(page, "| key | in |").ToList();
        foreach (var (name, type) in new (string, JsonTypeInfo)[]
        {
            ("BEGIN", ManifestJson.Default.BeginManifest), ("END", ManifestJson.Default.EndManifest), ("ABORT", ManifestJson.Default.AbortManifest),
        })
        {
            manifests.Where(cells => cells[1].Split(", ").Contains(name)).Select(cells => cells[0].Trim('`')).Order().ShouldBe(type.Properties.Select(property => property.Name).Order(), name);
        }

        page.ShouldContain($"`{StreamDefaults.Topic}`");
        page.ShouldContain($"`{ResultsTopic.DefaultName}`");
        page.ShouldContain($"{StreamDefaults.MessageBytes >> 10} KiB");
        page.ShouldContain($"{StreamDefaults.MessageAgeMilliseconds} ms");
        page.ShouldContain($"({StreamDefaults.Wait.TotalSeconds}s)");
    }

    [Fact]
    public void Spans_and_metrics_are_those_of_the_code()
    {
        var metrics = new List<(string, string?)>();
        using (var listener = new MeterListener())
        {
            string[] meters = [StreamTelemetry.SourceName, BacktestTelemetry.MeterName];
            listener.InstrumentPublished = (instrument, _) =>
            {
                if (meters.Contains(instrument.Meter.Name)) metrics.Add((instrument.Name, instrument.Unit));
            };
            RuntimeHelpers.RunClassConstructor(typeof(StreamMetrics).TypeHandle);
            RuntimeHelpers.RunClassConstructor(typeof(BacktestTelemetry).TypeHandle);
            listener.Start();
            foreach (var meter in meters) page.ShouldContain($"`{meter}`");
        }

        var code = string.Concat(
            Directory.EnumerateFiles(Repository.File("Sor.Streaming"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var spans = Span().Matches(code).Select(match => ($"{match.Groups[1].Value} {{topic}}", match.Groups[2].Value));

        MarkdownTable.Rows(page, "| span |").Select(cells => (cells[0].Trim('`'), cells[1])).Order().ShouldBe(spans.Order());
        MarkdownTable.Rows(page, "| metric |").Select(cells => (cells[0].Trim('`'), (string?)cells[1])).Order().ShouldBe(metrics.Order());
        foreach (var name in Constants(typeof(StreamTelemetry)).Where(name => name != StreamTelemetry.SourceName))
            page.ShouldContain($"`{name}`");
        page.ShouldContain(Telemetry.Endpoint);
    }

    /// <summary>Tests that bring a failure about compare what is seen with the table; this is the other way round.</summary>
    [Fact]
    public void Every_failure_in_the_table_is_brought_about_by_a_test()
    {
        // Of a text that goes over several lines the parts are put together.
        var tests = LineBreak().Replace(
            string.Concat(
                new[] { "Sor.IntegrationTests", "Sor.Tests" }
                    .SelectMany(project => Directory.EnumerateFiles(Repository.File(project), "*.cs", SearchOption.AllDirectories))
                    .Select(File.ReadAllText)),
            "");

        FailureTable.Rows.Count.ShouldBeGreaterThan(40);
        FailureTable
            .Rows.Where(row => row.Pieces.Length > 0 && !tests.Contains(row.Pieces.MaxBy(piece => piece.Length)!, StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    private static string[] Options(string text) => [.. Option().Matches(text).Select(match => match.Value).Distinct()];

    private static IEnumerable<string> Constants(Type type) => type
        .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Where(field => field.IsLiteral && field.FieldType == typeof(string))
        .Select(field => (string)field.GetRawConstantValue()!);

    private static async Task<string> HelpAsync(string word) =>
        await (word == "produce" ? SorProcess.Produce("--help") : SorProcess.Start("Sor.Backtester", [word, "--help"])).SucceedAsync();

    private IEnumerable<string> Names(string header) => MarkdownTable.Rows(page, header).Select(cells => cells[0].Trim('`'));

    private List<string> Blocks(string language) =>
        [.. Block().Matches(page).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value)];

    [GeneratedRegex("```([a-z]+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"""\s*\+\s*\$?""")]
    private static partial Regex LineBreak();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z-]*")]
    private static partial Regex Option();

    [GeneratedRegex(@"StreamMetrics\.Start\(""(\w+)"", ""\w+"", ActivityKind\.(\w+)")]
    private static partial Regex Span();
}
