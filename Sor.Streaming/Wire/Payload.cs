using System.Runtime.InteropServices;
using Confluent.Kafka;
using Sor.Core.MarketData;

namespace Sor.Streaming.Wire;

/// <summary>
/// The body of the message consumed last, copied once out of the client's memory into a buffer that is used again: a consumer of
/// <see cref="Payload"/> allocates nothing per record. Valid until the next message is consumed.
/// </summary>
public sealed class Payload : IDeserializer<Payload>
{
    private Mbp1[] buffer = new Mbp1[(1 << 16) / Mbp1.SizeInBytes];

    /// <summary>The message's bytes.</summary>
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes<Mbp1>(buffer)[..Length];

    /// <summary>How many bytes.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes as records; empty if they are not whole records.</summary>
    internal ReadOnlyMemory<Mbp1> Records => RecordCodec.IsRecords(Bytes) ? buffer.AsMemory(0, Length / Mbp1.SizeInBytes) : default;

    /// <inheritdoc/>
    public Payload Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        var records = (data.Length + Mbp1.SizeInBytes - 1) / Mbp1.SizeInBytes;
        if (records > buffer.Length) buffer = new Mbp1[records];
        data.CopyTo(MemoryMarshal.AsBytes(buffer.AsSpan()));
        Length = data.Length;
        return this;
    }
}
