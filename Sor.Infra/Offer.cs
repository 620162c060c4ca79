using Sor.Infra.Machine;
using Aws = Pulumi.Aws;

namespace Sor.Infra;

/// <summary>What the region has for a type of machine, asked before anything is created.</summary>
/// <param name="Zone">A zone in which there are machines of the type.</param>
/// <param name="Image">The current image of Ubuntu 24.04 for its architecture.</param>
internal sealed record Offer(string Zone, string Image)
{
    /// <exception cref="RefusedException">The region has no such machines.</exception>
    public static async Task<Offer> AskAsync(MachineSettings settings)
    {
        var (type, region) = (settings.InstanceType, settings.Region);
        var offers = await Aws.Ec2.GetInstanceTypeOfferings.InvokeAsync(new Aws.Ec2.GetInstanceTypeOfferingsArgs
        {
            LocationType = "availability-zone",
            Filters = { new Aws.Ec2.Inputs.GetInstanceTypeOfferingsFilterArgs { Name = "instance-type", Values = { type.Name } } },
        });
        // Not every zone has every type. The first by name, so that asking again gives the same; a zone is named by its region and one
        // letter, and what has a longer name (a local zone, a phone network's) has not every kind of disk.
        var zones = offers.Locations.IsDefault
            ? []
            : offers.Locations.Where(zone => zone.Length == region.Length + 1 && zone.StartsWith(region, StringComparison.Ordinal));
        var zone = zones.Order(StringComparer.Ordinal).FirstOrDefault()
            ?? throw new RefusedException(
                $"sor:instanceType {type.Name}: region {region} does not offer it; choose another type or region");

        // Canonical publishes its current images under these names
        // (https://documentation.ubuntu.com/aws/aws-how-to/instances/find-ubuntu-images/).
        var ubuntu = type.Architecture == "arm64" ? "arm64" : "amd64";
        var image = await Aws.Ssm.GetParameter.InvokeAsync(
            new Aws.Ssm.GetParameterArgs { Name = $"/aws/service/canonical/ubuntu/server/24.04/stable/current/{ubuntu}/hvm/ebs-gp3/ami-id" }
        );
        return new Offer(zone, image.InsecureValue);
    }
}
