namespace Sor.Tests.Commands;

/// <summary>Ctrl-C, a stop by the system, and files that do not hold still.</summary>
public sealed class InterruptionTests : CommandTest
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task A_run_that_is_interrupted_ends_at_once_and_leaves_nothing(string signal)
    {
        using var run = SorProcess.Start(
            "Sor.Backtester",
            ["backtest", "-", "--horizon", "5m", "--audit", "--out", Out],
            feed: out var records);
        await using (records)
        {
            // Half of the records, one of them bad, and no end: the run is in the middle, with two files begun.
            var text = File.ReadAllText(Write(Market()));
            await records.WriteAsync(System.Text.Encoding.ASCII.GetBytes(text[..(text.Length / 2)]), TestContext.Current.CancellationToken);
            while (!File.Exists(Path.Combine(Out, ".audit.csv.partial"))) await Task.Delay(10, TestContext.Current.CancellationToken);
            run.Signal(signal);

            Failed(await run.EndAsync(), 1, "interrupted: nothing was written");
        }

        Files.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_run_that_waits_for_its_first_byte_can_be_interrupted_too(string signal)
    {
        using var run = SorProcess.Start("Sor.Backtester", ["backtest", "-", "--out", Out], feed: out var records);
        await using (records)
        {
            while (!File.Exists(Path.Combine(Out, ".sor.lock"))) await Task.Delay(10, TestContext.Current.CancellationToken);
            run.Signal(signal);

            Failed(await run.EndAsync(), 1, "interrupted: nothing was written");
        }

        Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_named_pipe_that_nobody_writes_can_be_interrupted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "named pipes are files elsewhere");
        var pipe = Folder.File("pipe");
        using (var make = System.Diagnostics.Process.Start("mkfifo", pipe))
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var run = Backtest(pipe);
        while (!File.Exists(Path.Combine(Out, ".sor.lock"))) await Task.Delay(10, TestContext.Current.CancellationToken);
        run.Signal("TERM");

        Failed(await run.EndAsync(), 1, "interrupted: nothing was written");
    }

    [Fact]
    public async Task The_synthetic_market_is_never_half_written()
    {
        var file = Folder.File("market.csv");
        using var run = SorProcess.Start("Sor.Backtester", ["generate", "--out", file, "--records", "1000000000"]);
        while (!File.Exists(Folder.File(".market.csv.partial"))) await Task.Delay(10, TestContext.Current.CancellationToken);
        run.Signal("INT");

        Failed(await run.EndAsync(), 1, "interrupted: nothing was written");
        Directory.EnumerateFiles(Folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Records_come_by_a_pipe_as_from_a_file()
    {
        var path = Write(Market());
        using var run = SorProcess.Start(
            "Sor.Backtester",
            ["backtest", "-", "--horizon", "5m", "--json", "--out", Out],
            feed: out var records);
        await using (records) await records.WriteAsync(File.ReadAllBytes(path), TestContext.Current.CancellationToken);

        var byPipe = await run.SucceedAsync();
        byPipe
            .Replace("\"-\"", "\"market.csv\"", StringComparison.Ordinal)
            .ShouldBe(await Backtest(path, "--horizon", "5m", "--json").SucceedAsync());
    }

    [Fact]
    public async Task A_file_that_grows_while_it_is_read()
    {
        // Held back by a pipe that comes first, so that the file has been opened and is not yet read.
        Assert.SkipWhen(OperatingSystem.IsWindows(), "named pipes are files elsewhere");
        var (pipe, path) = (Folder.File("pipe"), Write(Market()));
        using (var make = System.Diagnostics.Process.Start("mkfifo", pipe))
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var run = Backtest(path, pipe, "--horizon", "5m");
        await using (var records = new FileStream(pipe, FileMode.Open, FileAccess.Write))
        {
            File.AppendAllText(path, Row.Replace("14:30", "14:55", StringComparison.Ordinal) + "\n");
            await records.WriteAsync(
                System.Text.Encoding.ASCII.GetBytes($"{Header}\n{Row.Replace("14:30", "14:10", StringComparison.Ordinal)}\n"),
                TestContext.Current.CancellationToken);
        }

        Failed(await run.EndAsync(), 3, $"{path} changed while it was being read: run again once it is whole");
    }
}
