using System.Buffers;

namespace Sor.Streaming.Wire;

/// <summary>
/// What a run may be called. Ids come from other machines and are shown on terminals and put into names, so they are plain: a message under
/// any other id is not one of a run.
/// </summary>
public static class RunId
{
    /// <summary>The longest id.</summary>
    public const int MostCharacters = 100;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Whether a text is an id: 1 to 100 letters (A to Z), digits, dots, underscores and hyphens.</summary>
    public static bool IsValid(ReadOnlySpan<char> text) => text.Length is > 0 and <= MostCharacters && !text.ContainsAnyExcept(Allowed);
}
