using System.Buffers;
using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sor.Core.Orders;
using Sor.Core.Storage;

namespace Sor.Core.Execution;

/// <summary>
/// The fills of one parent in order: at hand, or put aside until somebody looks at them. To go through those put aside reads them anew each
/// time, one after the other, and keeps nothing.
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
        var fills = new Fill[Count];
        var i = 0;
        foreach (var fill in this) fills[i++] = fill;
        return fills;
    }

    /// <summary>Goes through the fills.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <inheritdoc/>
    IEnumerator<Fill> IEnumerable<Fill>.GetEnumerator() => ((IEnumerable<Fill>)ToArray()).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => ToArray().GetEnumerator();

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

    /// <summary>Goes through fills, and reads those put aside on the way.</summary>
    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<Fill> atHand;
        private readonly byte[]? packed;
        private readonly int count;
        private PackedReader from;
        private int next;

        internal Enumerator(FillCollection fills)
        {
            atHand = fills.atHand;
            count = fills.Count;
            if (fills.atHand is not null) return;
            packed = ArrayPool<byte>.Shared.Rent(fills.bytes);
            fills.spool!.Read(fills.at, packed.AsSpan(0, fills.bytes));
            from = new PackedReader(packed);
        }

        /// <summary>The fill at hand.</summary>
        public Fill Current { get; private set; }

        /// <summary>Goes to the next fill.</summary>
        /// <returns>Whether there is one.</returns>
        public bool MoveNext()
        {
            if (next == count) return false;
            Current = packed is null ? atHand[next] : After(Current);
            next++;
            return true;
        }

        /// <summary>Gives back the memory that fills were read into.</summary>
        public void Dispose()
        {
            if (packed is not null) ArrayPool<byte>.Shared.Return(packed);
            this = default;
        }

        /// <summary>Reads the fill after another, as <see cref="Pack"/> wrote it.</summary>
        private Fill After(in Fill last)
        {
            var (instant, time, mid2) = (last.Instant + (int)from.Next(), last.Time + (ulong)from.Next(), last.Mid2 + from.Next());
            var (venue, kind) = ((byte)from.NextUnsigned(), from.NextUnsigned());
            var (shares, price2, fee) = (from.Next(), from.Next() + mid2, from.Next());
            return new Fill(instant, time, mid2, venue, (SweepKind)(kind & 15), shares, price2 / 2, fee, (FillKind)(kind >> 4));
        }
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
