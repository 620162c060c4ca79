using Microsoft.Extensions.Logging;

namespace Sor.ServiceDefaults;

/// <summary>What commands say to the log beside the console: few lines, structured, each with the id of its run where it has one.</summary>
public static partial class RunLog
{
    /// <summary>A run is on the topic, whole.</summary>
    [LoggerMessage(1, LogLevel.Information, "Run {Run}: {Records} records on topic {Topic}")]
    public static partial void Published(this ILogger log, string run, long records, string topic);

    /// <summary>A backtest is done.</summary>
    [LoggerMessage(2, LogLevel.Information, "Run {Run}: {Verdict} Written: {Files}")]
    public static partial void Judged(this ILogger log, string? run, string verdict, string files);

    /// <summary>A command ends with an error.</summary>
    [LoggerMessage(3, LogLevel.Error, "Run {Run} failed: {Reason}")]
    public static partial void Failed(this ILogger log, string? run, string reason);
}
