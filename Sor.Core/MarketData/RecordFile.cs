using Sor.Core.MarketData.Formats.Csv;
using Sor.Core.MarketData.Formats.Dbn;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Sor.Core.MarketData;

/// <summary>Writes records somewhere in one format.</summary>
public interface IRecordWriter : IDisposable
{
    /// <summary>Writes records, in order.</summary>
    void Write(ReadOnlySpan<Mbp1> records);

    /// <summary>Writes all that is still held back. Nothing may be written afterwards.</summary>
    void Complete();
}

/// <summary>What a file says of all its records.</summary>
/// <param name="Dataset">Databento's code of the data set, at most 15 ASCII characters.</param>
/// <param name="Start">The start of the time asked for, nanoseconds since the epoch.</param>
/// <param name="End">Its end, not included.</param>
/// <param name="Symbols">Symbols of the instruments.</param>
public sealed record RecordFileHeader(string Dataset, ulong Start, ulong End, IReadOnlyList<InstrumentSymbol> Symbols);

/// <summary>
/// Writes a file of records whose format and compression its name tells: <c>.csv</c> or <c>.dbn</c>, followed by <c>.zst</c> or not. It is
/// written beside its place, under another
/// name, and moved there by <see cref="Complete"/>, so nobody ever sees half of it.
/// </summary>
public sealed class RecordFile : IRecordWriter
{
    private const int ZstdLevel = 9;

    // 256 KiB: quotes are most like those just before them, so this level finds worse matches further back, and a reader keeps as much in
    // memory.
    private const int ZstdWindowLog = 18;

    private readonly string path;
    private readonly string draft;
    private readonly FileStream file;
    private readonly Stream? compressor;
    private readonly IRecordWriter writer;
    private bool complete;

    private RecordFile(string path, RecordFileHeader header, CsvDialect dialect)
    {
        this.path = path;
        draft = DraftFile.NameOf(path);
        file = new DraftFile(draft, bufferSize: 0);
        var stream = (Stream)file;
        if (IsZstd(path)) stream = compressor = Compress(file);
        writer = IsCsv(path) ? new CsvWriter(stream, header, dialect) : new DbnWriter(stream, header);
    }

    /// <summary>Whether the name is one of a file that can be written.</summary>
    public static bool IsFormatKnown(string path) => IsCsv(path) || IsDbn(path);

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it will be; what is there is replaced.</param>
    /// <param name="header">What it says of all its records.</param>
    /// <param name="dialect">How CSV is written.</param>
    /// <exception cref="SorException">The name tells no format, or nothing can be written there.</exception>
    public static RecordFile Create(string path, RecordFileHeader header, CsvDialect dialect = CsvDialect.Pretty)
    {
        if (!IsFormatKnown(path))
            throw SorException.Usage($"{path}: the name must end in .csv, .csv.zst, .dbn or .dbn.zst, which tells the format");
        if (Directory.Exists(path)) throw SorException.Usage($"{path}: is a folder");
        var folder = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(folder) && !Directory.Exists(folder)) throw SorException.Usage($"{path}: there is no folder {folder}");
        try
        {
            return new RecordFile(path, header, dialect);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SorException.Failed($"{path}: cannot be written: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<Mbp1> records) => writer.Write(records);

    /// <summary>Ends the file and moves it to its place.</summary>
    public void Complete()
    {
        writer.Complete();
        compressor?.Dispose();
        file.Dispose();
        File.Move(draft, path, overwrite: true);
        complete = true;
    }

    /// <summary>Closes the file; what was not completed is deleted.</summary>
    public void Dispose()
    {
        if (complete) return;
        complete = true;
        writer.Dispose();
        file.Dispose();
        File.Delete(draft);
    }

    /// <summary>A zstd stream over another, with a checksum, so that damage is noticed.</summary>
    internal static CompressionStream Compress(Stream stream)
    {
        var compressor = new CompressionStream(stream, ZstdLevel, 1 << 17, leaveOpen: true);
        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_windowLog, ZstdWindowLog);
        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        return compressor;
    }

    private static bool IsZstd(string path) => path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase);

    private static string Plain(string path) => IsZstd(path) ? path[..^4] : path;

    private static bool IsCsv(string path) => Plain(path).EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    private static bool IsDbn(string path) => Plain(path).EndsWith(".dbn", StringComparison.OrdinalIgnoreCase);
}
