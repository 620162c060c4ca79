using System.Globalization;

namespace Sor.Streaming.Group;

/// <summary>
/// Puts together the outcomes of one member and partition from their pieces. A piece names its first byte, which must be where the piece
/// before ended, or 0 where the member begins anew. Anything else is dropped, so no number in a message decides how much memory is used.
/// </summary>
internal sealed class Pieces
{
    /// <summary>The outcomes, by instrument.</summary>
    public SortedDictionary<uint, MemoryStream> Whole { get; } = [];

    /// <summary>
    /// Adds a piece. If it does not follow the one before, the whole outcome is dropped: it is then missing rather than wrong.
    /// </summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="at">At which byte the piece begins, as the message says.</param>
    /// <param name="bytes">The piece.</param>
    public void Add(uint instrument, string? at, ReadOnlySpan<byte> bytes)
    {
        if (!long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var start)) start = -1;
        if (start == 0) Whole[instrument] = new MemoryStream();
        if (Whole.TryGetValue(instrument, out var outcome) && outcome.Length == start) outcome.Write(bytes);
        else Whole.Remove(instrument);
    }
}
