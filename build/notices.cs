#:property PublishAot=false
// notices.cs OUT ASSETS…: the licences of what is inside programs, from the project.assets.json files that they were published with:
// every package, the runtime, and the Kafka client's library.
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

// Packages that say their licence by an address alone, and what was read there.
var byAddress = new Dictionary<string, string>
{
    ["https://github.com/MiloszKrajewski/K4os.Compression.LZ4/blob/master/LICENSE?raw=true"] = "MIT",
};

var found = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase); // id and version, folder
foreach (var assets in args[1..])
{
    using var json = JsonDocument.Parse(File.ReadAllText(assets));
    var folders = json.RootElement.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name).ToList();
    foreach (var library in json.RootElement.GetProperty("libraries").EnumerateObject())
        if (
            library.Value.GetProperty("type").GetString() == "package"
            && !library.Name.StartsWith("Microsoft.NET.ILLink.Tasks/", StringComparison.OrdinalIgnoreCase))
            Add(library.Name);
    // The runtime comes beside the packages that a project names.
    foreach (var framework in json.RootElement.GetProperty("project").GetProperty("frameworks").EnumerateObject())
        if (framework.Value.TryGetProperty("downloadDependencies", out var packs))
            foreach (var pack in packs.EnumerateArray())
                if (pack.GetProperty("name").GetString()!.StartsWith("Microsoft.NETCore.App.Runtime.", StringComparison.OrdinalIgnoreCase))
                    Add($"{pack.GetProperty("name").GetString()}/{pack.GetProperty("version").GetString()!.Trim('[').Split(',')[0]}");

    void Add(string library) =>
        found[library] =
            folders.Select(f => Path.Combine(f, library.ToLowerInvariant())).FirstOrDefault(Directory.Exists)
        ?? throw new DirectoryNotFoundException($"{library} is in none of {string.Join(", ", folders)}: restore first");
}

var expressions = new SortedSet<string>(StringComparer.Ordinal);
var shown = new Dictionary<string, string>(StringComparer.Ordinal); // text, library whose it was first
var text = new StringBuilder("What these programs contain beside Sor's own code, and under which licences.\n");
foreach (var (library, folder) in found)
{
    var about = XDocument
        .Load(Directory.EnumerateFiles(folder, "*.nuspec").Single())
        .Root!.Elements()
        .Single(e => e.Name.LocalName == "metadata")
        .Elements()
        .ToLookup(e => e.Name.LocalName);
    var licence = about["license"].FirstOrDefault();
    var expression = licence?.Attribute("type")?.Value == "expression" ? licence.Value
        : about["licenseUrl"].FirstOrDefault()?.Value is { } address ? byAddress.GetValueOrDefault(address)
        : null;
    if (expression is not null) expressions.Add(expression);
    text.Append(
        $"\n== {library.Replace('/', ' ')}\n{about["copyright"].FirstOrDefault()?.Value ?? about["authors"].First().Value}\n{about["projectUrl"].FirstOrDefault()?.Value}\n"
    );
    var files = Directory.EnumerateFiles(folder).Where(f => IsNotice(Path.GetFileName(f))).Order(StringComparer.Ordinal).ToList();
    if (expression is null && files.Count == 0)
        throw new InvalidDataException($"{library} names no licence and brings none: find it before this is given away");
    if (expression is not null) text.Append($"Licence: {expression}, whose text is below\n");
    foreach (var file in files)
    {
        var notice = File.ReadAllText(file).TrimStart('\uFEFF').Trim();
        text.Append(
            shown.TryAdd(notice, library) ? $"\n{notice}\n" : $"{Path.GetFileName(file)}: as for {shown[notice].Replace('/', ' ')}\n");
    }
}

var licences = Path.Combine(AppContext.GetData("EntryPointFileDirectoryPath") as string ?? "build", "licences");
foreach (var expression in expressions)
{
    var file = Path.Combine(licences, $"{expression}.txt");
    text.Append(
        $"\n== Licence {expression}\n\n{(File.Exists(file) ? File.ReadAllText(file).Trim() : throw new FileNotFoundException($"the text of {expression} is not in build/licences"))}\n"
    );
}

File.WriteAllText(args[0], text.ToString().ReplaceLineEndings("\n"));
Console.WriteLine($"{args[0]}: {found.Count} packages, {expressions.Count} licences");

static bool IsNotice(string name) =>
    (string[])["license", "licence", "notice", "third-party", "thirdparty"] is var words
    && words.Any(w => name.StartsWith(w, StringComparison.OrdinalIgnoreCase));
