using System.IO.Compression;
using System.IO.Hashing;

namespace Sor.Core.MarketData.Input;

/// <summary>The files in a zip archive. They are read where they are; nothing is written to a disk, whatever their names say.</summary>
internal static class ZipEntries
{
    private const int Most = 10_000;

    /// <summary>Whether a file begins as a zip archive does.</summary>
    public static bool Matches(ReadOnlySpan<byte> start) => start is [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..];

    /// <summary>Names of the files in an archive that can be market data, in the order of names.</summary>
    /// <exception cref="SorException">It is no archive of market data.</exception>
    public static IReadOnlyList<string> Of(string path)
    {
        var name = Path.GetFileName(path);
        using var archive = Open(path);
        if (archive.Entries.Count > Most)
            throw SorException.BadData(
                $"{name}: {archive.Entries.Count} entries, {Most} are the most: unpack the archive, and give its folder");
        if (archive.GetEntry("[Content_Types].xml") is not null)
            throw SorException.BadData(
                $"{name}: this is a workbook or another office document (xlsx), which is not read: save the sheet as CSV");
        var entries = archive.Entries.Where(e => e.Length > 0 && DataFiles.IsData(e.FullName))
            .OrderBy(e => e.FullName, StringComparer.Ordinal).ToList();
        if (entries.Count == 0) throw SorException.BadData($"{name}: no file of market data is in this zip archive");
        if (entries.Find(e => e.IsEncrypted) is { } locked)
            throw SorException.BadData(
                $"{name}: {SafeText.Of(locked.FullName)} is encrypted: unpack the archive with its password, and give its folder");
        if (entries.GroupBy(e => (e.Crc32, e.Length)).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw SorException.Usage(
                $"{name}: {SafeText.Of(same.First().FullName)} and {SafeText.Of(same.Last().FullName)} are the same file: a record would "
                + "count twice");
        return [.. entries.Select(e => e.FullName)];
    }

    /// <summary>Opens an entry for itself, so that several can be read in turns.</summary>
    public static Stream Open(string path, string entry, out long length)
    {
        var archive = Open(path);
        var found = archive.GetEntry(entry) ?? throw SorException.BadData(
            $"{Path.GetFileName(path)}: {SafeText.Of(entry)} is no longer in it");
        length = found.Length;
        return new CheckedEntry(archive, found);
    }

    private static ZipArchive Open(string path)
    {
        try
        {
            var archive = ZipFile.OpenRead(path);
            return archive.Entries.Count >= 0 ? archive : throw new InvalidDataException();
        }
        catch (InvalidDataException e)
        {
            throw SorException.BadData($"{Path.GetFileName(path)}: the zip archive is not whole: fetch it again", e);
        }
    }

    /// <summary>An entry's content, whose length and checksum must be what the archive says: the framework does not look.</summary>
    private sealed class CheckedEntry(ZipArchive archive, ZipArchiveEntry entry) : ForwardStream
    {
        private readonly Stream content = new CarefulStream(entry.Open);
        private readonly Crc32 checksum = new();
        private long read;

        public override long Position { get => read; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var count = content.Read(buffer);
            checksum.Append(buffer[..count]);
            read += count;
            var isEnd = count == 0 && !buffer.IsEmpty;
            if (read > entry.Length || (isEnd && (read != entry.Length || checksum.GetCurrentHashAsUInt32() != entry.Crc32)))
                throw new InvalidDataException("it is damaged: its length or its checksum is not what the archive says");
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                content.Dispose();
                archive.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
