namespace Sor.Backtester.Output;

/// <summary>What is shown and written.</summary>
/// <param name="Json">Print <c>result.json</c>, and nothing else, to standard output.</param>
/// <param name="Audit">Write every decision with the book it saw.</param>
/// <param name="Parquet">Write the tables as Parquet files too.</param>
/// <param name="Report">Write <c>report.html</c>.</param>
/// <param name="Command">The command line of this run, for the report to show.</param>
internal readonly record struct OutputChoices(bool Json, bool Audit, bool Parquet, bool Report, string Command);
