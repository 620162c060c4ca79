using System.Text.Json;
using Sor.Infra.Machine;

namespace Sor.IntegrationTests.Deploy;

/// <summary>The machine's bootstrap from a bare Debian to results in the bucket, and what a user sees when that fails.</summary>
[Collection(nameof(Machines))]
public sealed class BootstrapTests(PublishedArchive archive)
{
    // The sample at this pace takes about three minutes: long enough to break things in the middle, on a slow machine too.
    private const string Slowly = "--speed 20";
    private static readonly (string, string) Slow = ("SOR_PRODUCE_ARGS", Slowly);

    [Fact]
    public async Task A_bare_machine_installs_runs_and_stores_results_and_doing_it_again_changes_nothing()
    {
        await using var machine = await Machine.StartAsync(archive, null, ("SOR_BACKTEST_ARGS", "--quantity 2000"));
        var (code, text) = await machine.BootstrapAsync();
        code.ShouldBe(0, text);

        var first = machine.Status;
        first.State.ShouldBe("ok");
        machine
            .ResultsOf(first.Run)
            .ShouldBeSubsetOf(["fills.csv", "machine.json", "rejects.csv", "report.html", "result.json", "run.json"]);
        machine.ResultsOf(first.Run).ShouldContain("result.json");
        QuantityOf(machine, first.Run).ShouldBe(2000);
        File.ReadAllText(Path.Combine(machine.Said, "status.json")).ShouldContain($"\"instance\":\"{Machine.Instance}\"");
        (await machine.LimitsAsync()).ShouldBe([280, 120, 160]);
        (
            await machine.ExecAsync(
                "ss -Htln | awk '{ print $4 }' | grep -vE '^(127\\.0\\.0\\.1|\\[::ffff:127\\.0\\.0\\.1\\]|169\\.254\\.169\\.254):' || true")
        )
            .Trim()
            .ShouldBeEmpty();

        (await machine.BootstrapAsync()).Code.ShouldBe(0);
        machine.Status.ShouldBe(first);
        (await machine.ExecAsync("ls -d /opt/sor/app-* /opt/sor/kafka-* | wc -l")).Trim().ShouldBe("2");

        await machine.ExecAsync("sor-run --quantity 1000");
        machine.Status.State.ShouldBe("ok");
        machine.Status.Run.ShouldNotBe(first.Run);
        QuantityOf(machine, machine.Status.Run).ShouldBe(1000);

        (await machine.BootstrapAsync("run --quantity none")).Code.ShouldNotBe(0);
        machine.Status.State.ShouldBe("failed");
        machine.Status.Reason.ShouldContain("--quantity");
        (await machine.ExecAsync("ls -A /var/lib/private")).Trim().ShouldBe("sor-kafka");
    }

    [Fact]
    public async Task An_archive_with_another_checksum_is_not_installed()
    {
        await using var machine = await Machine.StartAsync(archive, null, ("SOR_ARCHIVE_SHA256", new string('a', 64)));
        (await machine.BootstrapAsync()).Code.ShouldNotBe(0);
        machine.Status.State.ShouldBe("failed");
        machine.Status.Reason.ShouldContain("artifacts/1/sor.tar.gz: wrong checksum");
        await NothingIsHalfInstalled(machine);
        File.ReadAllText(Path.Combine(machine.Said, "bootstrap.log")).ShouldContain("wrong checksum");
    }

    [Fact]
    public async Task A_bucket_that_denies_reading_is_named()
    {
        await using var machine = await Machine.StartAsync(archive);
        await machine.AllowAsync(
            AccessPolicies.Machine("sor-results-bucket").Replace("s3:GetObject", "s3:GetObjectTagging", StringComparison.Ordinal));
        (await machine.BootstrapAsync()).Code.ShouldNotBe(0);
        machine.Status.State.ShouldBe("failed");
        machine.Status.Reason.ShouldContain("s3://sor-results-bucket/artifacts/1/sor.tar.gz: answer 403, AccessDenied");
        await NothingIsHalfInstalled(machine);
    }

    [Fact]
    public async Task A_bucket_that_denies_writing_leaves_the_status_on_the_machine()
    {
        await using var machine = await Machine.StartAsync(archive);
        await machine.AllowAsync(
            AccessPolicies.Machine("sor-results-bucket").Replace("s3:PutObject", "s3:PutObjectTagging", StringComparison.Ordinal));
        (await machine.BootstrapAsync()).Code.ShouldNotBe(0);
        var status = await machine.LocalStatusAsync();
        status.State.ShouldBe("failed");
        status.Reason.ShouldContain("cannot be uploaded");
        (await machine.ExecAsync($"ls /var/lib/sor/runs/{status.Run}/result.json")).ShouldContain("result.json");
    }

    [Fact]
    public async Task A_full_disk_is_told_before_anything_is_unpacked()
    {
        await using var machine = await Machine.StartAsync(archive, ["--tmpfs", "/opt:size=60m"]);
        (await machine.BootstrapAsync()).Code.ShouldNotBe(0);
        machine.Status.State.ShouldBe("failed");
        machine.Status.Reason.ShouldContain("no space: 400 MB are needed in /opt/sor");
        await NothingIsHalfInstalled(machine);
    }

    [Fact]
    public async Task A_disk_that_the_broker_fills_is_named()
    {
        await using var machine = await Machine.StartAsync(archive, ["--tmpfs", "/var/lib/private:size=1300k,mode=0700"]);
        (await machine.BootstrapAsync()).Code.ShouldNotBe(0);
        machine.Status.State.ShouldBe("failed");
        // Its disk is full while it starts, or when it makes the run's topic.
        machine.Status.Reason.ShouldMatch("the broker does not stay up|the broker did not take run");
        machine.Status.Reason.ShouldContain("no space: the disk of /var/lib/private is full");
    }

    [Fact]
    public async Task A_killed_broker_comes_back_and_one_that_stays_away_fails_the_run()
    {
        await using var machine = await Machine.StartAsync(archive, null, Slow);
        await machine.BootUnitAsync();
        await machine.UntilAsync("running");
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        await machine.ExecAsync("systemctl kill -s KILL sor-kafka");
        for (var i = 0; i < 100 && (await machine.ExecAsync("systemctl is-active sor-kafka || true")).Trim() != "active"; i++)
            await Task.Delay(200, TestContext.Current.CancellationToken);
        machine.Status.State.ShouldBe("running");

        await machine.ExecAsync("systemctl stop sor-kafka");
        var failed = await machine.UntilAsync("failed");
        failed.Reason.ShouldContain("the broker stopped");
        (await machine.ExecAsync("systemctl list-units --no-legend 'sor-producer@*' 'sor-backtester@*' | grep -c running || true"))
            .Trim()
            .ShouldBe("0");
        (await machine.ExecAsync("sleep 1; systemctl is-active sor-bootstrap || true")).Trim()
            .ShouldBe("failed", "a run that failed would do so again");
        Directory.Exists(Path.Combine(machine.Results, failed.Run)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_restart_in_the_middle_is_told_and_the_next_boot_goes_on()
    {
        await using var machine = await Machine.StartAsync(archive, null, Slow);
        await machine.BootUnitAsync();
        await machine.UntilAsync("running");
        await machine.StopAsync();
        machine.Status.State.ShouldBe("failed");
        machine.Status.Reason.ShouldContain("interrupted (a stop or a restart of the machine)");

        await machine.StartAgainAsync();
        var again = await machine.UntilAsync("running");
        (await machine.ExecAsync("cat /var/log/sor-bootstrap.log")).ShouldContain("the last attempt ended in the middle of: backtest");
        Directory.Exists(Path.Combine(machine.Results, again.Run)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_power_cut_in_the_middle_of_installing_leaves_nothing_by_halves_and_the_next_boot_installs()
    {
        await using var machine = await Machine.StartAsync(archive);
        await machine.BootUnitAsync();
        await machine.ExecAsync("until compgen -G '/opt/sor/.new.*/files' >/dev/null; do sleep 0.02; done");
        await machine.CutOffAsync();
        machine.Status.State.ShouldBe("installing");

        await machine.StartAgainAsync();
        await machine.UntilAsync("ok");
        (await machine.ExecAsync("ls -A /opt/sor | sed 's/-[0-9a-f]\\{16\\}$/-SUM/' | sort"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe(["app", "app-SUM", "bootstrap.sh", "data", "kafka", "kafka-SUM"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_session_of_the_role_goes_along_with_its_keys()
    {
        // The S3 server knows no sessions: that it refuses this one shows that it came.
        await using var machine = await Machine.StartAsync(archive);
        await machine.ExecAsync(
            "sed -i 's#\"Token\":\"\"#\"Token\":\"a/session+token==\"#' /test/metadata.json && systemctl restart cloud-metadata && sleep 1"
        );
        (await machine.BootstrapAsync()).Code.ShouldNotBe(0);
        (await machine.LocalStatusAsync()).Reason.ShouldContain("InvalidToken");
    }

    [Fact]
    public async Task A_run_that_takes_too_long_is_ended_and_a_processor_without_credits_is_named()
    {
        await using var machine = await Machine.StartAsync(archive);
        (await machine.BootstrapAsync()).Code.ShouldBe(0);
        var first = machine.Status.Run;
        // As on a burstable machine without credits: the processor is with others for 900 of 1,000 ticks.
        await machine.ExecAsync("echo 'cpu 60 0 40 5000 0 0 0 900 0 0' >/test/stat && mount --bind /test/stat /proc/stat");
        (await machine.TryAsync($"SOR_TIME_LIMIT=15 SOR_PRODUCE_ARGS='{Slowly}' sor-run")).Code.ShouldNotBe(0);
        machine.Status.State.ShouldBe("failed");
        machine.Status.Reason.ShouldContain("the time limit of 15 s is over");
        machine.Status.Reason.ShouldContain("away for 90 % of the time that it was wanted: no CPU credits left");
        machine.Status.Run.ShouldNotBe(first);
        Directory.Exists(Path.Combine(machine.Results, machine.Status.Run)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_machine_on_which_nothing_runs_stops_itself_and_one_at_work_does_not()
    {
        await using var machine = await Machine.StartAsync(archive, null, ("SOR_STOP_AFTER_IDLE", "300"));
        const string LongAgo = "touch -d '1 hour ago' /run/sor-active";
        await machine.ExecAsync($"{LongAgo}; flock /run/sor.lock bash /opt/sor/bootstrap.sh idle");
        await machine.ExecAsync("test $(( $(date +%s) - $(stat -c %Y /run/sor-active) )) -lt 60");

        await machine.ExecAsync($"{LongAgo}; systemd-run -q bash /opt/sor/bootstrap.sh idle");
        await machine.UntilStoppedAsync();
    }

    private static async Task NothingIsHalfInstalled(Machine machine)
    {
        (await machine.ExecAsync("ls -A /opt/sor | grep -E '^(app|\\.new)' || true")).Trim().ShouldBeEmpty();
        (await machine.ExecAsync("ls /etc/systemd/system/ | grep '^sor-' || true")).Trim().ShouldBeEmpty();
    }

    private static long QuantityOf(Machine machine, string run)
    {
        using var result = JsonDocument.Parse(File.ReadAllText(Path.Combine(machine.Results, run, "result.json")));
        return result.RootElement.GetProperty("details").GetProperty("order").GetProperty("quantity").GetInt64();
    }
}
