using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Pulumi;
using Pulumi.Utilities;

namespace Sor.Infra.Tests;

public sealed partial class MachineTests
{
    [Fact]
    public async Task The_machine_is_a_t3_micro_with_current_Ubuntu()
    {
        var machine = (await Cloud.UpAsync()).One("aws:ec2/instance:Instance");
        machine["instanceType"].ShouldBe("t3.micro");
        machine["ami"].ShouldBe("ami of /aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id");
        machine.Name.ShouldBe("sor-x64");
        machine.In("creditSpecification", "cpuCredits").ShouldBe("unlimited");
        machine["instanceInitiatedShutdownBehavior"].ShouldBe("stop");
        machine["userDataReplaceOnChange"].ShouldBe(true);
        machine.Inputs.ShouldNotContainKey("keyName");
    }

    [Fact]
    public async Task Metadata_needs_a_token_and_stays_on_the_machine()
    {
        var machine = (await Cloud.UpAsync()).One("aws:ec2/instance:Instance");
        machine.In("metadataOptions", "httpTokens").ShouldBe("required");
        machine.In("metadataOptions", "httpEndpoint").ShouldBe("enabled");
        Number(machine.In("metadataOptions", "httpPutResponseHopLimit")).ShouldBe(1);
    }

    [Fact]
    public async Task The_disk_is_encrypted_and_goes_with_the_machine()
    {
        var machine = (await Cloud.UpAsync(("sor:volumeSize", "40"))).One("aws:ec2/instance:Instance");
        machine.In("rootBlockDevice", "encrypted").ShouldBe(true);
        machine.In("rootBlockDevice", "volumeType").ShouldBe("gp3");
        Number(machine.In("rootBlockDevice", "volumeSize")).ShouldBe(40);
        machine.In("rootBlockDevice", "deleteOnTermination").ShouldBe(true);
    }

    [Fact]
    public async Task An_arm64_type_takes_the_arm64_image_and_is_another_machine()
    {
        var cloud = await Cloud.UpAsync(("sor:instanceType", "t4g.micro"), ("sor:cpuCredits", "standard"));
        var machine = cloud.One("aws:ec2/instance:Instance");
        machine.Name.ShouldBe("sor-arm64");
        machine["instanceType"].ShouldBe("t4g.micro");
        machine["ami"].ShouldBe("ami of /aws/service/canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id");
        machine.In("creditSpecification", "cpuCredits").ShouldBe("standard");
    }

    [Fact]
    public async Task A_type_without_credits_names_none() =>
        (await Cloud.UpAsync(("sor:instanceType", "m7g.medium")))
            .One("aws:ec2/instance:Instance")
            .Inputs.ShouldNotContainKey("creditSpecification");

    [Fact]
    public async Task The_subnet_is_in_the_first_zone_that_offers_the_type() =>
        (await Cloud.UpAsync()).One("aws:ec2/subnet:Subnet")["availabilityZone"].ShouldBe("us-east-1a");

    [Fact]
    public async Task A_newer_image_does_not_replace_the_machine_and_new_user_data_does()
    {
        var cloud = await Cloud.UpAsync();
        cloud.OptionsOf("sor-x64").IgnoreChanges.ShouldBe(["ami"]);
        cloud.One("aws:ec2/instance:Instance")["userDataReplaceOnChange"].ShouldBe(true);
    }

    [Fact]
    public async Task A_larger_disk_is_another_machine_since_no_filesystem_grows_by_itself() =>
        (await Cloud.UpAsync()).OptionsOf("sor-x64").ReplaceOnChanges.ShouldBe(["rootBlockDevice.volumeSize"]);

    [Fact]
    public async Task The_machine_is_made_after_all_that_it_needs()
    {
        var cloud = await Cloud.UpAsync();
        var needs = await OutputUtilities.GetValueAsync<ImmutableArray<Resource>>(cloud.OptionsOf("sor-x64").DependsOn);
        needs.Select(need => need.GetResourceName()).Order(StringComparer.Ordinal)
            .ShouldBe(
            [
                "sor-archive", "sor-bucket", "sor-internet", "sor-kafka", "sor-market-data", "sor-out-http", "sor-out-https",
                "sor-public-routes", "sor-sessions",
            ]);
    }

    [Theory]
    [InlineData("aws:s3/bucketObjectv2:BucketObjectv2")]
    [InlineData("aws:iam/rolePolicy:RolePolicy")]
    [InlineData("aws:ec2/route:Route")]
    public async Task An_update_that_is_interrupted_leaves_no_machine_without_what_it_needs(string interruptedAt)
    {
        var cloud = new Cloud { InterruptedAt = interruptedAt };
        (await Record.ExceptionAsync(() => cloud.RunAsync())).ShouldNotBeNull().ToString().ShouldContain("interrupted");
        cloud.Of("aws:ec2/instance:Instance").ShouldBeEmpty();
    }

    [Fact]
    public async Task User_data_says_what_to_fetch_and_holds_no_secret()
    {
        var cloud = await Cloud.UpAsync(("sor:backtestArgs", "--quantity 5000 --horizon 30m"), ("sor:stopAfterIdle", "30m"));
        var userData = (string)cloud.One("aws:ec2/instance:Instance")["userData"]!;
        Encoding.UTF8.GetByteCount(userData).ShouldBeLessThan(16 * 1024);
        userData.ShouldStartWith("#cloud-config\n");
        userData.ShouldContain("SOR_BUCKET=\"sor-data-1234\"\n");
        userData.ShouldContain("SOR_REGION=\"us-east-1\"\n");
        userData.ShouldContain("SOR_BACKTEST_ARGS=\"--quantity 5000 --horizon 30m\"\n");
        userData.ShouldContain("SOR_STOP_AFTER_IDLE=\"1800\"\n");
        foreach (var upload in cloud.Of("aws:s3/bucketObjectv2:BucketObjectv2")) userData.ShouldContain($"=\"{upload["key"]}\"\n");
        var script = Unpack(userData);
        foreach (var text in (string[])[userData, script]) SecretPattern().IsMatch(text).ShouldBeFalse();
        script.ShouldStartWith("#!/usr/bin/env bash\n");
    }

    [Fact]
    public async Task There_is_one_component_and_what_can_carry_tags_does()
    {
        var cloud = await Cloud.UpAsync(("sor:sshCidr", "203.0.113.7/32"), ("sor:sshPublicKey", SecurityTests.Key));
        cloud.Resources.OfType<BacktestMachine>().ShouldHaveSingleItem().GetResourceType().ShouldBe("sor:infra:Backtester");
        string[] tagged =
        [
            "aws:ec2/instance:Instance",
            "aws:ec2/vpc:Vpc",
            "aws:ec2/subnet:Subnet",
            "aws:ec2/internetGateway:InternetGateway",
            "aws:ec2/routeTable:RouteTable",
            "aws:ec2/securityGroup:SecurityGroup",
            "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
            "aws:ec2/keyPair:KeyPair",
            "aws:s3/bucket:Bucket",
            "aws:s3/bucketObjectv2:BucketObjectv2",
            "aws:iam/role:Role",
            "aws:iam/instanceProfile:InstanceProfile",
            "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        ];
        foreach (var type in tagged)
        {
            cloud.Of(type).ShouldNotBeEmpty(type);
            foreach (var asked in cloud.Of(type))
            {
                asked.In("tags", "Project").ShouldBe("sor", asked.Name);
                asked.In("tags", "Stack").ShouldBe("dev", asked.Name);
                asked.In("tags", "Name").ShouldBe("sor-dev", asked.Name);
            }
        }
    }

    [Fact]
    public async Task Outputs_are_commands_to_copy()
    {
        var outputs = (await Cloud.UpAsync()).Outputs;
        outputs["bucket"].ShouldBe("sor-data-1234");
        outputs["instance"].ShouldBe("i-0123456789abcdef0");
        outputs["status"].ShouldBe("aws s3 cp --region us-east-1 s3://sor-data-1234/results/machines/i-0123456789abcdef0/status.json -");
        outputs["log"].ShouldBe("aws s3 cp --region us-east-1 s3://sor-data-1234/results/machines/i-0123456789abcdef0/bootstrap.log -");
        outputs["results"].ShouldBe("aws s3 sync --region us-east-1 s3://sor-data-1234/results/ ./sor-results");
        outputs["report"].ShouldBe(
                "aws s3 sync --region us-east-1 s3://sor-data-1234/results/ ./sor-results && report=$(ls ./sor-results/*/report.html | tail -n 1) && { xdg-open \"$report\" 2>/dev/null || open \"$report\"; }"
            );
        outputs["shell"].ShouldBe("aws ssm start-session --region us-east-1 --target i-0123456789abcdef0");
        outputs["run"].ShouldBe(
                "aws ssm send-command --region us-east-1 --instance-ids i-0123456789abcdef0 --document-name AWS-RunShellScript --parameters '{\"commands\":[\"sor-run --quantity 10000 --horizon 15m\"],\"executionTimeout\":[\"14400\"]}'"
            );
        outputs["kafka"].ShouldBe(
                "aws ssm start-session --region us-east-1 --target i-0123456789abcdef0 --document-name AWS-StartPortForwardingSession --parameters '{\"portNumber\":[\"9092\"],\"localPortNumber\":[\"9092\"]}'"
            );
        outputs["start"].ShouldBe("aws ec2 start-instances --region us-east-1 --instance-ids i-0123456789abcdef0");
        outputs["stop"].ShouldBe("aws ec2 stop-instances --region us-east-1 --instance-ids i-0123456789abcdef0");
        outputs["monthlyCost"].ShouldBeOfType<string>().ShouldStartWith("$12.52 ");
        outputs.ShouldNotContainKey("ssh");
    }

    private static int Number(object? value) => Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture);

    private static string Unpack(string userData)
    {
        var packed = PackedPattern().Match(userData).Groups[1].Value;
        using var reader = new StreamReader(new GZipStream(new MemoryStream(Convert.FromBase64String(packed)), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }

    [GeneratedRegex("AKIA[0-9A-Z]{16}|BEGIN [A-Z ]*PRIVATE KEY|(?i:password|secret_key) *=")]
    private static partial Regex SecretPattern();

    [GeneratedRegex("encoding: gz\\+b64\n +content: (.+)\n")]
    private static partial Regex PackedPattern();
}
