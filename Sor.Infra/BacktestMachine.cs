using Pulumi;
using Sor.Infra.Machine;
using Aws = Pulumi.Aws;

namespace Sor.Infra;

/// <summary>
/// One machine that streams market data through Kafka and backtests it: its network, its bucket, its role and itself. Nothing can connect
/// to it unless the user names an address range for SSH.
/// </summary>
public sealed class BacktestMachine : ComponentResource
{
    private readonly BacktestMachineArgs args;
    private readonly Storage storage;
    private readonly Aws.Ec2.Instance machine;

    internal BacktestMachine(string name, BacktestMachineArgs args, ComponentResourceOptions? options = null)
        : base("sor:infra:Backtester", name, options)
    {
        this.args = args;
        var settings = args.Settings;
        var tags = Tags();
        storage = new Storage(name, args, tags, this);
        var network = new Network(name, args.Offer.Zone, settings.SshCidr, tags, this);
        var role = new MachineRole(name, storage.Name, tags, this);

        var key = settings.SshPublicKey is { } publicKey
            ? new Aws.Ec2.KeyPair(
                $"{name}-ssh",
                new Aws.Ec2.KeyPairArgs { PublicKey = publicKey, Tags = tags },
                new CustomResourceOptions { Parent = this }
            )
            : null;

        var credits = settings.InstanceType.IsBurstable
            ? new Aws.Ec2.Inputs.InstanceCreditSpecificationArgs { CpuCredits = settings.CpuCredits }
            : null;

        // The architecture is part of the name, so that changing it replaces the machine: each architecture has an image of its own.
        machine = new Aws.Ec2.Instance(
            $"{name}-{settings.InstanceType.Architecture}",
            new Aws.Ec2.InstanceArgs
            {
                Ami = args.Offer.Image,
                InstanceType = settings.InstanceType.Name,
                SubnetId = network.SubnetId,
                VpcSecurityGroupIds = { network.SecurityGroupId },
                AssociatePublicIpAddress = true,
                IamInstanceProfile = role.ProfileName,
                KeyName = key is null ? null : (Input<string>)key.KeyName,
                MetadataOptions = new Aws.Ec2.Inputs.InstanceMetadataOptionsArgs
                {
                    HttpEndpoint = "enabled",
                    HttpTokens = "required",
                    HttpPutResponseHopLimit = 1,
                },
                RootBlockDevice = new Aws.Ec2.Inputs.InstanceRootBlockDeviceArgs
                {
                    Encrypted = true,
                    VolumeType = "gp3",
                    VolumeSize = settings.VolumeSize,
                    DeleteOnTermination = true,
                    Tags = tags,
                },
                CreditSpecification = credits is null ? null : (Input<Aws.Ec2.Inputs.InstanceCreditSpecificationArgs>)credits,
                // A machine that shuts itself down when idle is stopped, not terminated, and keeps its disk.
                InstanceInitiatedShutdownBehavior = "stop",
                UserData = storage.Name.Apply(bucket => UserData.Render(settings, bucket, args.Uploads, args.Bootstrap)),
                UserDataReplaceOnChange = true,
                Tags = tags,
            },
            new CustomResourceOptions
            {
                Parent = this,
                // The machine is created last: it needs these in its first minute.
                DependsOn = (Resource[])[storage.Archive, storage.Data, storage.Kafka, .. role.Rights, .. network.WaysOut],
                // A newer image must not replace a machine that works.
                IgnoreChanges = { "ami" },
                // EC2 would enlarge the disk of a running machine, but nothing would enlarge the filesystem on it.
                ReplaceOnChanges = { "rootBlockDevice.volumeSize" },
            });

        RegisterOutputs(Outputs());
    }

    /// <summary>What a user needs next: identifiers, and commands to copy.</summary>
    public IDictionary<string, object?> Outputs()
    {
        var settings = args.Settings;
        var region = settings.Region;
        var (bucket, instance) = (storage.Name, machine.Id);
        var outputs = new Dictionary<string, object?>
        {
            ["bucket"] = bucket,
            ["instance"] = instance,
            ["status"] = OfBoth(Commands.Status),
            ["log"] = OfBoth(Commands.Log),
            ["results"] = bucket.Apply(name => Commands.Results(region, name)),
            ["report"] = bucket.Apply(name => Commands.Report(region, name)),
            ["shell"] = instance.Apply(id => Commands.Shell(region, id)),
            ["run"] = instance.Apply(id => Commands.Run(region, id, settings.TimeLimit)),
            ["kafka"] = instance.Apply(id => Commands.Kafka(region, id)),
            ["start"] = instance.Apply(id => Commands.Start(region, id)),
            ["stop"] = instance.Apply(id => Commands.Stop(region, id)),
            ["monthlyCost"] =
                $"{InstanceTypes.MonthlyCost(settings.InstanceType, settings.VolumeSize)} if it runs all the time, at us-east-1 prices, without bursts and transfer",
        };
        if (settings.SshCidr is not null) outputs["ssh"] = Output.Format($"ssh ubuntu@{machine.PublicIp}");
        return outputs;

        Output<string> OfBoth(Func<string, string, string, string> command) => Output
            .Tuple(bucket, instance)
            .Apply(((string Bucket, string Instance) both) => command(region, both.Bucket, both.Instance));
    }

    private static InputMap<string> Tags() => new()
    {
        { "Name", $"sor-{Deployment.Instance.StackName}" },
        { "Project", Deployment.Instance.ProjectName },
        { "Stack", Deployment.Instance.StackName },
        { "ManagedBy", "pulumi" },
    };
}
