using Pulumi;
using Aws = Pulumi.Aws;

namespace Sor.Infra;

/// <summary>
/// The machine's own network with one public subnet. Outward it lets HTTP and HTTPS pass; inward only SSH from the range that the user
/// names, if any.
/// </summary>
internal sealed class Network
{
    public Network(string name, string zone, string? sshCidr, InputMap<string> tags, Resource parent)
    {
        var options = new CustomResourceOptions { Parent = parent };
        var vpc = new Aws.Ec2.Vpc(
            $"{name}-vpc",
            new Aws.Ec2.VpcArgs
            {
                CidrBlock = "10.83.0.0/24",
                EnableDnsSupport = true,
                EnableDnsHostnames = true,
                Tags = tags,
            },
            options);
        // AWS gives every network a security group that lets its members talk to each other. Managed here without rules, it lets nobody.
        _ = new Aws.Ec2.DefaultSecurityGroup(
            $"{name}-default",
            new Aws.Ec2.DefaultSecurityGroupArgs { VpcId = vpc.Id, Tags = tags },
            options);
        var subnet = new Aws.Ec2.Subnet(
            $"{name}-public",
            new Aws.Ec2.SubnetArgs
            {
                VpcId = vpc.Id,
                CidrBlock = "10.83.0.0/26",
                AvailabilityZone = zone,
                MapPublicIpOnLaunch = false,
                Tags = tags,
            },
            options);
        var gateway = new Aws.Ec2.InternetGateway(
            $"{name}-gateway",
            new Aws.Ec2.InternetGatewayArgs { VpcId = vpc.Id, Tags = tags },
            options);
        var table = new Aws.Ec2.RouteTable($"{name}-routes", new Aws.Ec2.RouteTableArgs { VpcId = vpc.Id, Tags = tags }, options);
        var internet = new Aws.Ec2.Route(
            $"{name}-internet",
            new Aws.Ec2.RouteArgs
            {
                RouteTableId = table.Id,
                DestinationCidrBlock = "0.0.0.0/0",
                GatewayId = gateway.Id,
            },
            options);
        var association = new Aws.Ec2.RouteTableAssociation(
            $"{name}-public-routes",
            new Aws.Ec2.RouteTableAssociationArgs { RouteTableId = table.Id, SubnetId = subnet.Id },
            options);

        var group = new Aws.Ec2.SecurityGroup(
            $"{name}-machine",
            new Aws.Ec2.SecurityGroupArgs
            {
                VpcId = vpc.Id,
                Description = "Sor: the machine",
                Tags = tags,
            },
            options);
        // Only what is listed here may leave, because the provider removes AWS's rule that lets everything out. Packages come by HTTP (they
        // are signed), all else by HTTPS.
        WaysOut = [internet, association, Out("https", 443), Out("http", 80)];
        if (sshCidr is not null)
        {
            _ = new Aws.Vpc.SecurityGroupIngressRule(
                $"{name}-ssh",
                new Aws.Vpc.SecurityGroupIngressRuleArgs
                {
                    SecurityGroupId = group.Id,
                    IpProtocol = "tcp",
                    FromPort = 22,
                    ToPort = 22,
                    CidrIpv4 = sshCidr,
                    Description = "SSH from the configured range",
                    Tags = tags,
                },
                options);
        }

        SubnetId = subnet.Id;
        SecurityGroupId = group.Id;

        Aws.Vpc.SecurityGroupEgressRule Out(string protocol, int port) => new(
            $"{name}-out-{protocol}",
                new Aws.Vpc.SecurityGroupEgressRuleArgs
                {
                    SecurityGroupId = group.Id,
                    IpProtocol = "tcp",
                    FromPort = port,
                    ToPort = port,
                    CidrIpv4 = "0.0.0.0/0",
                    Description = protocol,
                    Tags = tags,
                },
            options);
    }

    public Output<string> SubnetId { get; }

    public Output<string> SecurityGroupId { get; }

    /// <summary>The resources that must be there before the machine can reach anything.</summary>
    public IReadOnlyList<Resource> WaysOut { get; }
}
