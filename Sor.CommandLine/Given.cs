namespace Sor.CommandLine;

/// <summary>An option's value and the text that gave it, which help and messages show.</summary>
/// <param name="Text">As the user wrote it.</param>
/// <param name="Value">What it means.</param>
public sealed record Given<T>(string Text, T Value)
{
    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
