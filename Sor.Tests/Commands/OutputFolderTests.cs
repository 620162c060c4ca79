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

    [Theory]
    [InlineData("result.json")]
    [InlineData("report.old.html")]
    public async Task A_name_that_a_result_needs_and_a_folder_has_is_said_before_any_work(string name)
    {
        Directory.CreateDirectory(Path.Combine(Out, name));

        Failed(
            await Backtest(market, "--horizon", "5m").EndAsync(),
            2,
            $"--out {Out}: {name} is a folder there, and the result needs that name; write elsewhere");
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

    /// <summary>The folder is a file system of so many kibibytes, which the test may have in a name space of its own.</summary>
    [Theory]
    [InlineData(8, "")]
    [InlineData(44, "")]
    [InlineData(8, "--audit")]
    [InlineData(44, "--parquet")]
    public async Task On_a_full_disk_the_result_before_is_kept_under_another_name(int kibibytes, string option)
    {
        const string small = """
            mount -t tmpfs -o size=$0k none "$OUT" && echo before >"$OUT/result.json" && "$@"
            code=$?
            cat "$OUT/result.old.json" && ls -A "$OUT"
            exit $code
            """;
        Directory.CreateDirectory(Out);
        using var allowed = SorProcess.InShell("unshare -rm true", "Sor.Backtester");
        Assert.SkipWhen((await allowed.EndAsync()).Code != 0, "this user may not mount a file system in a name space of its own");
        string[] words = ["backtest", market, "--horizon", "1m", "--bucket", "10s", "--out", Out];
        if (option.Length > 0) words = [.. words, option];

        var line = $"OUT='{Out}' exec unshare -rm sh -c '{small}' {kibibytes} \"$@\"";
        var ending = await SorProcess.InShell(line, "Sor.Backtester", words).EndAsync();

        ending.Code.ShouldBe(1);
        var said = ending.Error.Split('\n', StringSplitOptions.TrimEntries);
        said[0].ShouldBe($"{Path.Combine(Out, "result.json")}: of an earlier run, and now result.old.json");
        said[1].ShouldStartWith("the disk is full: No space left on device");
        said[1].ShouldEndWith("; free some space, or write elsewhere with --out");
        ending.Output.Split('\n', StringSplitOptions.TrimEntries).ShouldBe(["before", "result.old.json"]);
    }

    [Fact]
    public async Task A_link_in_the_place_of_a_draft_is_not_written_through()
    {
        Directory.CreateDirectory(Out);
        var victim = Folder.Write("victim.txt", "mine");
        string[] names =
            ["audit.csv", "decisions.parquet", "fills.csv", "fills.parquet", "parents.parquet", "report.html", "result.json", "run.json"];
        foreach (var name in names) File.CreateSymbolicLink(Path.Combine(Out, $".{name}.partial"), victim);
        File.CreateSymbolicLink(Folder.File(".made.csv.partial"), victim);

        await Backtest(market, "--horizon", "5m", "--audit", "--parquet").SucceedAsync();
        string[] generate = ["generate", "--out", Folder.File("made.csv"), "--records", "100"];
        await SorProcess.Start("Sor.Backtester", generate).SucceedAsync();

        File.ReadAllText(victim).ShouldBe("mine");
        Files.ShouldBe(names);
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
        await Backtest(market, "--horizon", "5m", "--audit", "--parquet").SucceedAsync();
        Files.ShouldBe(
            ["audit.csv", "decisions.parquet", "fills.csv", "fills.parquet", "parents.parquet", "report.html", "result.json", "run.json"]);
        File.WriteAllText(Path.Combine(Out, "notes.txt"), "mine");

        await Backtest(market, "--horizon", "5m", "--no-report").SucceedAsync();

        Files.ShouldBe(["fills.csv", "notes.txt", "result.json", "run.json"]);
    }
}
