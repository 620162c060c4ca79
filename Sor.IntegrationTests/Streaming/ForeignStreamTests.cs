using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;

namespace Sor.IntegrationTests.Streaming;

/// <summary>
/// The classic JSON rows of other programs as the user of <c>./sor backtest --until-end</c> has them: nothing wrong in them goes by unsaid.
/// </summary>
[RunsPrograms]
public sealed class ForeignStreamTests(Broker broker) : IDisposable
{
    private const int Count = 4_000;
    private const long Start = 1_729_175_400;

    private readonly MarketFile market = MarketFile.Made(10, 1);

    public void Dispose() => market.Dispose();

    [Fact]
    public async Task Offers_alone_are_bought_from_and_it_is_said()
    {
        var ending = await EndsAsync(Rows());

        (ending.Code, ending.Error).ShouldBe((0, "not verified: nothing in these messages says whether they are all"));
        Words(ending.Output).ShouldStartWith("The data has no bids: orders are only bought, the mid is the best offer,");
    }

    [Fact]
    public async Task Prices_in_ten_thousandths_are_asked_about_and_read_where_the_user_says_so()
    {
        var rows = Rows(price: cents => cents * 100);

        var asked = await EndsAsync(rows);
        var scaled = await EndsAsync(rows, "--price-scale", "10000");

        asked.Error.ShouldEndWith(
            ": offers start at 800000 and are read as dollars a share; if they are ten-thousandths of a dollar, give --price-scale 10000 (if they are dollars, --price-scale 1)");
        scaled.Error.ShouldBe("not verified: nothing in these messages says whether they are all");
        JsonDocument.Parse(File.ReadAllText(Path.Combine(market.In("out"), "result.json"))).RootElement
            .GetProperty("optimized").GetProperty("avg_fill_px").GetDecimal().ShouldBeInRange(80m, 80.03m);
    }

    [Fact]
    public async Task Rows_in_no_order_are_refused_and_allowed_where_the_user_says_so()
    {
        var rows = Rows();
        new Random(1).Shuffle(rows);

        var refused = await EndsAsync(rows);
        var allowed = await EndsAsync(rows, "--max-disorder", "1");

        refused.Code.ShouldBe(3);
        refused.Error.ShouldContain(" of 4000 records are more than a second behind the clock, more than 1.00 % of them: record ");
        refused.Error.ShouldEndWith("the records are not sorted by time; sort them, or allow more with --max-disorder");
        allowed.Error.ShouldNotContain("behind the clock");
    }

    [Fact]
    public async Task Prices_of_none_are_counted_and_prices_that_cannot_be_are_rejected()
    {
        var none = await EndsAsync(Rows(price: cents => cents % 4 == 0 ? 0 : cents));
        var negative = await EndsAsync(Rows(price: cents => cents % 4 == 0 ? -1 : cents));
        var all = await EndsAsync(Rows(price: _ => -1));

        Words(none.Output).ShouldContain("1,000 with a price of 0, which is none;");
        negative.Code.ShouldBe(3);
        negative.Error.ShouldEndWith(": 1,000 of 4,000 rows cannot be read (bad_price 1,000); --max-reject-rate takes more");
        all.Error.ShouldEndWith(
            ": 4,000 of 4,000 rows cannot be read (bad_price 4,000). Check what the messages are: records of 80 bytes, or JSON with timestamp, "
            + "publisher_id, ask_px_00, ask_sz_00");
    }

    [Theory]
    [InlineData("--strict")]
    [InlineData("--max-reject-rate", "0.5")]
    [InlineData("--max-disorder", "0.5")]
    [InlineData("--price-scale", "10000")]
    public async Task What_reads_rows_is_refused_where_the_producer_of_a_run_has_read_them(params string[] option)
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("run");
        Stream.Publish(bootstrap, Stream.Fast(topic), () => new MadeSource(Count));
        string[] alone = ["--bootstrap", bootstrap, "--topic", topic, .. market.Order, "--out", market.In("out"), .. option];

        foreach (var arguments in new string[][] { alone, [.. alone, "--until-end"], [.. alone, "--group", "g"] })
        {
            var ending = await SorProcess.Backtest(arguments).ExplainedAsync();
            ending.Code.ShouldBe(2);
            ending.Error.ShouldEndWith(
                $"{option[0]} is for reading files: the rows of a run on Kafka were read by its producer; give it to ./sor produce, or with --until-end for what other programs wrote");
        }
    }

    private async Task<SorProcess.Ending> EndsAsync(string[] rows, params string[] more)
    {
        var bootstrap = await broker.BootstrapAsync();
        var topic = Stream.NewName("foreign");
        await Broker.CreateTopicAsync(bootstrap, topic, 1);
        Stream.Send(bootstrap, topic, rows.Select(row => new Message<Null, byte[]> { Value = Encoding.ASCII.GetBytes(row) }));
        return await SorProcess.Backtest(
            [
                "--bootstrap", bootstrap, "--topic", topic, "--until-end", "--quantity", "100", "--horizon", "10m",
                "--fees", "flat:take=0.001,add=0", "--out", market.In("out"), .. more,
            ]).ExplainedAsync();
    }

    /// <summary>A row a second, of two venues in turns.</summary>
    private static string[] Rows(Func<int, int>? price = null) =>
    [
        .. Enumerable.Range(0, Count).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"timestamp\":{Start + i},\"publisher_id\":{2 + i % 2},\"ask_px_00\":{(price is null ? 80m + i % 4 * .01m : price(8_000 + i % 4))},\"ask_sz_00\":500}}")),
    ];

    private static string Words(string output) =>
        string.Join(' ', output.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
}
