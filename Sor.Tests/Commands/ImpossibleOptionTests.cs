namespace Sor.Tests.Commands;

/// <summary>Options and values that cannot be.</summary>
public sealed class ImpossibleOptionTests : CommandTest
{
    [Theory]
    [InlineData("--quantity", "0", "--quantity 0: is a whole number of shares from 1 to 1000000000")]
    [InlineData("--quantity", "-5", "--quantity -5: is a whole number of shares from 1 to 1000000000")]
    [InlineData("--quantity", "1000000001", "--quantity 1000000001: is a whole number of shares from 1 to 1000000000")]
    [InlineData("--quantity", "99999999999999999999", "--quantity 99999999999999999999: is a whole number of shares from 1 to 1000000000")]
    [InlineData("--quantity", "5.5", "--quantity 5.5: is a whole number of shares from 1 to 1000000000")]
    [InlineData(
        "--from",
        "25:00",
        "--from 25:00: is a time of day such as 14:35 or 14:35:00.5, or a full stamp such as 2024-08-01T14:35:00Z"
    )]
    [InlineData("--to", "2024-13-01T00:00:00Z", "--to 2024-13-01T00:00:00Z: is a time of day")]
    [InlineData("--horizon", "0s", "--horizon 0s: must be longer than 0")]
    [InlineData("--horizon", "30", "--horizon 30: a span of time is a number and a unit, such as 500ms, 1s, 30m, 1h or 1d")]
    [InlineData("--horizon", "500ms", "--horizon 500ms is shorter than --every: a parent order needs a decision of its own")]
    [InlineData("--every", "1us", "--every 1us: is at least 1ms; --every event decides at each update of the book")]
    [InlineData("--every", "2m", "--every 2m is longer than --bucket 60s: a bucket needs a decision of its own")]
    [InlineData("--bucket", "0", "--bucket 0: must be longer than 0")]
    [InlineData("--latency", "-1ms", "--latency -1ms: a span of time is a number and a unit")]
    [InlineData("--collar", "10001", "--collar 10001: is a number of basis points from 0 to 10000")]
    [InlineData("--side", "short", "--side short: is one of both, buy, sell")]
    [InlineData("--schedule", "vwap", "--schedule vwap: is twap, immediate, or pov:R with a rate R above 0 and at most 1, such as pov:0.1")]
    [InlineData("--schedule", "pov:2", "--schedule pov:2: is twap, immediate, or pov:R")]
    [InlineData("--liquidity", "infinite", "--liquidity infinite: is one of depleting, naive")]
    [InlineData("--optimize", "net", "--optimize net: is one of queue, static; a router of your own needs the .NET SDK and a file of some thirty lines: see docs/own-router.md")]
    [InlineData("--lambda-under", "1,x", "--lambda-under 1,x: 'x' is not a number from 0 to 1000000; several are written 1,1.5,2")]
    [InlineData("--walk-forward", "2h", "--walk-forward 2h: is TRAIN/TEST, two spans of time such as 2h/30m or 5d/1d")]
    [InlineData("--threads", "0", "--threads 0: is a whole number from 1 to 1024")]
    [InlineData("--fees", "nowhere.csv", "--fees nowhere.csv: no such file (a flat fee is written flat:take=0.003,add=-0.002)")]
    [InlineData(
        "--fees",
        "flat:take=2",
        "--fees flat:take=2: a flat fee is written flat:take=0.003,add=-0.002, in dollars per share, at most 1"
    )]
    [InlineData("--preset", "trial", "--preset trial: is one of classic")]
    public Task A_value_that_cannot_be(string option, string value, string said) => Fails(2, said, Write(Market()), option, value);

    [Fact]
    public async Task An_option_without_its_value() =>
        Failed(await SorProcess.Backtest(Write(Market()), "--fees").EndAsync(), 2, "Required argument missing for option: '--fees'");

    [Theory]
    [InlineData("--json")]
    [InlineData("--audit")]
    [InlineData("--parquet")]
    [InlineData("--no-report")]
    public async Task A_result_of_a_member_of_a_group(string option) =>
        Failed(
            await SorProcess.Backtest("--bootstrap", "127.0.0.1:9", "--group", "desk", option).EndAsync(),
            2,
            $"{option} cannot act in a group: its members write no result; collect writes it, without decisions (--audit)");

    [Fact]
    public Task From_after_to() => Fails(2, "--from 15:00 is not before --to 14:00", Write(Market()), "--from", "15:00", "--to", "14:00");

    [Fact]
    public Task A_time_of_day_and_a_full_stamp() =>
        Fails(
            2,
            "--from and --to are both times of day or both full stamps, not one of each",
            Write(Market()),
            "--from",
            "15:00",
            "--to",
            "2024-10-17T16:00:00Z");

    [Fact]
    public Task A_file_and_a_broker() =>
        Fails(2, "--topic is for records from Kafka, but a file is named too: give one or the other", Write(Market()), "--topic", "t");

    [Fact]
    public async Task A_thousand_million_shares_are_an_order_that_never_fills()
    {
        var output = await Backtest(Write(Market()), "--horizon", "5m", "--quantity", "1000000000").SucceedAsync();

        Words(output).ShouldContain("1,000,000,000 shares");
        Words(output).ShouldContain("never filled all its shares; those are charged at the collar");
    }

    [Theory]
    [InlineData("venue,from,to,take\nXNAS,2024-01-01,2024-12-31,0.003\n", "fees.csv: no column add; a fee file has venue,from,to,take,add")]
    [InlineData(
        "venue,from,to,take,add\nXNAS,2024-01-01,31.12.2024,0.003,0\n",
        "fees.csv line 2, column to: '31.12.2024' is not a date like 2024-08-01"
    )]
    [InlineData(
        "venue,from,to,take,add\nXNAS,2024-12-31,2024-01-01,0.003,0\n",
        "fees.csv line 2: from 2024-12-31 is after to 2024-01-01, so that the row holds on no date"
    )]
    [InlineData(
        "venue,from,to,take,add\nXNAS,2024-01-01,2024-12-31,30 mils,0\n",
        "fees.csv line 2, column take: '30 mils' is not a fee in dollars per share, at most 1"
    )]
    [InlineData("venue,from,to,take,add\nXNAS,2024-01-01\n", "fees.csv line 2")]
    [InlineData(
        "venue,from,to,take,add\nXNAS,2024-01-01,2024-12-31,0.003,0\nBATS,2024-01-01,2024-12-31,0.002,0\nXNAS,2024-06-01,2025-12-31,0.001,0\n",
        "fees.csv line 4: venue XNAS has other fees on line 2 for 2024-06-01: give each date one")]
    [InlineData("venue,from,to,take,add\n", "fees.csv: no fees in it; a fee file has venue,from,to,take,add")]
    [InlineData("", "fees.csv: not a CSV file of fees: ")]
    public Task A_fee_file_that_is_none(string text, string said) =>
        Fails(3, said, Write(Market()), "--fees", Folder.Write("fees.csv", text));
}
