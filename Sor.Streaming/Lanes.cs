using System.Diagnostics;
using System.Text.Json;
using Confluent.Kafka;
using Sor.Core.MarketData;

namespace Sor.Streaming;

/// <summary>
/// A run's partitions while it is written: which record goes where, what is not yet sent, and what failed.
/// </summary>
internal sealed class Lanes : IDisposable
{
    private static readonly TimeSpan AbortWait = TimeSpan.FromSeconds(5);

    private readonly IProducer<Null, byte[]>? _producer;
    private readonly Topic _topic;
    private readonly string _run;
    private readonly PublishOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly Lane[] _lanes;
    private Activity? _batch;
    private long _batchEnd;
    private volatile Error? _failure;
    private int _behind;

    /// <param name="producer">Where to send; without one records are counted and hashed alone.</param>
    /// <param name="topic">Where to.</param>
    /// <param name="run">The run's id.</param>
    /// <param name="options">How.</param>
    /// <param name="found">What the broker has of the run; <c>null</c> for a new one.</param>
    /// <param name="cancellation">Ends waiting.</param>
    public Lanes(IProducer<Null, byte[]>? producer, Topic topic, string run, PublishOptions options, FoundRun? found, CancellationToken cancellation)
    {
        _producer = producer;
        _topic = topic;
        _run = run;
        _options = options;
        _cancellation = cancellation;
        // A batch has some overhead of its own (61 bytes, and a little per message); a topic with a small limit gets smaller messages.
        var bytes = Math.Min(options.MessageBytes, topic.MaxMessageBytes - 512);
        var records = Math.Max(1, bytes / Mbp1.SizeInBytes);
        _lanes = new Lane[topic.Partitions];
        for (var i = 0; i < _lanes.Length; i++) _lanes[i] = new Lane(topic.Name, i, run, records, found?.Parts[i], OnFailure);
        _behind = _lanes.Count(lane => lane.Next < lane.Prefix);
    }

    /// <summary>Records of the run so far, those found on the broker included.</summary>
    public long Records => _lanes.Sum(lane => lane.Next + lane.Filled);

    /// <summary>Records found on the broker.</summary>
    public long Resumed => _lanes.Sum(lane => lane.Prefix);

    /// <summary>Messages sent.</summary>
    public long Messages { get; private set; }

    /// <summary>Whether everything from here on is new to the broker.</summary>
    public bool IsPastPrefix => _behind == 0;

    /// <summary>Whether a message is being filled.</summary>
    public bool HasUnsent => Array.Exists(_lanes, lane => lane.Filled > 0);

    /// <summary>Writes BEGIN on every partition; on partition 0 last, so that a reader who sees it finds all others.</summary>
    public void Begin(BeginManifest manifest)
    {
        var begins = new long[_lanes.Length - 1];
        for (var i = _lanes.Length - 1; i >= 0; i--)
        {
            var own = manifest with { Partition = i, Begins = i == 0 ? begins : [], Symbols = SymbolsOf(i, manifest.Symbols) };
            var offset = SendControl(_lanes[i], MessageKind.Begin, JsonSerializer.SerializeToUtf8Bytes(own, ManifestJson.Default.BeginManifest));
            _lanes[i].BeginAt(offset);
            if (i > 0) begins[i - 1] = offset;
        }
    }

    /// <summary>Adds records in order.</summary>
    public void Append(ReadOnlySpan<Mbp1> records)
    {
        if (_lanes.Length == 1)
        {
            var lane = _lanes[0];
            while (!records.IsEmpty)
            {
                var taken = lane.Take(records);
                records = records[taken..];
                if (lane.IsFull) Send(lane);
            }

            return;
        }

        foreach (ref readonly var record in records) Append(record);
    }

    /// <summary>Adds a record.</summary>
    public void Append(in Mbp1 record)
    {
        var lane = _lanes[record.InstrumentId % (uint)_lanes.Length];
        lane.Take(record);
        if (lane.IsFull || _options.Format == StreamFormat.Json) Send(lane);
    }

    /// <summary>Sends what has waited its time. Throws what the broker refused.</summary>
    public void SendOld()
    {
        ThrowIfFailed();
        foreach (var lane in _lanes)
        {
            if (lane.Filled > 0 && lane.Age >= StreamDefaults.MessageAgeMilliseconds) Send(lane);
        }
    }

    /// <summary>Writes END on every partition that lacks it and waits until the broker has everything.</summary>
    public void End(SourceSummary summary)
    {
        foreach (var lane in _lanes) Send(lane);
        RequirePrefix();
        Flush();
        CloseBatch();
        foreach (var reject in summary.Rejects) Instruments.RejectedRecords.Add(reject.Rows, new KeyValuePair<string, object?>("reason", reject.Reason));
        var total = Records;
        foreach (var lane in _lanes)
        {
            if (lane.Ended) continue;
            var end = new EndManifest(_run, lane.Next, lane.Hash, total, summary.Files, summary.Rejects, SymbolsOf(lane.Partition, summary.Symbols))
            {
                ZeroPrices = summary.ZeroPrices,
                Rounded = summary.Rounded,
                Disordered = summary.Disordered,
            };
            SendControl(lane, MessageKind.End, JsonSerializer.SerializeToUtf8Bytes(end, ManifestJson.Default.EndManifest));
        }
    }

    /// <summary>Says on every partition that the run ends here, if the broker can still be told. Returns whether it has.</summary>
    public bool Abort(string reason)
    {
        if (_producer is null || _failure is not null || !_lanes[0].HasBegun) return false;
        try
        {
            // Makes room: the queue is often full when the user interrupts.
            _producer.Flush(AbortWait);
            foreach (var lane in _lanes)
            {
                if (IsPastPrefix) Send(lane);
                var manifest = JsonSerializer.SerializeToUtf8Bytes(new AbortManifest(_run, lane.Next, reason), ManifestJson.Default.AbortManifest);
                Produce(lane, lane.Headers(MessageKind.Abort, null), manifest);
                lane.Sent();
            }

            return _producer.Flush(AbortWait) == 0 && _failure is null;
        }
        catch (Exception e) when (e is SorException or KafkaException or OperationCanceledException)
        {
            // The first failure is the one to show.
            return false;
        }
    }

    /// <summary>Throws if the input did not begin with what the broker has.</summary>
    public void RequirePrefix()
    {
        foreach (var lane in _lanes)
        {
            if (lane.Next + lane.Filled < lane.Prefix) throw Changed($"it ends after {lane.Next + lane.Filled:N0} of partition {lane.Partition}'s {lane.Prefix:N0} records that the broker has");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => CloseBatch();

    private IReadOnlyList<InstrumentSymbol> SymbolsOf(int partition, IReadOnlyList<InstrumentSymbol> symbols) =>
        _lanes.Length == 1 ? symbols : [.. symbols.Where(symbol => symbol.InstrumentId % (uint)_lanes.Length == partition)];

    private void Send(Lane lane)
    {
        if (lane.Filled == 0) return;
        lane.AppendHash();
        if (lane.Next < lane.Prefix)
        {
            lane.Advance();
            if (lane.Next < lane.Prefix) return;
            _behind--;
            if (lane.Hash != lane.PrefixHash) throw Changed($"the first {lane.Prefix:N0} records of partition {lane.Partition} are not the ones that the broker has");
            return;
        }

        if (_producer is null)
        {
            lane.Advance();
            return;
        }

        string? trace = null;
        if (Instruments.Source.HasListeners()) trace = NextBatch(lane.Filled);
        Produce(lane, lane.Headers(MessageKind.Data, trace), lane.Body(_options.Format));
        lane.Sent();
        lane.Advance();
        Messages++;
    }

    private long SendControl(Lane lane, MessageKind kind, byte[] manifest)
    {
        try
        {
            var message = new Message<Null, byte[]> { Headers = lane.Headers(kind, null), Value = manifest };
            var sent = _producer!.ProduceAsync(new TopicPartition(_topic.Name, lane.Partition), message, _cancellation).GetAwaiter().GetResult();
            lane.Sent();
            if (kind == MessageKind.Begin && sent.Offset.Value < 0) throw Refused(new Error(ErrorCode.Unknown, "it did not say where the run begins"), manifest.Length, null);
            if (!lane.CanBeAt(sent.Offset)) throw Refused(new Error(ErrorCode.UnknownTopicId), manifest.Length, null);
            return sent.Offset.Value;
        }
        catch (ProduceException<Null, byte[]> e)
        {
            throw Refused(e.Error, manifest.Length, e);
        }
    }

    private void Produce(Lane lane, Headers headers, byte[] body)
    {
        var message = new Message<Null, byte[]> { Headers = headers, Value = body };
        lane.Started();
        while (true)
        {
            ThrowIfFailed();
            try
            {
                _producer!.Produce(lane.Target, message, lane.OnDelivered);
                return;
            }
            catch (ProduceException<Null, byte[]> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                // Back-pressure: the broker is slower than the source.
                if (_cancellation.WaitHandle.WaitOne(1)) throw new OperationCanceledException(_cancellation);
            }
            catch (ProduceException<Null, byte[]> e)
            {
                throw Refused(e.Error, body.Length, e);
            }
        }
    }

    private void Flush()
    {
        while (_producer!.Flush(TimeSpan.FromMilliseconds(100)) > 0)
        {
            ThrowIfFailed();
            _cancellation.ThrowIfCancellationRequested();
        }

        ThrowIfFailed();
    }

    private SorException Changed(string how) =>
        SorException.BadData($"run {_run} cannot be resumed, its input has changed: {how}; resume it with the input it was begun with, or publish a new run");

    private void OnFailure(Error error) => _failure ??= error;

    private void ThrowIfFailed()
    {
        if (_failure is { } error) throw Refused(error, _options.MessageBytes, null);
    }

    private SorException Refused(Error error, int bytes, Exception? inner)
    {
        var hint = error.Code switch
        {
            ErrorCode.MsgSizeTooLarge => $"a message of {bytes:N0} bytes is over its limit (max.message.bytes); raise the limit or lower --message-bytes",
            ErrorCode.Local_MsgTimedOut when !Topic.Exists(_producer!, _topic.Name) => "the topic was deleted while the run was written",
            ErrorCode.Local_MsgTimedOut => $"it acknowledged nothing for {_options.Wait.TotalSeconds:0} s; when it is back, --resume --run {_run} goes on",
            ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition => "the topic was deleted while the run was written",
            ErrorCode.UnknownTopicId => "the topic was deleted and made anew while the run was written; publish again under a new run id",
            _ => $"{error.Reason}; --resume --run {_run} goes on with what it has",
        };
        return SorException.Failed($"the broker did not take run {_run} on topic {_topic.Name}: {hint}", inner);
    }

    private string? NextBatch(int records)
    {
        var sent = Records;
        if (_batch is not null && sent + records <= _batchEnd) return null;
        CloseBatch();
        _batchEnd = sent + StreamTelemetry.BatchRecords;
        _batch = Instruments.Start("send", "send", ActivityKind.Client, _topic.Name, _run);
        return _batch?.Id;
    }

    private void CloseBatch()
    {
        _batch?.Dispose();
        _batch = null;
    }
}
