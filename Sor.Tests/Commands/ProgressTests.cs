using System.Diagnostics;

namespace Sor.Tests.Commands;

/// <summary>The line that says how far a command is, on a terminal.</summary>
public sealed class ProgressTests : CommandTest
{
    [Fact]
    public async Task A_terminal_sees_rate_and_part_while_a_command_runs_and_nothing_of_it_afterwards()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "needs script(1) for a terminal");

        var shown = await OnTerminal(
            $"{Path.Combine(AppContext.BaseDirectory, "Sor.Backtester")} generate --out {Folder.File("market.csv")} --records 500000");

        shown.ShouldContain(" million records, ");
        shown.ShouldContain(" million/s");
        shown.ShouldContain("%");
        shown.Split('\n')[^2].ShouldContain("500,000 records");
        shown.ShouldEndWith("\n");
    }

    private static async Task<string> OnTerminal(string command)
    {
        var start = new ProcessStartInfo("/usr/bin/script", ["-qec", command, "/dev/null"])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment["TERM"] = "xterm-256color";
        using var process = Process.Start(start)!;
        var shown = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, shown);
        return shown;
    }
}
