namespace Sor.Tests.Commands;

/// <summary>
/// When the launcher builds before it starts a program: whenever what it would start is not made from what is there, and never else.
/// </summary>
public sealed class LauncherBuildTests : IDisposable
{
    private static readonly string[] Built = ["build Sor.Backtester AspirePackages=true"];

    private readonly Launcher sor;

    public LauncherBuildTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the launcher is a shell script");
        sor = new Launcher();
    }

    public void Dispose() => sor.Dispose();

    [Fact]
    public async Task The_second_time_nothing_is_restored_or_built()
    {
        (await sor.BacktestAsync()).ShouldBe(["restore", .. Built]);
        (await sor.BacktestAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Sor.Backtester/Code.cs")]
    [InlineData("Sor.Core/Code.cs")]
    [InlineData("Sor.Core/Sor.Core.csproj")]
    [InlineData("Directory.Build.props")]
    [InlineData("Sor.sln")]
    [InlineData("global.json")]
    public async Task A_changed_file_is_built_though_its_time_and_length_are_the_same(string file)
    {
        await sor.BacktestAsync();
        var written = File.GetLastWriteTimeUtc(sor.In(file));
        var bytes = await File.ReadAllBytesAsync(sor.In(file), TestContext.Current.CancellationToken);
        bytes[0] ^= 1;
        await File.WriteAllBytesAsync(sor.In(file), bytes, TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(sor.In(file), written);

        (await sor.BacktestAsync()).ShouldBe(Built);
        (await sor.BacktestAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_changed_version_is_built()
    {
        await sor.BacktestAsync();
        await File.AppendAllTextAsync(
            sor.In("Directory.Packages.props"),
            "<!-- another version -->",
            TestContext.Current.CancellationToken);

        (await sor.BacktestAsync()).ShouldBe(["restore", .. Built]);
    }

    [Fact]
    public async Task A_new_file_and_a_deleted_one_are_built()
    {
        await sor.BacktestAsync();
        sor.Write("Sor.Core/Units/Price.cs", "// new");
        File.SetLastWriteTimeUtc(sor.In("Sor.Core/Units/Price.cs"), DateTime.UnixEpoch);
        (await sor.BacktestAsync()).ShouldBe(Built);

        File.Delete(sor.In("Sor.Core/Units/Price.cs"));
        (await sor.BacktestAsync()).ShouldBe(Built);
    }

    [Fact]
    public async Task Another_branch_is_built_and_so_is_the_way_back()
    {
        await sor.BacktestAsync();
        File.Move(sor.In("Sor.Core/Code.cs"), sor.In("Sor.Core/Renamed.cs"));
        sor.Write("Sor.Backtester/Code.cs", "// the branch");
        (await sor.BacktestAsync()).ShouldBe(Built);

        File.Move(sor.In("Sor.Core/Renamed.cs"), sor.In("Sor.Core/Code.cs"));
        sor.Write("Sor.Backtester/Code.cs", "// code");
        (await sor.BacktestAsync()).ShouldBe(Built);
    }

    [Fact]
    public async Task What_somebody_else_has_built_meanwhile_or_removed_is_not_taken_for_its_own()
    {
        await sor.BacktestAsync();
        sor.Write("artifacts/bin/Sor.Backtester/release/Sor.Backtester.dll", "from other sources");
        (await sor.BacktestAsync()).ShouldBe(Built);

        Directory.Delete(sor.In("artifacts/bin"), recursive: true);
        (await sor.BacktestAsync()).ShouldBe(Built);
    }

    [Theory]
    [InlineData("docs/page.md")]
    [InlineData("Sor.Tests/Code.cs")]
    [InlineData("day.csv")]
    public async Task What_a_program_is_not_made_from_is_not_looked_at(string file)
    {
        await sor.BacktestAsync();
        sor.Write(file, "changed");

        (await sor.BacktestAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_program_is_built_for_itself()
    {
        await sor.BacktestAsync();
        await sor.RunAsync(null, "produce", "day.csv");
        sor.Asked.ShouldBe(["build Sor.Producer AspirePackages=true"]);

        (await sor.BacktestAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_two_calls_at_once_one_builds_and_both_run()
    {
        sor.Feed("sleep 0.2", "sleep 0.2");
        var both = await Task.WhenAll(sor.RunAsync(null, "backtest"), sor.RunAsync(null, "backtest"));

        both.ShouldAllBe(end => end.Code == 0 && end.Output.EndsWith("Sor.Backtester.dll backtest"));
        sor.Asked.ShouldBe(["restore", .. Built]);
    }

    [Fact]
    public async Task A_build_that_fails_starts_nothing_and_is_tried_again()
    {
        sor.Feed("exit 0", "echo 'Code.cs(1,1): error CS0000: wrong'; exit 1");
        (await sor.RunAsync(null, "backtest")).ShouldBe((1, "", "Code.cs(1,1): error CS0000: wrong"));
        sor.Asked.ShouldBe(["restore", .. Built]);

        sor.Feed("exit 0");
        (await sor.BacktestAsync()).ShouldBe(Built);
    }

    [Fact]
    public async Task A_source_that_changes_during_the_build_is_built_the_next_time()
    {
        sor.Feed("exit 0", $"echo '// late' >>'{sor.In("Sor.Core/Code.cs")}'");
        await sor.BacktestAsync();

        sor.Feed("exit 0");
        (await sor.BacktestAsync()).ShouldBe(Built);
    }

    [Fact]
    public async Task Nothing_is_written_outside_artifacts()
    {
        var before = sor.FilesBesideArtifacts;
        await sor.BacktestAsync();
        await sor.BacktestAsync();

        sor.FilesBesideArtifacts.ShouldBe(before);
    }
}
