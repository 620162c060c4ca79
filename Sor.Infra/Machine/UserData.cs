using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Sor.Infra.Machine;

/// <summary>
/// The machine's user data, a cloud-config (https://cloudinit.readthedocs.io/en/latest/reference/modules.html): the bootstrap script, its
/// settings, and a unit that runs it at every boot, so that the next boot continues what one interrupts. Anybody on the machine can read
/// it, so it holds no secret.
/// </summary>
internal static class UserData
{
    /// <summary>EC2's limit (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html).</summary>
    public const int MaximumBytes = 16 * 1024;

    public static string Render(MachineSettings settings, string bucket, Uploads uploads, string bootstrap)
    {
        var variables = new List<(string Name, string Value)>
        {
            ("SOR_BUCKET", bucket),
            ("SOR_REGION", settings.Region),
            ("SOR_ARCHIVE", uploads.Archive.Key),
            ("SOR_ARCHIVE_SHA256", uploads.Archive.Sha256),
            ("SOR_DATA", uploads.Data.Key),
            ("SOR_DATA_SHA256", uploads.Data.Sha256),
            ("SOR_KAFKA", uploads.Kafka.Key),
            ("SOR_KAFKA_SHA512", uploads.KafkaSha512),
            ("SOR_PRODUCE_ARGS", settings.ProduceArgs),
            ("SOR_BACKTEST_ARGS", settings.BacktestArgs),
            ("SOR_TIME_LIMIT", Seconds(settings.TimeLimit)),
            ("SOR_STOP_AFTER_IDLE", Seconds(settings.StopAfterIdle)),
        };

        var text = new StringBuilder("#cloud-config\nwrite_files:\n");
        text.Append("  - path: /etc/sor/sor.env\n    permissions: \"0644\"\n    content: |\n");
        foreach (var (name, value) in variables) text.Append(CultureInfo.InvariantCulture, $"      {name}=\"{value}\"\n");
        text.Append("  - path: /opt/sor/bootstrap.sh\n    permissions: \"0755\"\n    encoding: gz+b64\n");
        text.Append(CultureInfo.InvariantCulture, $"    content: {Compressed(bootstrap)}\n");
        text.Append("  - path: /etc/systemd/system/sor-bootstrap.service\n    permissions: \"0644\"\n    content: |\n");
        foreach (var line in Unit.ReplaceLineEndings("\n").Split('\n'))
            text.Append(line.Length == 0 ? "" : "      ").Append(line).Append('\n');
        text.Append("runcmd:\n  - [systemctl, daemon-reload]\n  - [systemctl, enable, --now, --no-block, sor-bootstrap.service]\n");

        var rendered = text.ToString();
        var bytes = Encoding.UTF8.GetByteCount(rendered);
        return bytes <= MaximumBytes
            ? rendered
            : throw new RefusedException(
                $"the user data is {bytes} bytes, and EC2 takes {MaximumBytes}: shorten sor:produceArgs or sor:backtestArgs");
    }

    // The script ends itself by its own limit, and when the machine stops it gets the time to report that. A failed installation is tried
    // again, at last every quarter of an hour (older systemd: every thirty seconds). After exit code 2 (the run failed) or 124 (it took too
    // long) it is not, since it would end the same way.
    internal const string Unit = """
        [Unit]
        Description=Sor: installs what is missing and runs the first backtest
        Wants=network-online.target
        After=network-online.target
        StartLimitIntervalSec=0

        [Service]
        Type=oneshot
        Environment=TRIES_AGAIN=1
        ExecStart=/bin/bash /opt/sor/bootstrap.sh up
        Restart=on-failure
        RestartPreventExitStatus=2 124
        RestartSec=30
        RestartSteps=6
        RestartMaxDelaySec=15min
        TimeoutStartSec=infinity
        TimeoutStopSec=45

        [Install]
        WantedBy=multi-user.target
        """;

    private static string Compressed(string text)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n")));
        return Convert.ToBase64String(buffer.ToArray());
    }

    private static string Seconds(TimeSpan span) => ((long)span.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
