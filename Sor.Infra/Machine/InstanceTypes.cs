using System.Globalization;

namespace Sor.Infra.Machine;

/// <summary>A size of machine that Sor is known to fit.</summary>
/// <param name="Name">EC2's name, such as t3.micro.</param>
/// <param name="Architecture">The runtime's word: x64 or arm64.</param>
/// <param name="DollarsPerHour">On demand, Linux, us-east-1 (https://aws.amazon.com/ec2/pricing/on-demand/); other regions differ.</param>
internal sealed record InstanceType(string Name, string Architecture, decimal DollarsPerHour)
{
    /// <summary>Whether its processor is shared and paid by credits.</summary>
    public bool IsBurstable => Name[0] == 't';
}

/// <summary>The sizes to choose from. Half a gibibyte (nano) is less than broker, producer and backtester need together.</summary>
internal static class InstanceTypes
{
    public static readonly IReadOnlyList<InstanceType> All =
    [
        new("t3.micro", "x64", .0104m), new("t3.small", "x64", .0208m), new("t3.medium", "x64", .0416m), new("t3.large", "x64", .0832m),
        new("t3a.micro", "x64", .0094m), new("t3a.small", "x64", .0188m), new("t3a.medium", "x64", .0376m), new("t3a.large", "x64", .0752m),
        new("t4g.micro", "arm64", .0084m),
        new("t4g.small", "arm64", .0168m),
        new("t4g.medium", "arm64", .0336m),
        new("t4g.large", "arm64", .0672m),
        new("m7i.large", "x64", .1008m), new("c7i.large", "x64", .08925m), new("c7i.xlarge", "x64", .1785m),
        new("m7g.medium", "arm64", .0408m),
        new("m7g.large", "arm64", .0816m),
        new("c7g.medium", "arm64", .0363m),
        new("c7g.large", "arm64", .0725m),
    ];

    /// <summary>The type of a name, or none.</summary>
    public static InstanceType? Find(string name) => All.FirstOrDefault(type => type.Name == name);

    /// <summary>
    /// What a machine costs in a month of 730 hours, running all the time, in dollars: the machine, its public address and its disk.
    /// </summary>
    public static string MonthlyCost(InstanceType type, int volumeGigabytes)
    {
        const decimal Hours = 730, AddressPerHour = .005m, DiskPerGigabyte = .08m;
        var cost = (Hours * (type.DollarsPerHour + AddressPerHour)) + (volumeGigabytes * DiskPerGigabyte);
        return string.Create(CultureInfo.InvariantCulture, $"${cost:F2}");
    }
}
