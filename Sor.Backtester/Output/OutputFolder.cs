using Sor.CommandLine;
using Sor.Core.MarketData;

namespace Sor.Backtester.Output;

/// <summary>
/// The folder results go to. Every file is written beside its place under another name and moved there once all are whole, so that nobody
/// ever sees half of one; a run that fails leaves the folder as it was, but for the rejected rows where the data is at fault, and for an
/// older result, which takes another name lest it be taken for this run's. One run at a time writes a folder.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    /// <summary>The page.</summary>
    public const string Report = "report.html";

    private const string Result = "result.json";

    /// <summary>The file of rows that could not be read.</summary>
    public const string Rejects = "rejects.csv";

    // What --parquet writes beside them.
    private static readonly string[] Tables = ["fills.parquet", "parents.parquet", "decisions.parquet"];

    // All that any run writes: what a run does not write it removes, lest files of two runs be taken for those of one.
    private static readonly string[] Names = [Result, Report, "fills.csv", "run.json", "audit.csv", .. Tables, Rejects];

    // What could be taken for a run's own, and the name that it has after one that failed.
    private static readonly (string Name, string Old)[] Results = [(Result, "result.old.json"), (Report, "report.old.html")];

    private readonly string folder;
    private readonly FileStream claim;
    private readonly CancellationToken cancel;
    private readonly List<(string Draft, string Final)> files = [];

    private OutputFolder(string folder, FileStream claim, CancellationToken cancel) =>
        (this.folder, this.claim, this.cancel) = (folder, claim, cancel);

    public string Path => folder;

    /// <summary>The files that <see cref="Publish"/> put in their places: the first by its path, the others by name.</summary>
    public string Written { get; private set; } = "";

    /// <summary>Claims the folder for this run.</summary>
    /// <param name="folder">The folder, made where it is absent.</param>
    /// <param name="cancel">Ends the writing of its files.</param>
    public static OutputFolder Open(string folder, CancellationToken cancel)
    {
        try
        {
            if (folder.Length == 0) throw SorException.Usage("--out: the name of the folder is empty");
            if (File.Exists(folder)) throw SorException.Usage($"--out {folder}: is a file, not a folder");
            Directory.CreateDirectory(folder);
            var names = Names.Concat(Results.Select(r => r.Old));
            if (names.FirstOrDefault(n => Directory.Exists(System.IO.Path.Combine(folder, n))) is { } taken)
                throw SorException.Usage($"--out {folder}: {taken} is a folder there, and the result needs that name; write elsewhere");
            var claim = new FileStream(
                System.IO.Path.Combine(folder, ".sor.lock"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None,
                1,
                FileOptions.DeleteOnClose);
            return new OutputFolder(folder, claim, cancel);
        }
        catch (UnauthorizedAccessException e)
        {
            throw SorException.Failed($"--out {folder}: cannot be written: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw SorException.Failed(
                IsLocked(e)
                    ? $"--out {folder}: another run is writing there; give each its own folder"
                    : $"--out {folder}: cannot be written: {e.Message}",
                e);
        }
    }

    /// <summary>A file that takes its place at <see cref="Publish"/>.</summary>
    public FileStream Create(string name)
    {
        var final = Place(name);
        var draft = DraftFile.NameOf(final);
        var stream = new DraftFile(draft, 1 << 16, cancel);
        files.Add((draft, final));
        return stream;
    }

    /// <summary>Moves all files to their places; their streams are closed.</summary>
    public void Publish()
    {
        var written = Array.FindAll(Names, name => files.Exists(f => f.Final == Place(name)));
        foreach (var name in Names.Except(written)) File.Delete(Place(name));
        foreach (var (draft, final) in files) File.Move(draft, final, overwrite: true);
        foreach (var (_, old) in Results) File.Delete(Place(old));
        Written = System.IO.Path.Combine(folder, string.Join(", ", written));
        files.Clear();
    }

    /// <summary>
    /// Moves the rejected rows to their place, if there are any: a run that fails for what is in the data leaves at least these.
    /// </summary>
    /// <returns>Where they are, or <c>null</c>.</returns>
    public string? PublishRejects()
    {
        var at = files.FindIndex(f => f.Final == Place(Rejects));
        if (at < 0) return null;
        var (draft, final) = files[at];
        files.RemoveAt(at);
        File.Move(draft, final, overwrite: true);
        return final;
    }

    public void Dispose()
    {
        foreach (var (draft, _) in files) File.Delete(draft);
        if (Written.Length == 0) SetOldResultsAside();
        claim.Dispose();
    }

    /// <summary>A script that looks for a result after a run that failed must not find that of another.</summary>
    private void SetOldResultsAside()
    {
        var older = Array.FindAll(Results, r => File.Exists(Place(r.Name)));
        if (older.Length == 0) return;
        foreach (var (name, old) in older) File.Move(Place(name), Place(old), overwrite: true);
        var (names, olds) = (string.Join(", ", older.Select(r => r.Name)), string.Join(", ", older.Select(r => r.Old)));
        Terminal.Say($"{Place(names)}: of an earlier run, and now {olds}");
    }

    private string Place(string name) => System.IO.Path.Combine(folder, name);

    // Linux reports a file held by another process as EWOULDBLOCK, Windows as a sharing violation.
    private static bool IsLocked(IOException e) => (e.HResult & 0xFFFF) is 11 or 32 or 33;
}
