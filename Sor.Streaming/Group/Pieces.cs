using System.Globalization;

namespace Sor.Streaming.Group;

/// <summary>
/// Outcomes of one member and partition while their pieces come. A piece says at which byte it begins, and begins where the one before has
/// ended, or at 0, where the member begins anew: nothing else is taken, so that no number in a message decides how much memory is used.
/// </summary>
internal sealed class Pieces
{
    /// <summary>The outcomes, by instrument.</summary>
    public SortedDictionary<uint, MemoryStream> Whole { get; } = [];

    /// <summary>Adds a piece. One that does not follow drops the outcome, which is then missing and not wrong.</summary>
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
