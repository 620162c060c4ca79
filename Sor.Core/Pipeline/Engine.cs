namespace Sor.Core.Pipeline;

/// <summary>What makes the results.</summary>
public static class Engine
{
    /// <summary>Its version, three numbers: outcomes of different versions are never merged.</summary>
    public static string Version { get; } = typeof(Engine).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
