using Pulumi;
using Sor.Infra;
using Sor.Infra.Machine;

// With the word "archive" it only makes the archive, for a machine set up by hand; without, it is the program that Pulumi runs.
if (args is ["archive", var architecture, var path])
{
    try
    {
        if (architecture is not ("x64" or "arm64")) throw new RefusedException($"archive {architecture}: is x64 or arm64");
        var release = await Release.PublishAsync(Release.Root(), architecture, path, Console.Error);
        Console.WriteLine($"{release.Sha256}  {release.Path}");
        return 0;
    }
    catch (RefusedException e)
    {
        await Console.Error.WriteLineAsync($"sor: {e.Message}");
        return 1;
    }
}

return await Deployment.RunAsync(SorStack.DefineAsync);
