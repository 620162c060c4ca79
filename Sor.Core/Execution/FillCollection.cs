using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sor.Core.Orders;
using Sor.Core.Storage;

namespace Sor.Core.Execution;

/// <summary>
/// The fills of one parent in order: at hand, or put aside until somebody looks at them. To go through those put aside reads them anew each
/// time and keeps nothing.
/// </summary>
[JsonConverter(typeof(FillCollectionConverter))]
public sealed class FillCollection : IReadOnlyCollection<Fill>
{
    private readonly Fill[]? atHand;
    private readonly Spool? spool;
    private readonly long at;
    private readonly int bytes;

    /// <summary>Fills that stay in memory.</summary>
    public FillCollection(Fill[] fills) => (atHand, Count) = (fills, fills.Length);

    /// <summary>Fills that were put aside.</summary>
    /// <param name="spool">Where they are.</param>
    /// <param name="at">Where they begin.</param>
    /// <param name="bytes">How many bytes they have, as <see cref="Pack"/> wrote them.</param>
    /// <param name="count">How many they are.</param>
    internal FillCollection(Spool spool, long at, int bytes, int count) =>
        (this.spool, this.at, this.bytes, Count) = (spool, at, bytes, count);

    /// <summary>How many fills there are.</summary>
    public int Count { get; }

    /// <summary>Fills that stay in memory.</summary>
    public static implicit operator FillCollection(Fill[] fills) => new(fills);

    /// <summary>The fills as an array, read anew where they were put aside.</summary>
    public Fill[] ToArray()
    {
        if (atHand is not null) return atHand;
        var packed = new byte[bytes];
        spool!.Read(at, packed);
        return Unpack(packed, Count);
    }

    /// <inheritdoc/>
    public IEnumerator<Fill> GetEnumerator() => ((IEnumerable<Fill>)ToArray()).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Writes fills: instant, time and mid as what they are beyond those of the fill before, the price beyond the mid.</summary>
    internal static void Pack(PackedWriter to, ReadOnlySpan<Fill> fills)
    {
        Fill last = default;
        foreach (ref readonly var fill in fills)
        {
            to.Put(fill.Instant - last.Instant);
            to.Put((long)(fill.Time - last.Time));
            to.Put(fill.Mid2 - last.Mid2);
            to.PutUnsigned(fill.Venue);
            to.PutUnsigned((uint)fill.Sweep | (uint)fill.Kind << 4);
            to.Put(fill.Shares);
            to.Put(2 * fill.Price - fill.Mid2);
            to.Put(fill.Fee);
            last = fill;
        }
    }

    private static Fill[] Unpack(ReadOnlySpan<byte> packed, int count)
    {
        var from = new PackedReader(packed);
        var fills = new Fill[count];
        Fill last = default;
        foreach (ref var fill in fills.AsSpan())
        {
            var (instant, time, mid2) = (last.Instant + (int)from.Next(), last.Time + (ulong)from.Next(), last.Mid2 + from.Next());
            var (venue, kind) = ((byte)from.NextUnsigned(), from.NextUnsigned());
            var (shares, price2, fee) = (from.Next(), from.Next() + mid2, from.Next());
            fill = last = new Fill(
                instant, time, mid2, venue, (SweepKind)(kind & 15), shares, price2 / 2, fee, (FillKind)(kind >> 4));
        }

        return fills;
    }
}

/// <summary>Fills as an array.</summary>
internal sealed class FillCollectionConverter : JsonConverter<FillCollection>
{
    public override FillCollection Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new((Fill[]?)JsonSerializer.Deserialize(ref reader, options.GetTypeInfo(typeof(Fill[]))) ?? []);

    public override void Write(Utf8JsonWriter writer, FillCollection value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.ToArray(), options.GetTypeInfo(typeof(Fill[])));
}
