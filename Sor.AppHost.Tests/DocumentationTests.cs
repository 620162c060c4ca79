using Aspire.Hosting.ApplicationModel;

namespace Sor.AppHost.Tests;

/// <summary>What <c>docs/aspire.md</c> says is what the application is.</summary>
public class DocumentationTests
{
    private static readonly string Solution = Path.GetFullPath("..", Projects.Sor_AppHost.ProjectPath);
    private static readonly string Page = File.ReadAllText(Path.Combine(Solution, "docs", "aspire.md"));

    [Fact]
    public async Task The_table_of_parameters_has_them_all_with_their_defaults()
    {
        await using var model = await Model.CreateAsync();
        var rows = MarkdownTable.Rows(Page, "| parameter |").ToDictionary(row => row[0].Trim('`'), row => row[1].Trim('`'));

        var parameters = model.Resources.OfType<ParameterResource>().ToList();
        rows.Keys.ShouldBe(parameters.Select(parameter => parameter.Name), ignoreOrder: true);
        foreach (var parameter in parameters.Where(parameter => parameter.Name != "run"))
        {
            var value = (await parameter.GetValueAsync(TestContext.Current.CancellationToken))!;
            rows[parameter.Name]
                .ShouldBe(
                    value.StartsWith(Solution, StringComparison.Ordinal) ? Path.GetRelativePath(Solution, value).Replace('\\', '/') : value,
                    parameter.Name);
        }
    }

    [Fact]
    public async Task The_table_of_resources_is_what_runs()
    {
        await using var model = await Model.CreateAsync();

        MarkdownTable
            .Rows(Page, "| resource |")
            .Select(row => row[0].Trim('`'))
            .ShouldBe(model.Resources.Where(resource => resource is not ParameterResource).Select(resource => resource.Name));
        model["kafka"].TryGetContainerImageName(out var image).ShouldBeTrue();
        Page.ShouldContain($"Apache Kafka {image!.Split(':')[^1]} ");
        Page.ShouldContain($"docker pull {image}");
    }
}
