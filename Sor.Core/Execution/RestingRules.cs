using Sor.Core.Tape;

namespace Sor.Core.Execution;

/// <summary>How long orders rest, and how they are filled.</summary>
/// <param name="Assumption">What market data does not say of them.</param>
/// <param name="Slices">The window's slices of the parent's own side.</param>
public sealed record RestingRules(IQueueAssumption Assumption, IReadOnlyList<Slice> Slices);
