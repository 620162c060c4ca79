using System.Diagnostics.Metrics;

namespace Sor.Core.Pipeline;

/// <summary>What a backtest measures of itself. With nobody listening an update is one branch; no result depends on it.</summary>
public static class BacktestTelemetry
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Sor.Core";

    private static readonly Meter Meter = new(MeterName);

    internal static readonly Histogram<double> WindowEvaluation =
        Meter.CreateHistogram<double>("sor.window.evaluation.duration", "s", "Evaluating every strategy and every parameter point over one parent window");
}
