using System.IO.Hashing;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Read;

/// <summary>
/// Identifies the records of a run on one partition. The run's id alone does not: a topic can be deleted and created again, and other
/// records published under the same id.
/// </summary>
/// <param name="Begin">Offset of BEGIN.</param>
/// <param name="End">XXH3-128 of END's bytes, as 32 hexadecimal digits. END holds the count and the hash of the records, and the names of
/// files and instruments.</param>
public readonly record struct PartitionStamp(long Begin, string End)
{
    /// <summary>The stamp of a partition by the END that was found on it.</summary>
    internal static PartitionStamp Of(long begin, Payload end)
    {
        var hash = new XxHash128();
        hash.Append(end.Bytes);
        return new PartitionStamp(begin, RecordCodec.Hex(hash));
    }
}
