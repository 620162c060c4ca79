namespace Sor.Core.Failures;

/// <summary>
/// What would help against a failure, where that is up to the user. The libraries name it; a program says it in its own words, since only a
/// program knows how its user asks for things. Each kind of remedy is a record of its own, with what a sentence about it needs.
/// </summary>
public abstract record Remedy;
