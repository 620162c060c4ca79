using Sor.Infra.Machine;

namespace Sor.Tests.Deploy;

public sealed class MachineSettingsTests
{
    private static MachineSettings Read(params (string Name, string Value)[] settings) => Read("us-east-1", settings);

    private static MachineSettings Read(string? region, params (string Name, string Value)[] settings)
    {
        var all = settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value);
        return MachineSettings.Read(name => all.GetValueOrDefault(name), all.Keys, region, Release.Root());
    }

    [Fact]
    public void Defaults_are_the_smallest_machine_on_the_sample_with_no_way_in()
    {
        var settings = Read();
        settings.InstanceType.ShouldBe(new InstanceType("t3.micro", "x64", .0104m));
        settings.CpuCredits.ShouldBe("unlimited");
        settings.VolumeSize.ShouldBe(16);
        settings.StopAfterIdle.ShouldBe(TimeSpan.Zero);
        settings.TimeLimit.ShouldBe(TimeSpan.FromHours(4));
        settings.ResultDays.ShouldBe(90);
        settings.DestroyResults.ShouldBeFalse();
        settings.SshCidr.ShouldBeNull();
        settings.Archive.ShouldBeNull();
        Path.GetFileName(settings.Data).ShouldBe("sample.mbp-1.csv.zst");
        File.Exists(settings.Data).ShouldBeTrue();
    }

    [Fact]
    public void The_defaults_that_Pulumi_shows_are_the_defaults()
    {
        var shown = new Dictionary<string, string>();
        var name = "";
        foreach (var line in File.ReadLines(Path.Combine(Release.Root(), "Sor.Infra", "Pulumi.yaml")).Select(line => line.Trim()))
        {
            if (line.StartsWith("sor:", StringComparison.Ordinal)) name = line[4..^1];
            else if (line.StartsWith("default: ", StringComparison.Ordinal)) shown[name] = line["default: ".Length..].Trim('"');
        }

        shown.Count.ShouldBe(15);
        Read([.. shown.Select(setting => (setting.Key, setting.Value))]).ShouldBe(Read());
    }

    [Theory]
    [InlineData("sshCidr", "0.0.0.0/0", "the whole world")]
    [InlineData("sshCidr", "::/0", "the whole world")]
    [InlineData("sshCidr", "10.0.0.0/8", "lets in 16777216 addresses: /24 is the widest")]
    [InlineData("sshCidr", "203.0.112.0/23", "lets in 512 addresses")]
    [InlineData("sshCidr", "203.0.113.7/24", "has bits set beyond /24")]
    [InlineData("sshCidr", "2001:db8::1/128", "no IPv6 address")]
    [InlineData("sshCidr", "203.0.113.7", "is no address range")]
    [InlineData("sshCidr", "home", "is no address range")]
    [InlineData("sshCidr", "203.0.113.7/32", "belong together")]
    [InlineData("sshPublicKey", "-----BEGIN OPENSSH PRIVATE KEY-----", "is no OpenSSH public key")]
    [InlineData("instancetype", "t4g.micro", "there is no such setting; there are archive, backtestArgs, cpuCredits")]
    [InlineData("instanceType", "t3.nano", "is none of t3.micro")]
    [InlineData("cpuCredits", "some", "is unlimited or standard")]
    [InlineData("volumeSize", "11", "is a whole number from 12 to 500")]
    [InlineData("volumeSize", "sixteen", "is a whole number from 12 to 500")]
    [InlineData("stopAfterIdle", "10s", "is a time of at least five minutes")]
    [InlineData("timeLimit", "off", "is a time of at least five minutes")]
    [InlineData("data", "nowhere.dbn", "there is no such file")]
    [InlineData("archive", "nowhere.tar.gz", "there is no such file")]
    [InlineData("produceArgs", "--speed 1; reboot", "options are letters")]
    [InlineData("backtestArgs", "--out \"x\"", "options are letters")]
    [InlineData("resultDays", "-1", "is a whole number from 0 to 3650")]
    [InlineData("destroyResults", "yes", "is true or false")]
    [InlineData("kafka", "http://example.org/kafka.tgz", "is a file or an https:// address")]
    [InlineData("kafka", "nowhere.tgz", "there is no such file")]
    [InlineData("kafkaSha512", "abc", "is 128 hexadecimal digits")]
    public void What_cannot_be_is_refused_by_name_and_reason(string name, string value, string why)
    {
        var message = Should.Throw<RefusedException>(() => Read((name, value))).Message;
        message.ShouldContain($"sor:{name}");
        message.ShouldContain(why);
    }

    [Theory]
    [InlineData(null, "aws:region is not set")]
    [InlineData("us-east-9", "is no region known here")]
    public void A_region_is_asked_for(string? region, string why) =>
        Should.Throw<RefusedException>(() => Read(region)).Message.ShouldContain(why);

    [Fact]
    public void All_complaints_come_at_once() =>
        Should
            .Throw<RefusedException>(() => Read(("cpuCredits", "some"), ("volumeSize", "1")))
            .Message.Split(Environment.NewLine)
            .Length.ShouldBe(2);

    [Theory]
    [InlineData("203.0.113.7/32")]
    [InlineData("203.0.113.0/24")]
    public void One_address_or_a_small_network_may_connect(string cidr) => MachineSettings.RefusalOfCidr(cidr).ShouldBeNull();

    [Fact]
    public void A_month_costs_the_machine_its_address_and_its_disk() =>
        // 730 h x ($0.0104 + $0.005) + 16 GB x $0.08
        InstanceTypes.MonthlyCost(InstanceTypes.Find("t3.micro")!, 16).ShouldBe("$12.52");
}
