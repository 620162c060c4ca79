[assembly: Xunit.v3.Parallelization(MaxThreads = 3)]

namespace Sor.IntegrationTests.Deploy;

/// <summary>Tests on whole machines, one after another: they wait more than they work, so all other tests run beside them.</summary>
[CollectionDefinition(nameof(Machines))]
public sealed class Machines : ICollectionFixture<PublishedArchive>;
