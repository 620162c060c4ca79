namespace Sor.IntegrationTests.Deploy;

/// <summary>Tests on whole machines, after all others: they take both cores, and others measure time.</summary>
[CollectionDefinition(nameof(Machines), DisableParallelization = true)]
public sealed class Machines : ICollectionFixture<PublishedArchive>;
