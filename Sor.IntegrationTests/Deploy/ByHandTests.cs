using System.Text.RegularExpressions;
using Sor.Infra.Machine;

namespace Sor.IntegrationTests.Deploy;

/// <summary>A machine that somebody sets up and uses, with the words of docs/deploy.md.</summary>
[Collection(nameof(Machines))]
public sealed partial class ByHandTests(PublishedArchive archive)
{
    private const string Files = "SOR_KAFKA=/files/kafka.tgz SOR_KAFKA_SHA512= SOR_ARCHIVE=/files/sor.tar.gz SOR_DATA=/test/day.csv.zst";

    [Fact]
    public async Task A_machine_installs_from_local_files_remembers_what_was_said_and_does_what_is_said_anew()
    {
        await using var machine = await Machine.StartAsync(archive);
        await machine.ExecAsync($"""
            rm /etc/sor/sor.env; cp /files/sample.mbp-1.csv.zst /test/day.csv.zst
            {Files} SOR_BACKTEST_ARGS='--quantity 3000' bash /files/bootstrap.sh up
            """);
        var first = await machine.LocalStatusAsync();
        first.State.ShouldBe("ok");
        (await QuantityAsync(machine, first.Run)).ShouldBe("3000");

        await machine.ExecAsync("bash /files/bootstrap.sh up");
        (await machine.LocalStatusAsync()).Run.ShouldBe(first.Run);
        (await machine.ExecAsync("tail -n 1 /var/log/sor-bootstrap.log")).ShouldContain("everything is in place");

        // Other options are kept; then another file of the same name.
        await machine.ExecAsync("SOR_BACKTEST_ARGS='--quantity 2000' bash /files/bootstrap.sh up");
        var second = await machine.LocalStatusAsync();
        second.Run.ShouldNotBe(first.Run);
        await machine.ExecAsync("""
            /opt/sor/app/bin/Sor.Backtester generate --out /test/day.dbn.zst --records 50000 --length 1h
            mv /test/day.dbn.zst /test/day.csv.zst && bash /files/bootstrap.sh up
            """);
        var third = await machine.LocalStatusAsync();
        third.Run.ShouldNotBe(second.Run);
        (await QuantityAsync(machine, third.Run)).ShouldBe("2000");
        (await machine.ExecAsync($"cat /var/lib/sor/runs/{third.Run}/result.json")).ShouldContain("\"records\": 50000,");
        (await machine.ExecAsync("ls -d /var/lib/sor/runs/*/result.json | wc -l")).Trim().ShouldBe("3");
    }

    [Fact]
    public async Task The_documented_shell_can_do_what_the_page_says_as_the_user_that_it_logs_in_as()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Release.Root(), "docs", "deploy.md"), TestContext.Current.CancellationToken);
        var words = CommandPattern().Matches(ShellPattern().Match(page).Value).Select(match => match.Groups[1].Value).ToList();
        words.Count.ShouldBe(2);

        await using var machine = await Machine.StartAsync(archive);
        // As the agent of session manager makes it.
        await machine.ExecAsync("useradd -m ssm-user && echo 'ssm-user ALL=(ALL) NOPASSWD:ALL' >/etc/sudoers.d/ssm-agent-users");
        (await machine.BootstrapAsync()).Code.ShouldBe(0);
        var first = machine.Status.Run;
        var (code, refused) = await machine.TryAsync("su -l ssm-user -c 'sor-run --quantity 1000'");
        code.ShouldNotBe(0);
        refused.ShouldContain("needs root: sudo sor-run --quantity 1000");

        await machine.ExecAsync($"su -l ssm-user <<'SH'\n{words[0]}\nSH");
        machine.Status.State.ShouldBe("ok");
        machine.Status.Run.ShouldNotBe(first);
        (await machine.ExecAsync($"su -l ssm-user <<'SH'\n{words[1]} --no-pager\nSH")).ShouldContain($"run {machine.Status.Run}");
    }

    private static async Task<string> QuantityAsync(Machine machine, string run) =>
        (await machine.ExecAsync($"grep -m 1 '\"quantity\"' /var/lib/sor/runs/{run}/result.json | tr -cd 0-9")).Trim();

    [GeneratedRegex(@"\| `shell` \|.*")]
    private static partial Regex ShellPattern();

    [GeneratedRegex("`(sudo [^`]+)`")]
    private static partial Regex CommandPattern();
}
