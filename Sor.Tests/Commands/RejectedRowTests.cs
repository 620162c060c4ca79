namespace Sor.Tests.Commands;

/// <summary>Rows that cannot be read: where they are said to be, when they end the run, and what is left of them.</summary>
public sealed class RejectedRowTests : CommandTest
{
    [Theory]
    [InlineData(",10.02,", ",1O.02,", "line 2, column 15 (ask_px_00): bad_price")]
    [InlineData(",10.02,", ",-10.02,", "line 2, column 15 (ask_px_00): bad_price")]
    [InlineData(",10.02,", ",10000001.00,", "line 2, column 15 (ask_px_00): bad_price")]
    [InlineData(",10.02,", ",9223372036854775808,", "line 2, column 15 (ask_px_00): bad_price")]
    [InlineData(",10.00,", ",99999999999999999999999999999,", "line 2, column 14 (bid_px_00): bad_price")]
    [InlineData(",100,100,", ",100,-100,", "line 2, column 17 (ask_sz_00): bad_size")]
    [InlineData(",100,100,", ",1000000001,100,", "line 2, column 16 (bid_sz_00): bad_size")]
    [InlineData(",100,100,", ",18446744073709551616,100,", "line 2, column 16 (bid_sz_00): bad_size")]
    [InlineData(",1,2,1,M", ",1,65536,1,M", "line 2, column 4 (publisher_id): bad_publisher")]
    [InlineData("T14:30:00.000000000Z", "T14:61:00.000000000Z", "line 2, column 2 (ts_event): bad_time")]
    [InlineData("2024-10-17T14:30:00.000000000Z", "99999999999999999999", "line 2, column 2 (ts_event): bad_time")]
    [InlineData(",SYN", "", "line 2: field_count")]
    [InlineData(",SYN", ",SYN,more", "line 2: field_count")]
    public async Task A_cell_that_cannot_be_read_is_shown_with_its_line_and_column(string good, string bad, string place)
    {
        var path = Folder.Write("a.csv", $"{Header}\n{Row.Replace(good, bad, StringComparison.Ordinal)}\n{Row}\n");

        await Fails(
            3,
            $"1 of 2 rows cannot be read (1 {place.Split(": ")[1]}), more than 1.00 % of them; the first: a.csv, {place}: ",
            path);
        (await Backtest(path).EndAsync()).Error.ShouldContain(". Mend the data, or allow more with --max-reject-rate (");
        File.ReadAllLines(Path.Combine(Out, "rejects.csv")).Length.ShouldBe(2);
        await Fails(3, $"a.csv, {place}: ", path, "--strict");
    }

    [Fact]
    public async Task A_failing_run_says_where_the_rejected_rows_are()
    {
        var ending = await Backtest(Folder.Write("a.csv", $"{Header}\nrubbish\n")).EndAsync();

        Failed(
            ending,
            3,
            "1 of 1 rows cannot be read (1 field_count), more than 1.00 % of them; the first: a.csv, line 2: field_count: rubbish. Check what the file is, and that its columns hold what their names say"
        );
        ending.Error.ShouldEndWith($"(the rejected rows are in {Path.Combine(Out, "rejects.csv")})");
        Files.ShouldBe(["rejects.csv"]);
    }

    [Fact]
    public async Task The_rate_is_the_users_to_choose_and_the_rows_are_counted_shown_and_kept()
    {
        var path = Write(Market());
        var lines = File.ReadAllLines(path);
        for (var i = 40; i < lines.Length; i += 40) lines[i] = $"rubbish {i}";
        File.WriteAllLines(path, lines);
        var bad = (lines.Length - 1) / 40;

        await Fails(
            3,
            $"{bad} of {lines.Length - 1} rows cannot be read ({bad} field_count), more than 1.00 % of them",
            path,
            "--fees",
            "flat:take=0");
        await Fails(
            3,
            $"{bad} of {lines.Length - 1} rows cannot be read ({bad} field_count), more than 2.00 % of them",
            path,
            "--fees",
            "flat:take=0",
            "--max-reject-rate",
            "0.02");
        var output = await Backtest(path, "--horizon", "5m", "--fees", "flat:take=0", "--max-reject-rate", "0.03").SucceedAsync();

        output.ShouldContain($"{bad} rejected ({bad} field_count)");
        output.ShouldContain("market.csv, line 41: field_count: rubbish 40");
        output.ShouldContain("market.csv, line 201: field_count: rubbish 200");
        output.ShouldNotContain("rubbish 240", Case.Sensitive, "five are enough");
        var rejects = File.ReadAllLines(Path.Combine(Out, "rejects.csv"));
        rejects.Length.ShouldBe(bad + 1);
        rejects[^1].ShouldBe($"field_count,\"market.csv\",{bad * 40 + 1},0,\"\",0,\"rubbish {bad * 40}\"");
        File.ReadAllText(Path.Combine(Out, "result.json")).ShouldContain("field_count");
    }

    [Fact]
    public Task A_rate_of_a_thousandth_of_a_percent_is_shown_as_that() =>
        Fails(
            3,
            "1 of 2 rows cannot be read (1 field_count), more than 0.001 % of them; the first: a.csv, line 2: field_count: rubbish. Mend the data, or allow more with --max-reject-rate",
            Folder.Write("a.csv", $"{Header}\nrubbish\n{Row}\n"),
            "--max-reject-rate",
            "0.00001");

    [Fact]
    public async Task A_failing_run_leaves_its_rejected_rows_and_the_result_before_under_another_name()
    {
        await Backtest(Write(Market()), "--horizon", "5m").SucceedAsync();
        var before = File.ReadAllBytes(Path.Combine(Out, "result.json"));

        (await Backtest(Folder.Write("a.csv", $"{Header}\nrubbish\n")).EndAsync()).Code.ShouldBe(3);

        Files.ShouldBe(["fills.csv", "rejects.csv", "report.old.html", "result.old.json", "run.json"]);
        File.ReadAllBytes(Path.Combine(Out, "result.old.json")).ShouldBe(before);
    }

    [Fact]
    public Task A_thousand_bad_rows_at_the_start_of_many_do_not_wait_for_the_end()
    {
        // Judged after 10,000 rows, not after all: the rest is never read.
        var path = Folder.File("a.csv");
        using (var file = new StreamWriter(path))
        {
            file.Write(Header + "\n");
            for (var i = 0; i < 20_000; i++) file.Write(i < 1_000 || i >= 10_000 ? "rubbish\n" : Row + "\n");
        }

        return Fails(3, "1001 of 10001 rows cannot be read (1001 field_count), more than 1.00 % of them", path);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("-0.1")]
    [InlineData("nan")]
    [InlineData("1%")]
    public Task A_rate_that_is_none(string rate) =>
        Fails(2, $"--max-reject-rate {rate}: is a share of the rows from 0 to 1, such as 0.01", Write(Market()), "--max-reject-rate", rate);
}
