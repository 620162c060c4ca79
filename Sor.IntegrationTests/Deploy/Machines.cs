using Sor.IntegrationTests.Deploy;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Parallelization(MaxThreads = 3)]
[assembly: TestCollectionOrderer(typeof(MachinesFirst))]

namespace Sor.IntegrationTests.Deploy;

/// <summary>
/// Tests on whole machines, one after another. They wait more than they work, and take longest together, so all other tests run beside
/// them.
/// </summary>
[CollectionDefinition(nameof(Machines))]
public sealed class Machines : ICollectionFixture<PublishedArchive>;

/// <summary>Begins with the machines.</summary>
public sealed class MachinesFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections)
        where T : ITestCollection =>
        [.. testCollections.OrderByDescending(collection => collection.TestCollectionDisplayName == nameof(Machines))];
}
