using System.Runtime.Versioning;

namespace Sor.Tests.Commands;

/// <summary>Where results go: never half of them, never over those of another run, never mixed.</summary>
public sealed class OutputFolderTests : CommandTest
{
    private readonly string market;

    public OutputFolderTests() => market = Write(Market());

    [Fact]
    public async Task A_folder_below_a_file_cannot_be_written()
    {
        var ending = await SorProcess.Backtest(market, "--horizon", "5m", "--out", Path.Combine(market, "out")).EndAsync();

        Failed(ending, 1, $"--out {Path.Combine(market, "out")}: cannot be written: ");
    }

    [Fact]
    public async Task A_file_in_place_of_the_folder()
    {
        Failed(await SorProcess.Backtest(market, "--out", market).EndAsync(), 2, $"--out {market}: is a file, not a folder");
        Failed(await SorProcess.Backtest(market, "--out", "").EndAsync(), 2, "--out: the name of the folder is empty");
    }

    [Fact]
    public async Task A_folder_that_another_run_writes_is_left_to_it()
    {
        Directory.CreateDirectory(Out);
        using (new FileStream(Path.Combine(Out, ".sor.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            Failed(
                await Backtest(market, "--horizon", "5m").EndAsync(),
                1,
                $"--out {Out}: another run is writing there; give each its own folder");
        (await Backtest(market, "--horizon", "5m").EndAsync()).Code.ShouldBe(0, "it has ended; what it left of its claim is no hindrance");
    }

    [Fact]
    public async Task Two_backtesters_at_once_give_one_result_and_one_refusal()
    {
        // The first waits for its records, which come by a pipe, and holds the folder meanwhile.
        using var first = SorProcess.Start("Sor.Backtester", ["backtest", "-", "--horizon", "5m", "--out", Out], feed: out var records);
        while (!File.Exists(Path.Combine(Out, ".sor.lock"))) await Task.Delay(10, TestContext.Current.CancellationToken);
        Failed(
            await Backtest(market, "--horizon", "5m").EndAsync(),
            1,
            $"--out {Out}: another run is writing there; give each its own folder");

        await using (records) await records.WriteAsync(File.ReadAllBytes(market), TestContext.Current.CancellationToken);
        await first.SucceedAsync();
        Files.ShouldBe(["fills.csv", "report.html", "result.json", "run.json"]);
    }

    [Theory]
    [InlineData("result.json")]
    [InlineData("report.html")]
    [InlineData("fills.csv")]
    [InlineData("run.json")]
    [InlineData("audit.csv")]
    [UnsupportedOSPlatform("windows")]
    public async Task On_a_full_disk_the_result_before_is_kept_under_another_name(string file)
    {
        Assert.SkipWhen(!File.Exists("/dev/full"), "there is no /dev/full here");
        await Backtest(market, "--horizon", "5m").SucceedAsync();
        var before = File.ReadAllBytes(Path.Combine(Out, "result.json"));
        File.CreateSymbolicLink(Path.Combine(Out, $".{file}.partial"), "/dev/full");

        var ending = await Backtest(market, "--horizon", "10m", "--audit").EndAsync();

        ending.Code.ShouldBe(1);
        ending.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(
        [
            $"{Path.Combine(Out, "result.json")}, report.html: of an earlier run, and now result.old.json, report.old.html",
            ending.Error.Split('\n')[1],
        ]);
        ending.Error.ShouldContain("the disk is full: No space left on device");
        Files.ShouldBe(["fills.csv", "report.old.html", "result.old.json", "run.json"]);
        File.ReadAllBytes(Path.Combine(Out, "result.old.json")).ShouldBe(before);
    }

    [Fact]
    public async Task A_run_that_fails_leaves_no_result_that_could_be_taken_for_its_own_and_one_that_succeeds_no_older_one()
    {
        await Backtest(market, "--horizon", "5m").SucceedAsync();
        (await Backtest(market, "--from", "03:00", "--to", "04:00").EndAsync()).Code.ShouldBe(3);
        Files.ShouldBe(["fills.csv", "report.old.html", "result.old.json", "run.json"]);

        await Backtest(market, "--horizon", "5m").SucceedAsync();
        Files.ShouldBe(["fills.csv", "report.html", "result.json", "run.json"]);
    }

    [Fact]
    public async Task A_run_removes_what_a_run_before_it_wrote_and_it_does_not()
    {
        await Backtest(market, "--horizon", "5m", "--audit").SucceedAsync();
        Files.ShouldBe(["audit.csv", "fills.csv", "report.html", "result.json", "run.json"]);
        File.WriteAllText(Path.Combine(Out, "notes.txt"), "mine");

        await Backtest(market, "--horizon", "5m", "--no-report").SucceedAsync();

        Files.ShouldBe(["fills.csv", "notes.txt", "result.json", "run.json"]);
    }
}
