using System.Runtime.CompilerServices;

namespace Sor.Core.MarketData;

/// <summary>Where the next record of a file stands among those of the files it is merged with.</summary>
/// <param name="Clock">
/// The latest time of any of the file's records so far, the next one included: a record behind its file's clock goes with the clock.
/// </param>
/// <param name="Publisher">The next record's publisher.</param>
/// <param name="Rank">The file's place among the files of the source.</param>
internal readonly record struct FileHead(ulong Clock, ushort Publisher, int Rank)
{
    // Publisher and rank in one number.
    private readonly ulong tie = (ulong)Publisher << 32 | (uint)Rank;

    /// <summary>Whether this record goes before another's: by time, then publisher, then file.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Precedes(in FileHead other) => Clock == other.Clock ? tie < other.tie : Clock < other.Clock;
}
