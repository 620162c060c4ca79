namespace Sor.Core.Failures;

/// <summary>What a user is told though nothing failed: what is being waited for, or what should be asked about the data.</summary>
/// <param name="Text">In a sentence.</param>
/// <param name="Remedy">What would help, where something would.</param>
public sealed record Notice(string Text, Remedy? Remedy = null);
