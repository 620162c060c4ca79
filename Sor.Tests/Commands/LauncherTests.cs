using System.Diagnostics;
using Sor.Tests.Documentation;

namespace Sor.Tests.Commands;

/// <summary>The launcher <c>./sor</c> over a <c>dotnet</c> that only says what it was asked.</summary>
public sealed class LauncherTests : IDisposable
{
    private const string Lacking = "echo 'error NU1101: Unable to find package Aspire.Confluent.Kafka. No packages exist with this id in source(s): feed'; exit 1";

    private readonly TemporaryFolder _folder = new();

    public LauncherTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "the launcher is a shell script");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("backtest day.csv --json", "run --project {root}/Sor.Backtester -c Release -v q -- backtest day.csv --json")]
    [InlineData("collect --run r", "run --project {root}/Sor.Backtester -c Release -v q -- collect --run r")]
    [InlineData("produce day.csv", "run --project {root}/Sor.Producer -c Release -v q -- day.csv")]
    [InlineData("bench csv", "run --project {root}/Sor.Benchmarks -c Release -v q -- csv")]
    [InlineData("up --no-docker", "run --project {root}/Sor.AppHost -c Release -v q -- --no-docker")]
    [InlineData("test --no-build", "test --solution {root}/Sor.sln -c Release --ignore-exit-code 8 --no-build")]
    public async Task Each_word_is_a_plain_command(string words, string expected)
    {
        var (code, output, error) = await SorAsync("exit 0", null, words.Split(' '));

        output.ShouldBe($"{expected.Replace("{root}", Repository.Root, StringComparison.Ordinal)} AspirePackages=");
        error.ShouldBeEmpty();
        code.ShouldBe(0);
    }

    [Fact]
    public async Task A_feed_without_Aspires_packages_is_found_out_and_said_in_a_line()
    {
        var (code, output, error) = await SorAsync(Lacking, null, "backtest");

        output.ShouldEndWith("backtest AspirePackages=false");
        error.ShouldBe("sor: this package feed lacks Aspire.Confluent.Kafka; going on with AspirePackages=false (export it to save this check)");
        code.ShouldBe(0);
        (await SorAsync(Lacking, null, "test")).Output.ShouldContain("Sor.Portable.slnf");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("false")]
    public async Task Without_Aspires_packages_the_AppHost_says_what_still_works(string? known)
    {
        var (code, output, error) = await SorAsync(Lacking, known, "up");

        error.ShouldBe("sor: the AppHost needs the Aspire packages, which are left out here (AspirePackages=false); ./sor backtest, produce, generate, collect, test and bench work without them");
        output.ShouldBeEmpty();
        code.ShouldBe(1);
    }

    [Fact]
    public async Task Another_reason_why_packages_cannot_be_restored_is_shown_as_it_is()
    {
        var (code, output, error) = await SorAsync("echo 'error NU1301: Unable to load the service index for source feed'; exit 1", null, "backtest");

        error.ShouldBe("error NU1301: Unable to load the service index for source feed");
        output.ShouldBeEmpty();
        code.ShouldBe(1);
    }

    [Theory]
    [InlineData]
    [InlineData("backtests")]
    public async Task A_word_that_is_not_known_shows_those_that_are(params string[] words)
    {
        var (code, _, error) = await SorAsync("exit 0", "false", words);

        error.ShouldStartWith("usage: ./sor backtest|");
        code.ShouldBe(2);
    }

    /// <summary>Runs the launcher with a <c>dotnet</c> whose restore does what is given and which prints all else.</summary>
    private async Task<(int Code, string Output, string Error)> SorAsync(string restore, string? packages, params string[] words)
    {
        var dotnet = _folder.File("dotnet");
        await File.WriteAllTextAsync(dotnet, $"#!/bin/sh\n[ \"$1\" = restore ] && {{ {restore}; }}\necho \"$* AspirePackages=${{AspirePackages:-}}\"\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo(Repository.File("sor"), words) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment.Remove("AspirePackages");
        if (packages is not null) start.Environment["AspirePackages"] = packages;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output.Trim(), (await error).Trim());
    }
}
