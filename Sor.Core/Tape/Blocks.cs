using System.Runtime.CompilerServices;

namespace Sor.Core.Tape;

/// <summary>Many items, in blocks of equal size.</summary>
public readonly struct Blocks<T>
{
    internal const int Shift = 10;
    internal const int Size = 1 << Shift;

    private readonly T[][] blocks;

    internal Blocks(T[][] blocks, int length) => (this.blocks, Length) = (blocks, length);

    /// <summary>How many items there are.</summary>
    public int Length { get; }

    /// <summary>An item, by place.</summary>
    public ref readonly T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref blocks[index >> Shift][index & Size - 1];
    }

    /// <summary>All items.</summary>
    public T[] ToArray()
    {
        var all = new T[Length];
        for (var i = 0; i < all.Length; i++) all[i] = this[i];
        return all;
    }
}

/// <summary>
/// A list that grows block by block: nothing in it moves, and it holds no more than one block beyond what it needs, where an array that
/// doubles holds up to three times as much while it grows.
/// </summary>
/// <param name="pool">Where blocks come from and go to.</param>
internal sealed class BlockBuffer<T>(BlockPool<T> pool)
{
    private T[][] blocks = new T[16][];
    private int held;

    public int Count { get; private set; }

    public Blocks<T> Items => new(blocks, Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in T item)
    {
        if (Count == held << Blocks<T>.Shift) Grow();
        blocks[Count >> Blocks<T>.Shift][Count & Blocks<T>.Size - 1] = item;
        Count++;
    }

    /// <summary>Empties it and gives its blocks back.</summary>
    public void Clear()
    {
        for (var i = 0; i < held; i++) pool.Return(blocks[i]);
        (Count, held) = (0, 0);
    }

    private void Grow()
    {
        if (held == blocks.Length) Array.Resize(ref blocks, blocks.Length * 2);
        blocks[held++] = pool.Take();
    }
}

/// <summary>Blocks that nobody uses. From any thread.</summary>
internal sealed class BlockPool<T>
{
    private readonly Stack<T[]> spare = [];
    private int taken;

    /// <summary>Bytes of the blocks in use.</summary>
    public long BytesInUse => (long)Volatile.Read(ref taken) * Blocks<T>.Size * Unsafe.SizeOf<T>();

    public T[] Take()
    {
        lock (spare)
        {
            taken++;
            if (spare.TryPop(out var block)) return block;
        }

        // They live long, and so they are where the collector copies nothing.
        return GC.AllocateUninitializedArray<T>(Blocks<T>.Size, pinned: true);
    }

    public void Return(T[] block)
    {
        lock (spare)
        {
            taken--;
            spare.Push(block);
        }
    }
}
