namespace Sor.Streaming.Read;

/// <summary>One partition of a run while it is read.</summary>
/// <param name="partition">Its number.</param>
/// <param name="begin">Offset of the run's BEGIN.</param>
/// <param name="until">The offset at which reading stops.</param>
/// <param name="integrity">Follows its records.</param>
internal sealed class RunPartition(int partition, long begin, long until, PartitionIntegrity integrity)
{
    public int Partition { get; } = partition;

    public long Begin { get; } = begin;

    public long Until { get; } = until;

    public PartitionIntegrity Integrity { get; } = integrity;

    /// <summary>The next offset; BEGIN itself has been read.</summary>
    public long Position { get; set; } = begin + 1;

    /// <summary>Whether the message before <see cref="Until"/> has come.</summary>
    public bool LastSeen { get; set; }

    /// <summary>Which records these were, once END has come.</summary>
    public PartitionStamp? Stamp { get; set; }

    /// <summary>Whether nothing more is read of it.</summary>
    public bool Done { get; set; }

    /// <summary>Why the producer gave up, if nothing of the run has followed its ABORT.</summary>
    public string? Aborted { get; set; }
}
