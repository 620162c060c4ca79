using System.Diagnostics.Metrics;

namespace Sor.Core.Pipeline;

/// <summary>What a backtest measures of itself. With nobody listening an update is one branch; no result depends on it.</summary>
public static class BacktestTelemetry
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Sor.Core";

    private static readonly Meter Meter = new(MeterName);

    /// <summary>In seconds. OpenTelemetry's own bounds are for milliseconds.</summary>
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries =
        [
            0.0001,
            0.00025,
            0.0005,
            0.001,
            0.0025,
            0.005,
            0.01,
            0.025,
            0.05,
            0.1,
            0.25,
            0.5,
            1,
            2.5,
            5,
            10,
            25,
            60,
        ],
    };

    internal static readonly Histogram<double> WindowEvaluation = Meter.CreateHistogram<double>(
        "sor.window.evaluation.duration",
        "s",
        "Evaluating every strategy and every parameter point over one parent window",
        tags: null,
        Seconds);
}
