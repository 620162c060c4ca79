namespace Sor.Core.Tape;

/// <summary>An array that grows: a list with a span over it and items by reference.</summary>
internal sealed class Buffer<T>(int capacity)
{
    private T[] items = new T[capacity];

    public int Count { get; private set; }

    public ReadOnlySpan<T> Span => items.AsSpan(0, Count);

    public ref T this[int index] => ref items[index];

    public void Clear() => Count = 0;

    public void Add(T item)
    {
        if (Count == items.Length) Array.Resize(ref items, items.Length * 2);
        items[Count++] = item;
    }
}
