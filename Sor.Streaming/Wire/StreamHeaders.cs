using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace Sor.Streaming.Wire;

/// <summary>What a message of a run is.</summary>
internal enum MessageKind
{
    /// <summary>A message of records.</summary>
    Data,

    /// <summary>The run's first message on a partition, with a <see cref="BeginManifest"/>.</summary>
    Begin,

    /// <summary>The run's last message on a partition, with an <see cref="EndManifest"/>.</summary>
    End,

    /// <summary>The producer gave up: an <see cref="AbortManifest"/>. A resumed run goes on after it.</summary>
    Abort,
}

/// <summary>
/// What every message of a run says about itself in its headers, as text so that any Kafka tool can show it.
/// </summary>
/// <param name="Run">Which run.</param>
/// <param name="Kind">What the message is; the header is left out for data.</param>
/// <param name="Seq">Number of the first record in the message, counted from 0 within run and partition.</param>
/// <param name="Begin">Offset of the run's BEGIN on this partition; the message's own for BEGIN, where the header is left out.</param>
/// <param name="Index">Messages of the run on this partition before this one. Where it equals offset minus <paramref name="Begin"/>, nobody
/// else wrote in between.</param>
/// <param name="TraceParent">On the first message of a batch: the W3C context of the producer's batch span.</param>
internal readonly record struct StreamHeaders(string Run, MessageKind Kind, long Seq, long Begin, long Index, string? TraceParent)
{
    public const string RunName = "run";
    public const string KindName = "kind";
    public const string SeqName = "seq";
    public const string BeginName = "begin";
    public const string IndexName = "message";
    public const string TraceParentName = "traceparent";

    private static readonly byte[][] Kinds = [[], "begin"u8.ToArray(), "end"u8.ToArray(), "abort"u8.ToArray()];

    /// <summary>Reads the headers of a message at <paramref name="offset"/>; <c>null</c> if it is not one of ours.</summary>
    public static StreamHeaders? Read(Headers? headers, long offset)
    {
        if (headers is null) return null;
        string? run = null;
        string? trace = null;
        var kind = MessageKind.Data;
        long seq = -1;
        long begin = -1;
        long index = -1;
        for (var i = 0; i < headers.Count; i++)
        {
            var value = headers[i].GetValueBytes();
            switch (headers[i].Key)
            {
                case RunName: run = value is null ? null : Encoding.UTF8.GetString(value); break;
                case SeqName: seq = Number(value); break;
                case BeginName: begin = Number(value); break;
                case IndexName: index = Number(value); break;
                case TraceParentName: trace = value is null ? null : Encoding.UTF8.GetString(value); break;
                case KindName:
                    var known = Array.FindIndex(Kinds, 1, bytes => value.AsSpan().SequenceEqual(bytes));
                    if (known < 0) return null;
                    kind = (MessageKind)known;
                    break;
                default: break;
            }
        }

        if (kind == MessageKind.Begin) (begin, index, seq) = (offset, 0, 0);
        return !RunId.IsValid(run) || seq < 0 || begin < 0 || index < 0 || begin > offset
            ? null
            : new StreamHeaders(run!, kind, seq, begin, index, trace);
    }

    /// <summary>The headers as Kafka takes them.</summary>
    public Headers Write()
    {
        var headers = new Headers { { RunName, Encoding.UTF8.GetBytes(Run) } };
        if (Kind != MessageKind.Data) headers.Add(KindName, Kinds[(int)Kind]);
        if (Kind != MessageKind.Begin)
        {
            headers.Add(SeqName, Text(Seq));
            headers.Add(BeginName, Text(Begin));
            headers.Add(IndexName, Text(Index));
        }

        if (TraceParent is not null) headers.Add(TraceParentName, Encoding.UTF8.GetBytes(TraceParent));
        return headers;
    }

    /// <summary>A number as a header's value.</summary>
    public static byte[] Text(long number) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    private static long Number(byte[]? value) =>
        value is not null && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
