namespace Sor.Tests.Commands;

/// <summary>What each word of the launcher <c>./sor</c> starts.</summary>
public sealed class LauncherTests : IDisposable
{
    private const string Lacking =
        "echo 'error NU1101: Unable to find package Aspire.Confluent.Kafka. No packages exist with this id in source(s): feed'; exit 1";
    private const string FeedLacks =
        "sor: this package feed lacks Aspire.Confluent.Kafka; going on with AspirePackages=false, until package versions or feeds change";

    private readonly Launcher sor;

    public LauncherTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the launcher is a shell script");
        sor = new Launcher();
    }

    public void Dispose() => sor.Dispose();

    [Theory]
    [InlineData("backtest day.csv --json", "Sor.Backtester", "{bin}/Sor.Backtester/release/Sor.Backtester.dll backtest day.csv --json")]
    [InlineData("collect --run r", "Sor.Backtester", "{bin}/Sor.Backtester/release/Sor.Backtester.dll collect --run r")]
    [InlineData("produce day.csv", "Sor.Producer", "{bin}/Sor.Producer/release/Sor.Producer.dll day.csv")]
    [InlineData("bench csv", "Sor.Benchmarks", "{bin}/Sor.Benchmarks/release/Sor.Benchmarks.dll csv")]
    [InlineData("up --no-docker", null, "run --project {root}/Sor.AppHost -c Release -v q -- --no-docker")]
    [InlineData("test --no-build", null, "test --solution {root}/Sor.sln -c Release --ignore-exit-code 8 --no-build")]
    public async Task Each_word_is_a_plain_command(string words, string? built, string expected)
    {
        var (code, output, error) = await sor.RunAsync(null, words.Split(' '));

        output.ShouldBe(
            expected
                .Replace("{bin}", $"{sor.Root}/artifacts/bin", StringComparison.Ordinal)
                .Replace("{root}", sor.Root, StringComparison.Ordinal));
        error.ShouldBeEmpty();
        code.ShouldBe(0);
        sor.Asked.ShouldBe(built is null ? ["restore"] : ["restore", $"build {built} AspirePackages=true"]);
    }

    [Fact]
    public async Task A_feed_without_Aspires_client_is_found_out_once_and_said_in_a_line()
    {
        sor.Feed(Lacking);
        var (code, output, error) = await sor.RunAsync(null, "backtest");

        output.ShouldEndWith("Sor.Backtester.dll backtest");
        error.ShouldBe(FeedLacks);
        code.ShouldBe(0);
        sor.Asked.ShouldBe(["restore", "build Sor.Backtester AspirePackages=false"]);
        (await sor.RunAsync(null, "test")).ShouldBe(
            (0, $"test --solution {sor.Root}/Sor.Portable.slnf -c Release --ignore-exit-code 8", ""));
        (await sor.RunAsync(null, "backtest")).Error.ShouldBeEmpty();
        sor.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_feed_is_asked_again_when_a_version_or_a_feed_changes()
    {
        await sor.BacktestAsync();
        sor.Feed(Lacking);
        await File.AppendAllTextAsync(
            sor.In("Directory.Packages.props"),
            "<!-- another version -->",
            TestContext.Current.CancellationToken);
        (await sor.BacktestAsync()).ShouldBe(["restore", "build Sor.Backtester AspirePackages=false"]);

        sor.Feed("exit 0");
        sor.Write("nuget.config", "<configuration />");
        (await sor.BacktestAsync()).ShouldBe(["restore", "build Sor.Backtester AspirePackages=true"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("false")]
    public async Task The_AppHost_does_without_that_package(string? known)
    {
        sor.Feed(Lacking);
        var (code, output, error) = await sor.RunAsync(known, "up", "--no-docker");

        output.ShouldBe($"run --project {sor.Root}/Sor.AppHost -c Release -v q -- --no-docker");
        error.ShouldBe(known is null ? FeedLacks : "");
        code.ShouldBe(0);
    }

    [Fact]
    public async Task Another_reason_why_packages_cannot_be_restored_is_shown_as_it_is()
    {
        sor.Feed("echo 'error NU1301: Unable to load the service index for source feed'; exit 1");
        var (code, output, error) = await sor.RunAsync(null, "backtest");

        error.ShouldBe("error NU1301: Unable to load the service index for source feed");
        output.ShouldBeEmpty();
        code.ShouldBe(1);
    }

    [Theory]
    [InlineData]
    [InlineData("backtests")]
    public async Task A_word_that_is_not_known_shows_those_that_are(params string[] words)
    {
        var (code, _, error) = await sor.RunAsync("false", words);

        error.ShouldStartWith("usage: ./sor backtest|");
        code.ShouldBe(2);
    }

    [Fact]
    public async Task Why_tests_were_skipped_is_said_once_with_a_count()
    {
        sor.Feed("exit 0", test: """
            printf '%s\n' 'Running tests from Sor.Tests.dll (net10.0|x64)' 'skipped Sor.Tests.One(a: 1)' '  no data' '  from Sor.Tests.dll' 'failed Sor.Tests.Bad (3ms)' '  should be 1' \
              'skipped Sor.Tests.Two (0ms)' '  no data' '  from Sor.Tests.dll' '    [Long] at ...' '' 'skipped Sor.Tests.Three' '  no Docker' '' 'Test run summary: Failed!' '  failed: 1' '  skipped: 3'; exit 2
            """);
        var (code, output, _) = await sor.RunAsync("true", "test");

        output.Split('\n')[1..].ShouldBe(
        [
                "Running tests from Sor.Tests.dll (net10.0|x64)",
                "failed Sor.Tests.Bad (3ms)",
                "  should be 1",
                "",
                "",
                "Test run summary: Failed!",
                "  failed: 1",
                "  skipped: 3",
            "Skipped, and why:", "     2  no data", "     1  no Docker",
        ]);
        code.ShouldBe(2);
    }
}
