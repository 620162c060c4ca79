namespace Sor.Testing;

/// <summary>
/// Real market data kept outside the repository: the folder named by <c>SOR_SHARED</c>, or a <c>shared</c> folder beside one of the folders
/// above the tests.
/// </summary>
internal static class SharedData
{
    private static readonly string? Root = Find();

    /// <summary>The path of a file below the folder; skips the test, with the reason, where it is absent.</summary>
    public static string Path(string relative)
    {
        var path = Root is null ? null : System.IO.Path.Combine(Root, relative);
        Assert.SkipWhen(
            path is null || !System.IO.Path.Exists(path),
            $"real data {relative} is not on this machine (set SOR_SHARED to its folder)");
        return path!;
    }

    /// <summary>Whether a file below the folder is there.</summary>
    public static bool Has(string relative) => Root is not null && System.IO.Path.Exists(System.IO.Path.Combine(Root, relative));

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("SOR_SHARED") is { Length: > 0 } named) return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var shared = System.IO.Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(System.IO.Path.Combine(shared, "data"))) return shared;
        }

        return null;
    }
}
