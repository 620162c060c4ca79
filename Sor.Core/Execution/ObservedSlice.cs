namespace Sor.Core.Execution;

/// <summary>What a slice of the past teaches. Venues are in the order of their MICs, those that showed its price alone.</summary>
/// <param name="Start">When it began, nanoseconds since the epoch.</param>
/// <param name="End">When it ended.</param>
/// <param name="Move">How twice the mid moved over it, nano-dollars, turned for sells.</param>
/// <param name="Completion">What the first share cost beyond the mid at its end: twice the lowest all-in price less twice the mid,
/// nano-dollars.</param>
/// <param name="Venues">Slots of the venues.</param>
/// <param name="Sizes">Shares they displayed at its start.</param>
/// <param name="Filled">What an order without limit would have been filled at each, by assumption and then by venue.</param>
internal sealed record ObservedSlice(ulong Start, ulong End, long Move, long Completion, byte[] Venues, uint[] Sizes, long[][] Filled);
