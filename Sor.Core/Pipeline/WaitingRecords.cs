using System.Runtime.InteropServices;
using Sor.Core.MarketData;
using Sor.Core.Storage;

namespace Sor.Core.Pipeline;

/// <summary>
/// Records of instruments whose turn has not come, divided into groups of instruments by first appearance; each group in stream order.
/// </summary>
/// <param name="groupSize">Most instruments of a group.</param>
/// <param name="folder">Where they wait once they are many; <c>null</c> for memory.</param>
/// <param name="memory">Bytes that wait in memory.</param>
internal sealed class WaitingRecords(int groupSize, string? folder, int memory) : IDisposable
{
    private readonly Spool spool = new(folder, memory);
    private readonly Dictionary<uint, Group> groupOf = [];
    private readonly Queue<Group> groups = [];
    private Group? last;

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => groups.Count == 0;

    /// <summary>Takes records of one instrument, in stream order.</summary>
    public void Add(ReadOnlySpan<Mbp1> records)
    {
        ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(groupOf, records[0].InstrumentId, out _);
        group ??= Join();
        group.Add(records);
    }

    /// <summary>The group that waits longest, whose turn has come.</summary>
    public Group Next() => groups.Dequeue();

    /// <inheritdoc/>
    public void Dispose() => spool.Dispose();

    private Group Join()
    {
        if (last is null || last.Instruments == groupSize) groups.Enqueue(last = new Group(spool));
        last.Instruments++;
        return last;
    }

    /// <summary>The records of some instruments.</summary>
    /// <param name="spool">Where they wait.</param>
    internal sealed class Group(Spool spool)
    {
        private const int BlockRecords = 512;

        private readonly List<(long At, int Records)> blocks = [];
        private readonly Mbp1[] block = new Mbp1[BlockRecords];
        private int count;
        private int next;

        /// <summary>How many instruments they are of.</summary>
        public int Instruments { get; set; }

        public void Add(ReadOnlySpan<Mbp1> records)
        {
            while (!records.IsEmpty)
            {
                if (count == BlockRecords) PutAway();
                var part = Math.Min(records.Length, BlockRecords - count);
                records[..part].CopyTo(block.AsSpan(count));
                count += part;
                records = records[part..];
            }
        }

        /// <summary>Reads the next records: at least one, or none at the end; nothing is added any more.</summary>
        public int Read(Mbp1[] destination)
        {
            if (count > 0) PutAway();
            var read = 0;
            while (next < blocks.Count && blocks[next].Records <= destination.Length - read)
            {
                var (at, records) = blocks[next++];
                spool.Read(at, MemoryMarshal.AsBytes(destination.AsSpan(read, records)));
                read += records;
            }

            return read;
        }

        private void PutAway()
        {
            blocks.Add((spool.Append(MemoryMarshal.AsBytes(block.AsSpan(0, count))), count));
            count = 0;
        }
    }
}
