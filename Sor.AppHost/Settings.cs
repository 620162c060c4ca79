namespace Sor.AppHost;

/// <summary>
/// What a user can choose, as Aspire parameters with defaults: <c>Parameters:NAME</c> from the environment (<c>Parameters__NAME</c>), user
/// secrets or the command line (<c>--Parameters:NAME=…</c>).
/// </summary>
internal static class Settings
{
    /// <summary>Files in one setting are separated by this.</summary>
    public const char Separator = ';';

    public static IResourceBuilder<ParameterResource> AddSetting(
        this IDistributedApplicationBuilder builder,
        string name,
        string otherwise,
        string description
    ) => builder.AddParameter(name, () => Value(builder, name, otherwise)).WithDescription(description);

    /// <summary>A setting of paths. They are relative to the solution's folder, wherever the processes run.</summary>
    public static IResourceBuilder<ParameterResource> AddPathSetting(
        this IDistributedApplicationBuilder builder,
        string name,
        string otherwise,
        string description)
    {
        var solution = Path.GetFullPath("..", builder.AppHostDirectory);
        return builder
            .AddParameter(
                name,
                () => string.Join(Separator, Split(Value(builder, name, otherwise)).Select(path => Path.GetFullPath(path, solution))))
            .WithDescription(description);
    }

    /// <summary>Gives each file of a setting as an argument of its own.</summary>
    public static IResourceBuilder<ProjectResource> WithFiles(
        this IResourceBuilder<ProjectResource> project,
        IResourceBuilder<ParameterResource> files
    ) =>
        project.WithArgs(async context =>
        {
            var value = await files.Resource.GetValueAsync(context.CancellationToken).ConfigureAwait(false);
            foreach (var file in Split(value ?? "")) context.Args.Add(file);
        });

    private static string[] Split(string paths) =>
        paths.Split(Separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Value(IDistributedApplicationBuilder builder, string name, string otherwise) =>
        builder.Configuration[$"Parameters:{name}"] is { Length: > 0 } value ? value : otherwise;
}
