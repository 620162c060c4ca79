using System.Diagnostics;
using Sor.Core.MarketData;

namespace Sor.Streaming.Read;

/// <summary>A source that takes one message after another from a broker and hands out their records.</summary>
internal abstract class StreamSource : IStreamSource
{
    private ReadOnlyMemory<Mbp1> pending;

    /// <inheritdoc/>
    public abstract SourceSchema Schema { get; }

    /// <inheritdoc/>
    public abstract SourceSummary Summary { get; }

    /// <inheritdoc/>
    public abstract double? Progress { get; }

    /// <inheritdoc/>
    public abstract StreamReport Report { get; }

    /// <inheritdoc/>
    public virtual PartitionStamp? StampOf(int partition) => null;

    /// <inheritdoc/>
    public int Read(Span<Mbp1> destination)
    {
        var written = 0;
        var since = Stopwatch.GetTimestamp();
        while (written < destination.Length)
        {
            if (pending.IsEmpty && (pending = Next(wait: written == 0, since)).IsEmpty) break;
            var taken = Math.Min(destination.Length - written, pending.Length);
            pending.Span[..taken].CopyTo(destination[written..]);
            pending = pending[taken..];
            written += taken;
        }

        return written;
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Takes messages until one has new records, which stay valid until the next is taken.</summary>
    /// <param name="wait">Whether to wait for a message that is not there yet.</param>
    /// <param name="since">Since when nothing has come, as a timestamp.</param>
    /// <returns>The records; none at the end, or if nothing is there and waiting is not asked for.</returns>
    protected abstract ReadOnlyMemory<Mbp1> Next(bool wait, long since);
}
