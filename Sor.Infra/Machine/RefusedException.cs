namespace Sor.Infra.Machine;

/// <summary>What was asked for cannot be done; the message says what and why, and nothing has been created.</summary>
internal sealed class RefusedException(string message) : Exception(message);
