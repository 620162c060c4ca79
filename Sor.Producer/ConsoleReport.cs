using System.Globalization;
using Sor.Streaming.Publish;

namespace Sor.Producer;

/// <summary>What was published, on standard output.</summary>
internal static class ConsoleReport
{
    public static void Write(PublishReport report, string topic, TimeSpan elapsed)
    {
        var culture = CultureInfo.InvariantCulture;
        var resumed = report.Resumed == 0 ? ""
            : report.Records == report.Resumed ? "; all of them were there already"
            : string.Create(culture, $"; {report.Resumed:N0} of them were there already");
        Console.Out.WriteLine(string.Create(
                culture,
                $"run {report.Run}: {report.Records:N0} records on topic {topic} in {elapsed.TotalSeconds:0.0} s ({report.Messages:N0} messages{resumed})"
            ));
        foreach (var reject in report.Rejects)
            Console.Out.WriteLine(string.Create(culture, $"  rejected: {reject.Rows:N0} rows, {reject.Reason}"));
    }
}
