namespace Sor.Core.MarketData.Input;

/// <summary>
/// Which files the names on a command line stand for: a folder stands for the files in it, a zip archive for its entries.
/// </summary>
internal static class DataFiles
{
    private static readonly string[] Beside = [".json", ".md", ".pdf", ".html", ".xml", ".yaml", ".yml", ".sha256", ".md5", ".log"];

    /// <summary>Whether a file in a folder or archive can be market data, and not what vendors and systems put beside it.</summary>
    public static bool IsData(string name)
    {
        var file = Path.GetFileName(name.Replace('\\', '/'));
        return file.Length > 0 && file[0] is not ('.' or '_')
            && !name.StartsWith("__MACOSX/", StringComparison.Ordinal)
            && !file.StartsWith("README", StringComparison.OrdinalIgnoreCase)
            && !Beside.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Opens all of them.</summary>
    /// <param name="paths">Files, folders, archives; <c>-</c> is standard input.</param>
    /// <param name="cancel">Ends a wait for the other end of a pipe.</param>
    /// <exception cref="SorException">One is not there, is given twice, or holds no files.</exception>
    public static IEnumerable<InputFile> Open(IReadOnlyList<string> paths, CancellationToken cancel)
    {
        if (paths.Count(p => p == "-") > 1)
            throw SorException.Usage("- is given twice, but standard input can be read only once; give it once, or give files");
        var files = paths.SelectMany(InFolder).ToList();
        RefuseTwice(files);
        foreach (var file in files)
        {
            var opened = InputFile.Open(file, cancel, out var isArchive);
            if (!isArchive)
            {
                yield return opened!;
                continue;
            }

            foreach (var entry in ZipEntries.Of(file)) yield return InputFile.OpenEntry(file, entry);
        }
    }

    private static IEnumerable<string> InFolder(string path)
    {
        if (path == "-" || !Directory.Exists(path)) return [path];
        var files = Directory.EnumerateFiles(path).Where(IsData).Order(StringComparer.Ordinal).ToList();
        return files.Count > 0 ? files : throw SorException.Usage(
            $"{path}: is a folder without files of market data; files in folders within it are not looked for");
    }

    private static void RefuseTwice(List<string> files)
    {
        var plain = files.Where(File.Exists).Select(f => (Path: f, Info: Target(f))).ToList();
        foreach (var group in plain.GroupBy(f => Length(f.Info)).Where(g => g.Key > 0 && g.Count() > 1))
        {
            var same = group.ToList();
            for (var i = 1; i < same.Count; i++)
                for (var j = 0; j < i; j++)
                    if (same[i].Info.FullName == same[j].Info.FullName || AreEqual(same[i].Info, same[j].Info))
                        throw SorException.Usage(
                            $"{same[j].Path} and {same[i].Path} are the same file: every record would count twice; give it once");
        }
    }

    private static FileInfo Target(string path) =>
        new(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path));

    private static long Length(FileInfo file) => file.Exists ? file.Length : 0;

    private static bool AreEqual(FileInfo a, FileInfo b)
    {
        using var first = a.OpenRead();
        using var second = b.OpenRead();
        var (some, other) = (new byte[1 << 16], new byte[1 << 16]);
        while (true)
        {
            var count = first.ReadAtLeast(some, some.Length, throwOnEndOfStream: false);
            if (second.ReadAtLeast(other, other.Length, throwOnEndOfStream: false) != count) return false;
            if (!some.AsSpan(0, count).SequenceEqual(other.AsSpan(0, count))) return false;
            if (count < some.Length) return true;
        }
    }
}
