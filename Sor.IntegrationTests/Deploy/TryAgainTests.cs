namespace Sor.IntegrationTests.Deploy;

/// <summary>A machine that starts on a bad day does what it is for on the next good one: an idle machine is paid for too.</summary>
[Collection(nameof(Machines))]
public sealed class TryAgainTests(PublishedArchive archive)
{
    [Fact]
    public async Task What_could_not_be_installed_is_tried_again()
    {
        await using var machine = await Machine.StartAsync(archive);
        await machine.ExecAsync("""
            mkdir -p /etc/systemd/system/sor-bootstrap.service.d
            printf '[Service]\nRestartSec=1\n' >/etc/systemd/system/sor-bootstrap.service.d/soon.conf
            mv /test/s3/sor-results-bucket/artifacts/1/sor.tar.gz /test/away
            """);
        await machine.BootUnitAsync();
        (await machine.UntilAsync("failed")).Reason.ShouldContain("answer 404, NoSuchKey; it tries again by itself");

        await machine.ExecAsync("mv /test/away /test/s3/sor-results-bucket/artifacts/1/sor.tar.gz");
        await machine.UntilAsync("ok");
    }

    [Fact]
    public async Task A_mirror_that_breaks_off_and_knows_no_ranges_is_asked_for_all_of_it_again()
    {
        await using var machine = await Machine.StartAsync(archive);
        // Half of the file at first, and all of it whatever is asked for afterwards.
        await machine.ExecAsync("""
            cat >/test/mirror.sh <<'SH'
            while read -r line && [[ $line != $'\r' ]]; do :; done
            size=$(stat -c %s /files/kafka.tgz) part=$(stat -c %s /files/kafka.tgz)
            [[ -e /run/asked ]] || part=$((size / 2))
            touch /run/asked
            printf 'HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n' "$size"
            head -c "$part" /files/kafka.tgz
            SH
            systemd-run -q systemd-socket-activate --accept --inetd -l 127.0.0.1:8080 bash /test/mirror.sh
            sed -i 's#^SOR_KAFKA=.*#SOR_KAFKA=http://127.0.0.1:8080/kafka.tgz#; s#^SOR_ARCHIVE=.*#SOR_ARCHIVE=/nowhere#' /etc/sor/sor.env
            """);
        (await machine.BootstrapAsync()).Code.ShouldNotBe(0);
        machine.Status.Reason.ShouldBe("Sor: /nowhere: cannot be copied");
        (await machine.ExecAsync("ls /opt/sor/kafka/libs/*.jar | wc -l")).Trim().ShouldNotBe("0");
    }
}
