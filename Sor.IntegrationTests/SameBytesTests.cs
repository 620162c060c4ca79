namespace Sor.IntegrationTests;

/// <summary>The result is the same file, byte for byte, whether records come from disk or through a broker.</summary>
[RunsPrograms]
public sealed class SameBytesTests(Broker broker)
{
    [Theory]
    [InlineData(1, "none")]
    [InlineData(4, "zstd")]
    public async Task The_real_day(int partitions, string codec)
    {
        using var market = MarketFile.RealDay();
        await CompareAsync(market, partitions, codec);
    }

    [Theory]
    [InlineData(1, 1, "lz4")]
    [InlineData(8, 1, "none")]
    [InlineData(8, 4, "zstd")]
    public async Task Made_up_instruments(int instruments, int partitions, string codec)
    {
        using var market = MarketFile.Made(100_000, instruments);
        await CompareAsync(market, partitions, codec);
    }

    [Theory]
    [InlineData(1, "lz4")]
    [InlineData(4, "none")]
    public async Task The_sample(int partitions, string codec)
    {
        using var market = MarketFile.Sample();
        await CompareAsync(market, partitions, codec);
    }

    [Fact]
    public async Task The_real_days_ask_side_as_classic_JSON()
    {
        using var day = MarketFile.RealDay();
        using var asks = MarketFile.AskSideOf(day);
        await CompareAsync(asks, 1, "zstd", "--format", "json");
    }

    [Fact]
    public async Task The_samples_ask_side_as_classic_JSON()
    {
        using var sample = MarketFile.Sample();
        using var asks = MarketFile.AskSideOf(sample);
        await CompareAsync(asks, 4, "none", "--format", "json");
    }

    [Fact]
    public async Task Eight_instruments_on_four_partitions_as_JSON()
    {
        using var made = MarketFile.Made(40_000, 8);
        using var asks = MarketFile.AskSideOf(made);
        await CompareAsync(asks, 4, "lz4", "--format", "json");
    }

    [Fact]
    public async Task Several_files_with_rejected_rows_whose_names_and_reasons_come_with_the_stream()
    {
        using var made = MarketFile.Made(60_000, 4);
        var whole = MarketFile.AskSideOf(made);
        using var market = whole.InParts(3, spoilEvery: 500);
        await CompareAsync(market, 2, "gzip");

        using var result = System.Text.Json.JsonDocument.Parse(market.Result("broker"));
        var data = result.RootElement.GetProperty("data").GetRawText();
        data.ShouldContain("part-2.csv");
        data.ShouldContain("bad_time");

        // The records were dealt out in turn, so they are in one file's order only if they were merged before they were published.
        using var expected = System.Text.Json.JsonDocument.Parse(await whole.ResultAsync());
        Hash(result).ShouldBe(Hash(expected));
    }

    private static string? Hash(System.Text.Json.JsonDocument result) =>
        result.RootElement.GetProperty("data").GetProperty("hash").GetString();

    private async Task CompareAsync(MarketFile market, int partitions, string codec, params string[] producing)
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Streaming.Stream.NewName("bytes");
        var config = market.In("client.properties");
        await File.WriteAllTextAsync(config, $"# tests\ncompression.type={codec}\n", TestContext.Current.CancellationToken);

        // The backtester first: it waits for the topic and the run.
        using var backtest = SorProcess.Backtest([
            "--bootstrap",
            bootstrap,
            "--topic",
            topic,
            .. market.Order,
            "--out",
            market.In("broker"),
        ]);
        using var produce = SorProcess.Produce([
            .. market.Paths,
            "--bootstrap",
            bootstrap,
            "--topic",
            topic,
            "--partitions",
            $"{partitions}",
            "--speed",
            "max",
            "--kafka-config",
            config,
            .. producing,
        ]);
        await produce.SucceedAsync();
        await backtest.SucceedAsync();

        market.Result("broker").ShouldBe(await market.ResultAsync());
        market.WroteTheSame("broker");
        market.StreamOf("broker").GetProperty("verified").GetBoolean().ShouldBeTrue();
    }
}
