using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Sor.Infra.Machine;

/// <summary>
/// What a user may set, checked as a whole before anything is created. Pulumi.yaml describes each; the defaults here are the same.
/// </summary>
internal sealed partial record MachineSettings
{
    /// <summary>The AWS region.</summary>
    public required string Region { get; init; }

    /// <summary>The size of the machine, which decides the architecture too.</summary>
    public required InstanceType InstanceType { get; init; }

    /// <summary>unlimited or standard.</summary>
    public required string CpuCredits { get; init; }

    /// <summary>The disk, in GB.</summary>
    public required int VolumeSize { get; init; }

    /// <summary>How long the machine may be idle before it stops itself; zero: for ever.</summary>
    public required TimeSpan StopAfterIdle { get; init; }

    /// <summary>The longest that an installation or a run may take.</summary>
    public required TimeSpan TimeLimit { get; init; }

    /// <summary>The market data, a full path.</summary>
    public required string Data { get; init; }

    /// <summary>Options of the producer.</summary>
    public required string ProduceArgs { get; init; }

    /// <summary>Options of the first backtest.</summary>
    public required string BacktestArgs { get; init; }

    /// <summary>Days that results stay in the bucket; zero: for good.</summary>
    public required int ResultDays { get; init; }

    /// <summary>Whether the bucket goes with the stack.</summary>
    public required bool DestroyResults { get; init; }

    /// <summary>Who may connect by SSH; none: the port stays closed.</summary>
    public required string? SshCidr { get; init; }

    /// <summary>The key for it.</summary>
    public required string? SshPublicKey { get; init; }

    /// <summary>A ready archive instead of publishing one, a full path.</summary>
    public required string? Archive { get; init; }

    /// <summary>Where Kafka's archive comes from, if not from the pinned address: an address, or a full path.</summary>
    public required string? Kafka { get; init; }

    /// <summary>The SHA-512 of that archive.</summary>
    public required string? KafkaSha512 { get; init; }

    // Commercial regions that every account has or can opt into
    // (https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html).
    private static readonly string[] Regions =
    [
        "af-south-1",
        "ap-east-1",
        "ap-east-2",
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-south-2",
        "ap-southeast-1",
        "ap-southeast-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-6",
        "ap-southeast-7",
        "ca-central-1",
        "ca-west-1",
        "eu-central-1",
        "eu-central-2",
        "eu-north-1",
        "eu-south-1",
        "eu-south-2",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "il-central-1",
        "me-central-1",
        "me-south-1",
        "mx-central-1",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
    ];

    /// <summary>Reads and checks all settings.</summary>
    /// <param name="get">A setting of the stack by its name, or null.</param>
    /// <param name="given">The names of all settings that the stack has; an unknown one is refused as a typing mistake.</param>
    /// <param name="region">The provider's region, or null.</param>
    /// <param name="root">The folder that paths start from.</param>
    /// <exception cref="RefusedException">With every complaint, one to a line.</exception>
    public static MachineSettings Read(Func<string, string?> get, IEnumerable<string> given, string? region, string root)
    {
        var complaints = new List<string>();
        var known = new SortedSet<string>(StringComparer.Ordinal);
        string? Text(string name) => known.Add(name) && get(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
        void Complain(string name, string? value, string why) => complaints.Add($"sor:{name} {value}: {why}");
        string? Existing(string name, string? value)
        {
            if (value is null) return null;
            var path = Path.GetFullPath(value, root);
            if (!File.Exists(path)) Complain(name, value, $"there is no such file ({path})");
            else if (new FileInfo(path).Length == 0) Complain(name, value, "the file is empty");
            return path;
        }

        int Whole(string name, int otherwise, int least, int most)
        {
            if (Text(name) is not { } text) return otherwise;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
                return number;
            Complain(name, text, $"is a whole number from {least} to {most}");
            return otherwise;
        }

        TimeSpan Span(string name, TimeSpan otherwise, bool off)
        {
            if (Text(name) is not { } text) return otherwise;
            if (off && text == "off") return TimeSpan.Zero;
            if (
                SpanPattern().Match(text) is { Success: true } match
                && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number <= 10_000)
            {
                var span = match.Groups[2].Value == "h" ? TimeSpan.FromHours(number) : TimeSpan.FromMinutes(number);
                if (span >= TimeSpan.FromMinutes(5)) return span;
            }

            Complain(name, text, $"is a time of at least five minutes, such as 30m or 2h{(off ? ", or off" : "")}");
            return otherwise;
        }

        string Options(string name, string otherwise)
        {
            var text = Text(name) ?? otherwise;
            if (!OptionsPattern().IsMatch(text)) Complain(name, text, "options are letters, digits, spaces and . , : = / _ + -");
            return text;
        }

        if (string.IsNullOrWhiteSpace(region)) complaints.Add("aws:region is not set: pulumi config set aws:region us-east-1");
        else if (!Regions.Contains(region)) complaints.Add($"aws:region {region}: is no region known here: {string.Join(", ", Regions)}");

        var typeName = Text("instanceType") ?? "t3.micro";
        var type = InstanceTypes.Find(typeName);
        if (type is null)
            Complain("instanceType", typeName, $"is none of {string.Join(", ", InstanceTypes.All.Select(known => known.Name))}");

        var credits = Text("cpuCredits") ?? "unlimited";
        if (credits is not ("unlimited" or "standard")) Complain("cpuCredits", credits, "is unlimited or standard");

        var destroyText = Text("destroyResults") ?? "false";
        if (destroyText is not ("true" or "false")) Complain("destroyResults", destroyText, "is true or false");

        var (cidr, key) = (Text("sshCidr"), Text("sshPublicKey"));
        if (cidr is not null && RefusalOfCidr(cidr) is { } refusal) Complain("sshCidr", cidr, refusal);
        if (cidr is null != key is null)
            complaints.Add(
                "sor:sshCidr and sor:sshPublicKey belong together: set both for SSH, or neither (session manager needs no open port)");
        if (key is not null && !KeyPattern().IsMatch(key))
            Complain(
                "sshPublicKey",
                $"{key[..Math.Min(key.Length, 20)]}…",
                "is no OpenSSH public key such as the one line of ~/.ssh/id_ed25519.pub");

        var (kafka, kafkaSha512) = (Text("kafka"), Text("kafkaSha512"));
        if (kafka?.Contains("://", StringComparison.Ordinal) != true) kafka = Existing("kafka", kafka);
        else if (!UrlPattern().IsMatch(kafka)) Complain("kafka", kafka, "is a file or an https:// address");
        if (kafkaSha512 is not null && !Sha512Pattern().IsMatch(kafkaSha512))
            Complain("kafkaSha512", kafkaSha512, "is 128 hexadecimal digits");

        var settings = new MachineSettings
        {
            Region = region ?? "",
            InstanceType = type ?? InstanceTypes.All[0],
            CpuCredits = credits,
            VolumeSize = Whole("volumeSize", 16, 12, 500),
            StopAfterIdle = Span("stopAfterIdle", TimeSpan.Zero, off: true),
            TimeLimit = Span("timeLimit", TimeSpan.FromHours(4), off: false),
            Data = Existing("data", Text("data") ?? "samples/sample.mbp-1.csv.zst")!,
            ProduceArgs = Options("produceArgs", "--speed max"),
            BacktestArgs = Options("backtestArgs", ""),
            ResultDays = Whole("resultDays", 90, 0, 3650),
            DestroyResults = destroyText == "true",
            SshCidr = cidr,
            SshPublicKey = key,
            Archive = Existing("archive", Text("archive")),
            Kafka = kafka,
            KafkaSha512 = kafkaSha512?.ToLowerInvariant(),
        };
        complaints.AddRange(
            given
                .Where(name => !known.Contains(name))
                .Select(name => $"sor:{name}: there is no such setting; there are {string.Join(", ", known)}"));
        return complaints.Count == 0 ? settings : throw new RefusedException(string.Join(Environment.NewLine, complaints));
    }

    /// <summary>Why a range may not be let in, or null if it may.</summary>
    public static string? RefusalOfCidr(string cidr)
    {
        const int Widest = 24;
        var slash = cidr.IndexOf('/');
        if (
            slash < 0
            || !IPAddress.TryParse(cidr.AsSpan(0, slash), out var address)
            || !int.TryParse(cidr.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            return "is no address range such as 203.0.113.7/32";
        if (length == 0) return "is the whole world: name your own address, such as 203.0.113.7/32";
        if (address.AddressFamily != AddressFamily.InterNetwork)
            return "the machine has no IPv6 address: give an IPv4 range such as 203.0.113.7/32";
        if (length > 32 || cidr.Count(c => c == '.') != 3) return "is no address range such as 203.0.113.7/32";
        if (length < Widest) return $"lets in {1L << (32 - length)} addresses: /{Widest} is the widest allowed";
        var beyond = BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes()) & (uint)((1L << (32 - length)) - 1);
        return beyond == 0 ? null : $"has bits set beyond /{length}: give the first address of the range";
    }

    [GeneratedRegex(@"\A([0-9]{1,5})([mh])\z")]
    private static partial Regex SpanPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9 .,:=/_+-]*\z")]
    private static partial Regex OptionsPattern();

    [GeneratedRegex(@"\A(ssh-(ed25519|rsa)|ecdsa-sha2-nistp(256|384|521)|sk-[a-z0-9@.-]+) [A-Za-z0-9+/]{40,}={0,2}( [^\r\n]*)?\z")]
    private static partial Regex KeyPattern();

    [GeneratedRegex(@"\Ahttps://[A-Za-z0-9._~:/%+-]+\z")]
    private static partial Regex UrlPattern();

    [GeneratedRegex(@"\A[0-9A-Fa-f]{128}\z")]
    private static partial Regex Sha512Pattern();
}
