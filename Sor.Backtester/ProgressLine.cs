using System.Globalization;
using Sor.Core.MarketData;

namespace Sor.Backtester;

/// <summary>One line on standard error that says how far the replay is, how fast, and how long it will take. Nothing where that is not a terminal.</summary>
internal sealed class ProgressLine : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly IRecordSource source;
    private readonly ITimer? timer;
    private readonly long started = TimeProvider.System.GetTimestamp();
    private long records;

    private ProgressLine(IRecordSource source, bool quiet)
    {
        this.source = source;
        if (!quiet) timer = TimeProvider.System.CreateTimer(_ => Show(), null, Interval, Interval);
    }

    public static ProgressLine Start(IRecordSource source, bool quiet) => new(source, quiet);

    public void Report(long replayed) => Volatile.Write(ref records, replayed);

    public void Dispose()
    {
        if (timer is null) return;
        timer.Dispose();
        Console.Error.Write("\r\x1b[K");
    }

    private void Show()
    {
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var count = Volatile.Read(ref records);
        var line = string.Create(CultureInfo.InvariantCulture, $"\r\x1b[K{count / 1e6:0.0} million records, {count / seconds / 1e6:0.0} million/s");
        if (source.Progress is { } done and > 0.001)
            line += string.Create(CultureInfo.InvariantCulture, $", {done:P0}, {TimeSpan.FromSeconds(seconds * (1 - done) / done):m\\:ss} left");
        Console.Error.Write(line);
    }
}
