using Sor.Streaming.Read;

namespace Sor.Streaming.Group;

/// <summary>
/// What a part of a group's outcomes was made from, and how. A part of another origin does not belong to the run, even if it names the same
/// run.
/// </summary>
/// <param name="Topic">The topic the records were read from.</param>
/// <param name="Run">The run.</param>
/// <param name="Partitions">Partitions of the run.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Stamp">Which records the partition had.</param>
/// <param name="Options">What the outcomes depend on besides the records, as one line.</param>
/// <param name="Engine">Version of what made the outcomes.</param>
public sealed record PartOrigin(
    string Topic, string Run, int Partitions, int Partition, PartitionStamp Stamp, string Options, string Engine);
