namespace Sor.Benchmarks.Measuring;

/// <summary>A folder for one benchmark's files, gone with it.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("sor-bench-").FullName;

    /// <summary>The path of a file in it.</summary>
    public string File(string name) => Path.Combine(path, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(path, recursive: true);
}
