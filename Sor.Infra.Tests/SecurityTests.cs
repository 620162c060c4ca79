using System.Collections;
using System.Text.Json;
using Pulumi;
using Sor.Infra.Machine;

namespace Sor.Infra.Tests;

public sealed class SecurityTests
{
    public const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAM me@laptop";

    [Fact]
    public async Task Nothing_can_connect_to_the_machine()
    {
        var cloud = await Cloud.UpAsync();
        foreach (var asked in cloud.Asked) OpenPorts(asked).ShouldBeEmpty(asked.Name);
        cloud.Of("aws:ec2/keyPair:KeyPair").ShouldBeEmpty();
    }

    [Fact]
    public async Task Everything_in_the_stack_is_of_a_kind_that_these_tests_look_at()
    {
        // A kind that is new here may open a way in that OpenPorts knows nothing of: teach it first.
        string[] kinds =
        [
            "sor:infra:Backtester",
            "aws:ec2/vpc:Vpc",
            "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
            "aws:ec2/subnet:Subnet",
            "aws:ec2/internetGateway:InternetGateway",
            "aws:ec2/routeTable:RouteTable",
            "aws:ec2/route:Route",
            "aws:ec2/routeTableAssociation:RouteTableAssociation",
            "aws:ec2/securityGroup:SecurityGroup",
            "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            "aws:ec2/keyPair:KeyPair",
            "aws:ec2/instance:Instance",
            "aws:s3/bucket:Bucket",
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
            "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
            "aws:s3/bucketPolicy:BucketPolicy",
            "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
            "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
            "aws:s3/bucketObjectv2:BucketObjectv2",
            "aws:iam/role:Role",
            "aws:iam/rolePolicy:RolePolicy",
            "aws:iam/instanceProfile:InstanceProfile",
        ];
        var cloud = await Cloud.UpAsync(("sor:sshCidr", "203.0.113.7/32"), ("sor:sshPublicKey", Key));
        cloud.Asked.Select(asked => asked.Type).Distinct().Order(StringComparer.Ordinal).ShouldBe(kinds.Order(StringComparer.Ordinal));
        Text(cloud.One("aws:ec2/instance:Instance")["vpcSecurityGroupIds"]).ShouldBe("sor-machine-id");
        cloud.One("aws:ec2/subnet:Subnet")["mapPublicIpOnLaunch"].ShouldBe(false);
    }

    [Fact]
    public async Task SSH_is_open_to_the_configured_range_and_nothing_else_is()
    {
        var cloud = await Cloud.UpAsync(("sor:sshCidr", "203.0.113.7/32"), ("sor:sshPublicKey", Key));
        cloud.Asked.SelectMany(OpenPorts).ShouldBe(["tcp 22-22 from 203.0.113.7/32"]);
        cloud.One("aws:ec2/keyPair:KeyPair")["publicKey"].ShouldBe(Key);
        cloud.One("aws:ec2/instance:Instance")["keyName"].ShouldBe("sor-ssh-1234");
        cloud.Outputs["ssh"].ShouldBe("ssh ubuntu@203.0.113.99");
    }

    [Fact]
    public async Task The_machine_goes_out_by_HTTP_and_HTTPS_only()
    {
        var rules = (await Cloud.UpAsync()).Of("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");
        rules.Select(rule => $"{rule["ipProtocol"]} {rule["fromPort"]}-{rule["toPort"]} {rule["cidrIpv4"]}").Order(StringComparer.Ordinal)
            .ShouldBe(["tcp 443-443 0.0.0.0/0", "tcp 80-80 0.0.0.0/0"]);
    }

    [Fact]
    public async Task The_bucket_is_private_and_encrypted()
    {
        var cloud = await Cloud.UpAsync();
        var closed = cloud.One("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock");
        foreach (var way in (string[])["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"])
            closed[way].ShouldBe(true, way);
        cloud.One("aws:s3/bucketOwnershipControls:BucketOwnershipControls").In("rule", "objectOwnership").ShouldBe("BucketOwnerEnforced");
        Text(cloud.One("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration")["rules"])
            .ShouldContain("AES256");
        foreach (var asked in cloud.Asked.Where(asked => asked.Type.StartsWith("aws:s3/", StringComparison.Ordinal)))
            asked.Inputs.ShouldNotContainKey("acl", asked.Name);
    }

    [Fact]
    public async Task The_bucket_refuses_what_is_not_TLS()
    {
        using var policy = JsonDocument.Parse((string)(await Cloud.UpAsync()).One("aws:s3/bucketPolicy:BucketPolicy")["policy"]!);
        var statements = policy.RootElement.GetProperty("Statement").EnumerateArray().ToList();
        statements.Count.ShouldBe(2);
        foreach (var statement in statements)
        {
            statement.GetProperty("Effect").GetString().ShouldBe("Deny");
            statement.GetProperty("Principal").GetString().ShouldBe("*");
            statement
                .GetProperty("Resource")
                .EnumerateArray()
                .Select(resource => resource.GetString())
                .ShouldBe(["arn:aws:s3:::sor-data-1234", "arn:aws:s3:::sor-data-1234/*"]);
        }

        statements[0].GetProperty("Condition").GetProperty("Bool").GetProperty("aws:SecureTransport").GetString().ShouldBe("false");
        statements[1].GetProperty("Condition").GetProperty("NumericLessThan").GetProperty("s3:TlsVersion").GetString().ShouldBe("1.2");
    }

    [Fact]
    public async Task The_machine_reads_artifacts_and_writes_results_and_no_more()
    {
        var cloud = await Cloud.UpAsync();
        // What these documents let it do is told by PolicyTests.
        cloud.Of("aws:iam/rolePolicy:RolePolicy").Select(policy => (policy.Name, policy["policy"])).ShouldBe(
            [("sor-sessions", AccessPolicies.Sessions()), ("sor-bucket", AccessPolicies.Machine("sor-data-1234"))],
            ignoreOrder: true);
        foreach (var upload in cloud.Of("aws:s3/bucketObjectv2:BucketObjectv2")) ((string)upload["key"]!).ShouldStartWith("artifacts/");
        using var trust = JsonDocument.Parse((string)cloud.One("aws:iam/role:Role")["assumeRolePolicy"]!);
        trust
            .RootElement.GetProperty("Statement")[0]
            .GetProperty("Principal")
            .GetProperty("Service")
            .GetString()
            .ShouldBe("ec2.amazonaws.com");
        cloud.One("aws:ec2/instance:Instance")["iamInstanceProfile"].ShouldBe("sor-machine-1234");
    }

    [Theory]
    [InlineData("false", false)]
    [InlineData("true", true)]
    public async Task The_bucket_and_its_protections_go_with_the_stack_only_if_asked(string destroyResults, bool goes)
    {
        var cloud = await Cloud.UpAsync(("sor:destroyResults", destroyResults));
        cloud.One("aws:s3/bucket:Bucket")["forceDestroy"].ShouldBe(goes);
        string[] kept = ["sor-data", "sor-data-private", "sor-data-owner", "sor-data-encrypted", "sor-data-tls", "sor-data-expiry"];
        foreach (var name in kept) cloud.OptionsOf(name).RetainOnDelete.ShouldBe(!goes, name);
        foreach (
            var asked in cloud.Asked.Where(asked => asked.Type.StartsWith("aws:", StringComparison.Ordinal) && !kept.Contains(asked.Name)))
            cloud.OptionsOf(asked.Name).RetainOnDelete.ShouldNotBe(true, asked.Name);
    }

    [Fact]
    public async Task Results_expire_and_artifacts_do_not()
    {
        var rules = Text(
            (await Cloud.UpAsync(("sor:resultDays", "30"))).One("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")["rules"]
        );
        rules.ShouldContain("results/");
        rules.ShouldContain("30");
        rules.ShouldNotContain("artifacts/");
        Text(
                (await Cloud.UpAsync(("sor:resultDays", "0"))).One("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")[
                    "rules"
                ])
            .ShouldNotContain("results/");
    }

    [Theory]
    [InlineData("sor:sshCidr", "0.0.0.0/0", "the whole world")]
    [InlineData("sor:sshCidr", "::/0", "the whole world")]
    [InlineData("sor:sshCidr", "10.0.0.0/8", "lets in 16777216 addresses")]
    [InlineData("sor:sshCidr", "203.0.113.7/32", "belong together")]
    [InlineData("sor:sshPublicKey", "-----BEGIN OPENSSH PRIVATE KEY-----", "is no OpenSSH public key")]
    [InlineData("sor:instancetype", "t4g.micro", "there is no such setting")]
    [InlineData("sor:instanceType", "t3.nano", "is none of t3.micro")]
    [InlineData("sor:instanceType", "p5.48xlarge", "is none of t3.micro")]
    [InlineData("aws:region", "us-east-9", "is no region known here")]
    [InlineData("sor:data", "/nowhere/day.dbn", "there is no such file")]
    [InlineData("sor:archive", "/nowhere/sor.tar.gz", "there is no such file")]
    [InlineData("sor:volumeSize", "4", "is a whole number from 12 to 500")]
    [InlineData("sor:cpuCredits", "endless", "is unlimited or standard")]
    [InlineData("sor:destroyResults", "maybe", "is true or false")]
    [InlineData("sor:backtestArgs", "$(reboot)", "options are letters")]
    [InlineData("sor:produceArgs", "--speed 1; reboot", "options are letters")]
    [InlineData("sor:resultDays", "-1", "is a whole number from 0 to 3650")]
    [InlineData("sor:stopAfterIdle", "10s", "is a time of at least five minutes")]
    [InlineData("sor:timeLimit", "off", "is a time of at least five minutes")]
    [InlineData("sor:kafka", "http://example.org/kafka.tgz", "is a file or an https:// address")]
    [InlineData("sor:kafka", "/nowhere/kafka.tgz", "there is no such file")]
    [InlineData("sor:kafkaSha512", "abc", "is 128 hexadecimal digits")]
    public async Task A_setting_that_cannot_be_is_refused_before_anything_is_created(string name, string value, string why) =>
        await IsRefused(new Cloud(), (name, value), why);

    [Fact]
    public async Task A_type_that_the_region_does_not_offer_is_refused_before_anything_is_created() =>
        await IsRefused(
            new Cloud { Zones = ["us-east-1-bos-1a"] },
            ("sor:instanceType", "t3a.micro"),
            "sor:instanceType t3a.micro: region us-east-1 does not offer it");

    [Fact]
    public async Task User_data_that_EC2_would_not_take_is_refused_before_anything_is_created() =>
        await IsRefused(new Cloud(), ("sor:backtestArgs", new string('x', 12_000)), "EC2 takes 16384");

    [Fact]
    public async Task A_Kafka_other_than_its_checksum_says_is_refused_before_anything_is_created() =>
        await IsRefused(new Cloud(), ("sor:kafkaSha512", new string('0', 128)), "wrong checksum");

    private static async Task IsRefused(Cloud cloud, (string Name, string Value) setting, string why)
    {
        var refused = await Should.ThrowAsync<RunException>(() => cloud.RunAsync(setting));
        refused.Message.ShouldContain(why);
        cloud.Asked.ShouldBeEmpty();
    }

    /// <summary>
    /// Whatever lets traffic in, however it is spelled: rules of their own, rules inside a group, the older kind of rule, network lists.
    /// </summary>
    private static IEnumerable<string> OpenPorts(Asked asked)
    {
        if (asked.Type == "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
            yield return $"{asked["ipProtocol"]} {asked["fromPort"]}-{asked["toPort"]} from {asked["cidrIpv4"] ?? asked["cidrIpv6"] ?? asked["prefixListId"] ?? asked["referencedSecurityGroupId"]}";
        if (asked.Type == "aws:ec2/securityGroupRule:SecurityGroupRule" && Equals(asked["type"], "ingress"))
            yield return $"{asked.Name}: an ingress rule";
        if (asked["ingress"] is ICollection { Count: > 0 }) yield return $"{asked.Name}: ingress inside the group";
    }

    private static string Text(object? value) => value switch
    {
        string text => text,
        IDictionary map => string.Join(";", map.Keys.Cast<object>().Select(key => $"{key}={Text(map[key])}")),
        IEnumerable list => string.Join(",", list.Cast<object>().Select(Text)),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
    };
}
