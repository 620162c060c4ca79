using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Sor.Infra.Machine;

namespace Sor.IntegrationTests.Deploy;

/// <summary>
/// A bare Debian under systemd in a container without any network but its own loopback, on which an S3 server that checks signatures and
/// rights and EC2's metadata service (version 2 only) stand where the cloud would have them. The role's rights are those of the stack's own
/// policy.
/// </summary>
internal sealed class Machine : IAsyncDisposable
{
    /// <summary>The machine's id, as EC2 has it.</summary>
    public const string Instance = "i-0123456789abcdef0";

    private const string Bucket = "sor-results-bucket";
    private const string Signed =
        "curl -sS -f -o /dev/null --aws-sigv4 aws:amz:us-east-1:s3 --user root:rootsecret -H x-amz-content-sha256:UNSIGNED-PAYLOAD";

    private readonly string name = $"sor-machine-{Guid.NewGuid():n}"[..24];
    private readonly string folder = Directory.CreateTempSubdirectory("sor-machine-").FullName;
    private readonly PublishedArchive archive;
    private readonly Dictionary<string, string> settings;
    private Leash? leash;

    private Machine(PublishedArchive archive)
    {
        this.archive = archive;
        settings = new Dictionary<string, string>
        {
            ["SOR_BUCKET"] = Bucket,
            ["SOR_REGION"] = "us-east-1",
            ["SOR_S3_ENDPOINT"] = "http://127.0.0.1:7070",
            ["SOR_ARCHIVE"] = "artifacts/1/sor.tar.gz",
            ["SOR_ARCHIVE_SHA256"] = Artifact.Of(archive.In("sor.tar.gz")).Sha256,
            ["SOR_DATA"] = "artifacts/2/sample.mbp-1.csv.zst",
            ["SOR_DATA_SHA256"] = Artifact.Of(archive.In("sample.mbp-1.csv.zst")).Sha256,
            ["SOR_KAFKA"] = "/files/kafka.tgz",
            ["SOR_KAFKA_SHA512"] = Convert.ToHexStringLower(SHA512.HashData(File.ReadAllBytes(archive.In("kafka.tgz")))),
            ["SOR_ATTEMPTS"] = "2",
        };
    }

    /// <summary>A machine that has just started, with everything in its bucket and nothing installed.</summary>
    /// <param name="archive">What it will install.</param>
    /// <param name="docker">More options of its container.</param>
    /// <param name="settings">Settings other than the usual.</param>
    public static async Task<Machine> StartAsync(
        PublishedArchive archive,
        string[]? docker = null,
        params (string Name, string Value)[] settings)
    {
        archive.SkipIfAbsent();
        var machine = new Machine(archive);
        foreach (var (name, value) in settings) machine.settings[name] = value;
        try
        {
            await machine.BootAsync(docker ?? []);
            return machine;
        }
        catch
        {
            await machine.DisposeAsync();
            throw;
        }
    }

    /// <summary>The bucket's folder.</summary>
    public string Results => Path.Combine(folder, "s3", Bucket, "results");

    /// <summary>The files of the bucket's run, by name.</summary>
    public IReadOnlyList<string> ResultsOf(string run) =>
        [.. Directory.EnumerateFiles(Path.Combine(Results, run)).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    /// <summary>What the machine says of itself in the bucket.</summary>
    public string Said => Path.Combine(Results, "machines", Instance);

    /// <summary>The status in the bucket: state, reason, run.</summary>
    public (string State, string Reason, string Run) Status => Read(File.ReadAllText(Path.Combine(Said, "status.json")));

    /// <summary>The status on the machine itself.</summary>
    public async Task<(string State, string Reason, string Run)> LocalStatusAsync() =>
        Read(await ExecAsync("cat /var/lib/sor/status.json"));

    /// <summary>Gives the machine another memory; programs see it at once.</summary>
    public void HasMemory(int mib) => File.WriteAllText(Path.Combine(folder, "meminfo"), $"MemTotal: {mib * 1024} kB\n");

    /// <summary>Says one word to the bootstrap.</summary>
    public async Task<(int Code, string Text)> BootstrapAsync(string word = "up") => await TryAsync($"bash /opt/sor/bootstrap.sh {word}");

    /// <summary>Runs a command that may fail.</summary>
    public async Task<(int Code, string Text)> TryAsync(string command) =>
        await Shell.TryAsync("docker", "exec", name, "bash", "-c", command);

    public async Task<string> ExecAsync(string command) => await Shell.RunAsync("docker", "exec", name, "bash", "-c", command);

    /// <summary>What the programs may take of memory, in MiB: the broker, the producer, the backtester.</summary>
    public async Task<long[]> LimitsAsync()
    {
        var bytes = await ExecAsync("systemctl show -p MemoryMax --value sor-kafka sor-producer@any sor-backtester@any");
        return
        [
            .. bytes.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(limit => long.Parse(limit, CultureInfo.InvariantCulture) >> 20),
        ];
    }

    /// <summary>Starts the bootstrap as a boot does, by its unit.</summary>
    public async Task BootUnitAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "sor-bootstrap.service"), UserData.Unit);
        await ExecAsync(
            "cp /test/sor-bootstrap.service /etc/systemd/system/ && systemctl daemon-reload && systemctl enable -q --now --no-block sor-bootstrap"
        );
    }

    /// <summary>Shuts the machine down in order and starts it again.</summary>
    public async Task StopAsync() => await Shell.RunAsync("docker", "stop", "-t", "60", name);

    /// <summary>Takes the machine's power away.</summary>
    public async Task CutOffAsync() => await Shell.RunAsync("docker", "kill", "-s", "KILL", name);

    public async Task StartAgainAsync() => await Shell.RunAsync("docker", "start", name);

    /// <summary>Waits for the machine to stop by itself.</summary>
    public async Task UntilStoppedAsync()
    {
        for (var i = 0; i < 500; i++)
        {
            if ((await Shell.RunAsync("docker", "inspect", "-f", "{{.State.Running}}", name)).Trim() == "false") return;
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("the machine did not stop");
    }

    /// <summary>Waits for the bucket's status to be in a state.</summary>
    public async Task<(string State, string Reason, string Run)> UntilAsync(string state)
    {
        const int Seconds = 300;
        for (var i = 0; i < Seconds * 5; i++)
        {
            if (File.Exists(Path.Combine(Said, "status.json")) && Status is var status && status.State == state) return status;
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException(
            $"no status {state} after {Seconds} s; the machine's log: {await ExecAsync("tail -n 30 /var/log/sor-bootstrap.log")}");
    }

    /// <summary>
    /// Lets the role do what the policy says. The S3 server here does not know the condition that names must be new; it keeps to it where a
    /// request says so itself.
    /// </summary>
    public async Task AllowAsync(string policy)
    {
        const string Allow = "\"Effect\":\"Allow\",";
        policy = policy.Replace(Allow, $"{Allow}\"Principal\":{{\"AWS\":[\"machine\"]}},", StringComparison.Ordinal)
            .Replace(",\"Condition\":{\"Null\":{\"s3:if-none-match\":\"false\"}}", "", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, "policy.json"), policy);
        await ExecAsync($"{Signed} -X PUT 'http://127.0.0.1:7070/{Bucket}?policy=' --data-binary @/test/policy.json");
    }

    public async ValueTask DisposeAsync()
    {
        if (leash is not null) await leash.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task BootAsync(string[] docker)
    {
        leash = Leash.On(name);
        HasMemory(980); // what a machine of 1 GiB has left when its kernel has taken its part
        foreach (var service in (string[])["s3", "iam"]) Directory.CreateDirectory(Path.Combine(folder, service));
        await File.WriteAllLinesAsync(Path.Combine(folder, "sor.env"), settings.Select(setting => $"{setting.Key}=\"{setting.Value}\""));
        await File.WriteAllTextAsync(Path.Combine(folder, "metadata.json"), Metadata);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "cloud-s3.service"),
            Unit(
                "ROOT_ACCESS_KEY=root ROOT_SECRET_KEY=rootsecret",
                "/files/versitygw --port 127.0.0.1:7070 --iam-dir /test/iam posix /test/s3"));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "cloud-metadata.service"),
            Unit("A=B", "/files/ec2-metadata-mock -n 169.254.169.254 -p 80 -I -c /test/metadata.json"));
        string[] arguments =
        [
            "run",
            "-d",
            "--name",
            name,
            "--network",
            "none",
            "--cgroupns",
            "host",
            "--cap-add",
            "SYS_ADMIN",
            "--cap-add",
            "NET_ADMIN",
            "--security-opt",
            "seccomp=unconfined",
            "--security-opt",
            "apparmor=unconfined",
            "--stop-signal",
            "SIGRTMIN+3",
            "--tmpfs",
            "/run",
            "--tmpfs",
            "/run/lock",
            "-v",
            "/sys/fs/cgroup:/sys/fs/cgroup:rw",
            "-v",
            $"{folder}:/test",
            "-v",
            $"{Path.Combine(folder, "meminfo")}:/proc/meminfo:ro", "-v",
            $"{archive.Folder}:/files:ro", "-e", "container=docker", .. docker, archive.Image, "sh", "-c",
            "ip addr add 169.254.169.254/32 dev lo; exec /sbin/init",
        ];
        await Shell.RunAsync("docker", arguments);
        await UntilItAnswersAsync("systemctl is-system-running | grep -qE 'running|degraded'");
        await ExecAsync("""
            cp /test/cloud-*.service /etc/systemd/system/ && systemctl daemon-reload && systemctl enable -q --now cloud-s3 cloud-metadata
            mkdir -p /etc/sor /opt/sor && cp /test/sor.env /etc/sor/ && cp /files/bootstrap.sh /opt/sor/
            """);
        await UntilItAnswersAsync("curl -s -o /dev/null http://127.0.0.1:7070/ && curl -s -o /dev/null http://169.254.169.254/");
        await ExecAsync($"""
            set -e
            /files/versitygw admin -a root -s rootsecret --er http://127.0.0.1:7070 create-user -a machine -s machinesecret -r user
            {Signed} -X PUT -H 'x-amz-object-ownership: BucketOwnerEnforced' http://127.0.0.1:7070/{Bucket}
            {Signed} -T /files/sor.tar.gz http://127.0.0.1:7070/{Bucket}/artifacts/1/sor.tar.gz
            {Signed} -T /files/sample.mbp-1.csv.zst http://127.0.0.1:7070/{Bucket}/artifacts/2/sample.mbp-1.csv.zst
            """);
        await AllowAsync(AccessPolicies.Machine(Bucket));
    }

    private async Task UntilItAnswersAsync(string command)
    {
        for (var i = 0; i < 500; i++)
        {
            if ((await Shell.TryAsync("docker", "exec", name, "bash", "-c", command)).Code == 0) return;
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        var (_, logs) = await Shell.TryAsync("docker", "logs", "--tail", "20", name);
        throw new TimeoutException($"the machine did not come up ({command}): {logs}");
    }

    // What stands for the cloud is there before the machine's network counts as up, and until after it is down.
    private static string Unit(string environment, string command) =>
        $"[Unit]\nBefore=network-online.target\n[Service]\nEnvironment={environment}\nExecStart={command}\n[Install]\nWantedBy=multi-user.target network-online.target\n";

    // The S3 server here knows no sessions, so the role's credentials come without a token.
    private const string Metadata = $"{{\"metadata\":{{\"values\":{{\"instance-id\":\"{Instance}\"," + """
        "iam-security-credentials-role":"sor-machine","iam-security-credentials":{"Code":"Success","Type":"AWS-HMAC",
            "AccessKeyId":"machine","SecretAccessKey":"machinesecret","Token":"","LastUpdated":"2024-01-01T00:00:00Z","Expiration":"2034-01-01T00:00:00Z"}}}}
        """;

    private static (string State, string Reason, string Run) Read(string json)
    {
        using var status = JsonDocument.Parse(json);
        string Text(string name) => status.RootElement.GetProperty(name).GetString()!;
        return (Text("state"), Text("reason"), Text("run"));
    }
}
