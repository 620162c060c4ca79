namespace Sor.Benchmarks.Measuring;

/// <summary>One way to do the work.</summary>
/// <param name="Name">What does it.</param>
/// <param name="Run">Does all of it once, and returns how many items that were.</param>
internal record Contender(string Name, Func<long> Run);

/// <summary>What ours is held against.</summary>
/// <param name="Name">What does it.</param>
/// <param name="Run">Does all of it once, and returns how many items that were.</param>
/// <param name="AtLeast">The budget: how many times its rate ours must have; <c>null</c> to show the ratio only.</param>
internal sealed record Reference(string Name, Func<long> Run, double? AtLeast = null) : Contender(Name, Run);
