namespace Sor.Tests.Commands;

/// <summary>Standard output and error that are closed or full: results are what counts, and the exit code tells about them.</summary>
public sealed class StandardStreamTests : CommandTest
{
    [Theory]
    [InlineData(">&-")]
    [InlineData(">/dev/full")]
    [InlineData(">&-", "--json")]
    [InlineData(">/dev/full", "--json")]
    [InlineData(">&-", "--preset=classic")]
    public async Task A_report_that_nobody_can_read_does_not_make_a_failure_of_a_result(string output, string option = "")
    {
        Assert.SkipWhen(!File.Exists("/dev/full"), "there is no /dev/full here");
        var market = Write(Market());
        string[] options = option switch
        {
            "" => ["--horizon", "5m"],
            "--json" => ["--horizon", "5m", option],
            _ => [option, "--from", "14:30", "--to", "14:50"],
        };

        var ending =
            await SorProcess.InShell($"exec \"$@\" {output}", "Sor.Backtester", ["backtest", market, .. options, "--out", Out]).EndAsync();

        ending.Code.ShouldBe(0, ending.Error);
        ending.Error.ShouldStartWith("standard output cannot be written (");
        ending.Error.ShouldContain($"); written: {Path.Combine(Out, "result.json")}");
        Files.ShouldContain("result.json");
    }

    [Theory]
    [InlineData("2>&-")]
    [InlineData("2>/dev/full")]
    public async Task A_failure_that_nobody_can_read_has_its_exit_code_all_the_same(string error)
    {
        Assert.SkipWhen(!File.Exists("/dev/full"), "there is no /dev/full here");
        var ending = await SorProcess.InShell(
            $"\"$@\" {error}; echo ended with $?", "Sor.Backtester", ["backtest", "/nowhere", "--out", Out]).EndAsync();

        ending.Output.ShouldBe("ended with 2");
    }

    [Fact]
    public async Task Nothing_in_a_name_acts_on_the_terminal()
    {
        const string name = "a\u001b[2J\u001b]0;title\u0007\n\u202eb.csv";

        var ending = await Backtest(name).EndAsync();

        ending.Error.ShouldContain("a\\u001b[2J\\u001b]0;title\\u0007\\u000a\\u202eb.csv");
        ending.Error.ShouldNotContain("\u001b");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("../../etc")]
    [InlineData("a\u001b[31m")]
    [InlineData("one\ntwo")]
    public async Task A_run_that_no_reader_could_name_is_not_begun(string run)
    {
        var market = Write(Market());
        var publish = await SorProcess.Produce(market, "--bootstrap", "127.0.0.1:9", "--wait", "1s", "--run", run).EndAsync();
        var read = await Backtest("--bootstrap", "127.0.0.1:9", "--wait", "1s", "--run", run).EndAsync();

        foreach (var ending in new[] { publish, read })
        {
            ending.Code.ShouldBe(2);
            ending.Error.ShouldEndWith(": an id is 1 to 100 letters, digits, dots, underscores and hyphens");
            ending.Error.ShouldNotContain("\u001b");
        }
    }
}
