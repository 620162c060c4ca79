using System.Diagnostics;
using System.Globalization;
using Sor.Streaming;

namespace Sor.Producer;

/// <summary>One line on standard error that says how far the producer is, and one when it is done.</summary>
internal sealed class ProducerProgress(bool quiet) : IDisposable
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private double _shown;
    private bool _open;

    public void Report(PublishProgress progress)
    {
        if (quiet) return;
        var seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        if (seconds - _shown < 0.2) return;
        _shown = seconds;
        _open = true;
        var line = string.Create(CultureInfo.InvariantCulture, $"\r\x1b[K{progress.Records / 1e6:0.0} million records, {progress.Records / seconds / 1e6:0.0} million/s");
        if (progress.Part is { } part and > 0.001)
        {
            line += string.Create(CultureInfo.InvariantCulture, $", {part:P0}, {TimeSpan.FromSeconds(seconds * (1 - part) / part):h\\:mm\\:ss} left");
        }

        Console.Error.Write(line);
    }

    public void Done(PublishReport report, string topic)
    {
        Clear();
        var seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        var sent = report.Records - report.Resumed;
        var resumed = report.Resumed == 0 ? "" : sent == 0 ? "; all of them were there already" : string.Create(CultureInfo.InvariantCulture, $"; {report.Resumed:N0} of them were there already");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"run {report.Run}: {report.Records:N0} records on topic {topic} in {seconds:0.0} s ({report.Messages:N0} messages{resumed})"));
        foreach (var reject in report.Rejects) Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  rejected: {reject.Rows:N0} rows, {reject.Reason}"));
    }

    public void Dispose() => Clear();

    private void Clear()
    {
        if (_open) Console.Error.Write("\r\x1b[K");
        _open = false;
    }
}
