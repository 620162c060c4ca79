using System.Runtime.InteropServices;
using ZstdSharp;

namespace Sor.Core.MarketData;

/// <summary>How files are read.</summary>
public sealed record ReadOptions
{
    /// <summary>Whether the first row that cannot be read ends the run.</summary>
    public bool Strict { get; init; }

    /// <summary>The largest share of rejected rows, 0 to 1.</summary>
    public double MaxRejectRate { get; init; } = 0.01;
}

/// <summary>Opens market data files. So far: one DBN version 3 MBP-1 file, zstd.</summary>
public static class MarketDataFiles
{
    /// <summary>Opens files as one stream of records.</summary>
    public static IRecordSource Open(IReadOnlyList<string> paths, ReadOptions options) => new WholeFile(paths[0]);

    private sealed class WholeFile : IRecordSource
    {
        private readonly Mbp1[] records;
        private readonly string name;
        private int next;

        public WholeFile(string path)
        {
            name = Path.GetFileName(path);
            using var stream = new DecompressionStream(File.OpenRead(path));
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            var content = bytes.ToArray();
            records = MemoryMarshal.Cast<byte, Mbp1>(content.AsSpan(8 + BitConverter.ToInt32(content, 4))).ToArray();
        }

        public SourceSchema Schema { get; } = new("mbp-1", true, true);

        public SourceSummary Summary => new([name], next, [], []);

        public double? Progress => (double)next / records.Length;

        public int Read(Span<Mbp1> destination)
        {
            var count = Math.Min(destination.Length, records.Length - next);
            records.AsSpan(next, count).CopyTo(destination);
            next += count;
            return count;
        }

        public void Dispose()
        {
        }
    }
}
