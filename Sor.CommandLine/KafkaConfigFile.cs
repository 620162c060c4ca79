namespace Sor.CommandLine;

/// <summary>The file that <c>--kafka-config</c> names.</summary>
internal static class KafkaConfigFile
{
    /// <summary>Reads a file of client settings, <c>name=value</c> per line, as Kafka's own tools take it.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SorException.Usage($"--kafka-config {path}: {e.Message}", e);
        }

        var settings = new List<KeyValuePair<string, string>>();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw SorException.Usage($"--kafka-config {path}, line {i + 1}: expected name=value");
            settings.Add(new(line[..equals].Trim(), line[(equals + 1)..].Trim()));
        }

        return settings;
    }
}
