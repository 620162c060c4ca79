namespace Sor.IntegrationTests.Deploy;

/// <summary>A machine that has run many times.</summary>
[Collection(nameof(Machines))]
public sealed class DiskTests(PublishedArchive archive)
{
    [Fact]
    public async Task A_small_disk_takes_any_number_of_runs_and_a_broker_that_filled_it_comes_back()
    {
        // 40 MB of messages a run, six runs on a disk of 220. The broker's files are in memory here and count as its own, so it is allowed
        // more of that.
        await using var machine = await Machine.StartAsync(
            archive,
            ["--tmpfs", "/var/lib/private:size=220m,mode=0700"],
            ("SOR_DATA", "/test/day.dbn.zst"),
            ("SOR_DATA_SHA256", ""),
            ("SOR_BUCKET", ""),
            ("SOR_ARCHIVE", "/files/sor.tar.gz"),
            ("SOR_KEEP_RUNS", "2"));
        await machine.ExecAsync("""
            mkdir /tmp/sor && tar -xzf /files/sor.tar.gz -C /tmp/sor
            /tmp/sor/bin/Sor.Backtester generate --out /test/day.dbn.zst --records 1000000 --instruments 4
            mkdir -p /etc/systemd/system/sor-kafka.service.d
            printf '[Service]\nMemoryMax=600M\n' >/etc/systemd/system/sor-kafka.service.d/20-files.conf
            """);
        (await machine.BootstrapAsync()).Code.ShouldBe(0);
        for (var run = 2; run <= 6; run++)
        {
            var (result, said) = await machine.BootstrapAsync("run");
            result.ShouldBe(0, $"run {run}: {said}");
        }

        (await machine.ExecAsync("systemctl show -p NRestarts --value sor-kafka")).Trim().ShouldBe("0");
        (await machine.ExecAsync("ls /var/lib/sor/runs | wc -l")).Trim().ShouldBe("3", "the two before the last, and the last");

        await machine.ExecAsync("systemctl stop sor-kafka; cat /dev/zero >/var/lib/private/sor-kafka/data/more 2>/dev/null || true");
        var (code, text) = await machine.BootstrapAsync("run");
        code.ShouldBe(0, text);
        text.ShouldContain("the disk is full: the broker begins with an empty log");
    }
}
