using System.Text.Json;
using Confluent.Kafka;
using Sor.Core.MarketData;
using Sor.Streaming.Wire;

namespace Sor.Streaming.Publish;

/// <summary>The messages of a run that carry no records: BEGIN, END and ABORT on every partition.</summary>
internal sealed class RunControl(RunSender sender, PartitionWriter[] partitions, string run)
{
    private static readonly TimeSpan AbortWait = TimeSpan.FromSeconds(5);

    /// <summary>Writes BEGIN; on partition 0 last, so that a reader who sees it finds all others.</summary>
    public void Begin(BeginManifest manifest)
    {
        var begins = new long[partitions.Length - 1];
        for (var i = partitions.Length - 1; i >= 0; i--)
        {
            var own = manifest with { Partition = i, Begins = i == 0 ? begins : [], Symbols = SymbolsOf(i, manifest.Symbols) };
            var offset = sender.SendAndWait(
                partitions[i],
                MessageKind.Begin,
                JsonSerializer.SerializeToUtf8Bytes(own, ManifestJson.Default.BeginManifest));
            partitions[i].BeginAt(offset);
            if (i > 0) begins[i - 1] = offset;
        }
    }

    /// <summary>Writes END where the broker lacks it.</summary>
    public void End(SourceSummary summary, long total)
    {
        foreach (var partition in partitions)
        {
            if (partition.Ended) continue;
            var end = new EndManifest(
                run,
                partition.Next,
                partition.Hash,
                total,
                summary.Files,
                summary.Rejects,
                SymbolsOf(partition.Partition, summary.Symbols))
            {
                ZeroPrices = summary.ZeroPrices,
                Rounded = summary.Rounded,
                Disordered = summary.Disordered,
            };
            sender.SendAndWait(partition, MessageKind.End, JsonSerializer.SerializeToUtf8Bytes(end, ManifestJson.Default.EndManifest));
        }
    }

    /// <summary>Writes ABORT to every partition, if the broker still takes messages. Returns whether it has taken all of them.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="sendRest">Sends what is left of a partition first.</param>
    public bool Abort(string reason, Action<PartitionWriter> sendRest)
    {
        if (sender.HasFailed || !partitions[0].HasBegun) return false;
        try
        {
            // Makes room: the queue is often full when the user interrupts.
            sender.TryFlush(AbortWait);
            foreach (var partition in partitions)
            {
                sendRest(partition);
                var manifest = JsonSerializer.SerializeToUtf8Bytes(
                    new AbortManifest(run, partition.Next, reason),
                    ManifestJson.Default.AbortManifest);
                sender.Send(partition, partition.Headers(MessageKind.Abort, null), manifest);
                partition.Sent();
            }

            return sender.TryFlush(AbortWait);
        }
        catch (Exception e) when (e is SorException or KafkaException or OperationCanceledException)
        {
            // The first failure is the one to show.
            return false;
        }
    }

    private IReadOnlyList<InstrumentSymbol> SymbolsOf(int partition, IReadOnlyList<InstrumentSymbol> symbols) =>
        partitions.Length == 1 ? symbols : [.. symbols.Where(symbol => symbol.InstrumentId % (uint)partitions.Length == partition)];
}
