namespace Sor.Tests.Commands;

/// <summary>
/// Of many instruments most wait in a temporary file beside the results. Nothing is left of it however the run ends, and a disk that it
/// fills is told.
/// </summary>
public sealed class TemporaryFileTests : CommandTest
{
    // The first 64 of them are replayed at once; what the others have is more than is kept in memory.
    private static readonly string[] Many = ["--instruments", "300", "--records", "200000", "--length", "20m", "--from", "14:30"];

    private static readonly string[] Briefly = ["--optimize", "static", "--from", "14:35", "--to", "14:36", "--horizon", "1m"];

    [Fact]
    public async Task A_run_that_succeeds_leaves_its_results_alone()
    {
        await Backtest([await GenerateAsync(), .. Briefly]).SucceedAsync();

        Directory.EnumerateFileSystemEntries(Out).Select(Path.GetFileName).Order()
            .ShouldBe(["fills.csv", "report.html", "result.json", "run.json"]);
    }

    [Fact]
    public async Task A_run_that_fails_at_its_end_leaves_nothing()
    {
        // No market is narrow enough for any order, which is known only once every group has been replayed.
        var ending = await Backtest([await GenerateAsync(), .. Briefly, "--max-spread", "0.000001"]).EndAsync();

        ending.Code.ShouldBe(3, ending.Error);
        Directory.EnumerateFileSystemEntries(Out).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task A_run_that_is_ended_leaves_nothing(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere a test cannot see what files a process has open");
        var market = await File.ReadAllBytesAsync(await GenerateAsync(), TestContext.Current.CancellationToken);
        using var run = SorProcess.Start("Sor.Backtester", ["backtest", "-", .. Briefly, "--out", Out], feed: out var records);
        try
        {
            // All but the end of the records, so that it waits for more with its file in use.
            await records.WriteAsync(market.AsMemory(0, market.Length - 1_000), TestContext.Current.CancellationToken);
            while (!HasUnnamedFile(run.Id) && !run.HasExited) await Task.Delay(20, TestContext.Current.CancellationToken);
            run.HasExited.ShouldBeFalse();
            run.Signal(signal);
            var ending = await run.EndAsync();
            if (signal == "TERM") Failed(ending, 1, "interrupted: nothing was written");
        }
        finally
        {
            await records.DisposeAsync().AsTask().ContinueWith(_ => { }, TaskScheduler.Default);
        }

        Directory.EnumerateFileSystemEntries(Out).Select(Path.GetFileName).ShouldBe(signal == "TERM" ? [] : [".sor.lock"]);
    }

    /// <summary>The folder is a file system of so many kibibytes, which the test may have in a name space of its own.</summary>
    [Fact]
    public async Task On_a_full_disk_it_says_so_and_leaves_nothing()
    {
        Directory.CreateDirectory(Out);
        using var allowed = SorProcess.InShell("unshare -rm true", "Sor.Backtester");
        Assert.SkipWhen((await allowed.EndAsync()).Code != 0, "this user may not mount a file system in a name space of its own");
        const string small = """mount -t tmpfs -o size=2m none "$OUT"; "$@"; code=$?; ls -A "$OUT"; exit $code""";
        string[] words = ["backtest", await GenerateAsync(), .. Briefly, "--out", Out];

        var line = $"OUT='{Out}' exec unshare -rm sh -c '{small}' sh \"$@\"";
        var ending = await SorProcess.InShell(line, "Sor.Backtester", words).EndAsync();

        Failed(ending, 1, "the disk is full: No space left on device");
        ending.Error.ShouldEndWith("; free some space, or write elsewhere with --out (a member of a group: with TMPDIR)");
    }

    private static bool HasUnnamedFile(int process)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{process}/fd")
                .Any(fd => File.ResolveLinkTarget(fd, returnFinalTarget: false) is { } file
                    && file.Name.StartsWith(".sor-", StringComparison.Ordinal)
                    && file.Name.EndsWith("(deleted)", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private async Task<string> GenerateAsync()
    {
        var market = Folder.File("many.dbn.zst");
        await SorProcess.Start("Sor.Backtester", ["generate", "--out", market, .. Many]).SucceedAsync();
        return market;
    }
}
