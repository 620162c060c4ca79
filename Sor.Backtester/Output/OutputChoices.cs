namespace Sor.Backtester.Output;

/// <summary>What is shown and written.</summary>
/// <param name="Json">Print <c>result.json</c>, and nothing else, to standard output.</param>
/// <param name="Audit">Write every decision with the book it saw.</param>
internal readonly record struct OutputChoices(bool Json, bool Audit);
