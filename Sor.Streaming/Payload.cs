using System.Runtime.InteropServices;
using Confluent.Kafka;
using Sor.Core.MarketData;

namespace Sor.Streaming;

/// <summary>
/// The body of the message consumed last, copied once out of the client's memory into a buffer that is used again: a consumer of <see cref="Payload"/> allocates nothing per record.
/// Valid until the next message is consumed.
/// </summary>
public sealed class Payload : IDeserializer<Payload>
{
    private byte[] _buffer = new byte[1 << 16];

    /// <summary>The message's bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, Length);

    /// <summary>How many bytes.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes as records; empty if they are not whole records.</summary>
    internal ReadOnlySpan<Mbp1> Records => RecordCodec.IsRecords(Bytes) ? MemoryMarshal.Cast<byte, Mbp1>(Bytes) : default;

    /// <inheritdoc/>
    public Payload Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        if (data.Length > _buffer.Length) _buffer = new byte[data.Length];
        data.CopyTo(_buffer);
        Length = data.Length;
        return this;
    }
}
