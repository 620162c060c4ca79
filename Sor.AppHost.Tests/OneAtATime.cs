namespace Sor.AppHost.Tests;

/// <summary>Applications that run have the machine to themselves, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OneAtATime
{
    public const string Name = "an application that runs";
}
