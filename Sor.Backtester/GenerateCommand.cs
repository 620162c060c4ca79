using System.CommandLine;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Sor.Core.MarketData;
using Sor.Core.Simulation;

namespace Sor.Backtester;

/// <summary><c>generate</c>: writes a synthetic market into a file.</summary>
internal static class GenerateCommand
{
    private const string Dataset = "EQUS.ALL";
    private const int BatchRecords = 4_096;

    public static Command Create()
    {
        var market = new MarketSettings();
        var @out = BacktestSettings.Text("--out", "FILE", "The file to write, which its name describes: .csv or .dbn, and .zst after it for zstd.");
        @out.Required = true;
        var dialect = BacktestSettings.Text("--dialect", "DIALECT", "CSV with times and prices as text (pretty) or as whole numbers (raw).", "pretty");
        var command = new Command("generate", "Writes a synthetic market of several venues: the same options give the same records on every machine.") { @out, dialect };
        foreach (var option in market.Options) command.Add(option);
        command.SetAction((parsed, cancel) =>
        {
            var options = market.Read(parsed);
            var format = OptionText.Word("--dialect", parsed.GetValue(dialect)!, ("pretty", CsvDialect.Pretty), ("raw", CsvDialect.Raw));
            Generate(options, parsed.GetValue(@out)!, format, cancel);
            return Task.FromResult((int)ExitCode.Done);
        });
        return command;
    }

    private static void Generate(MarketOptions options, string path, CsvDialect dialect, CancellationToken cancel)
    {
        using var market = new SyntheticMarket(options);
        var sessions = options.Sessions();
        var hash = new XxHash128();
        using (var file = RecordFile.Create(path, new RecordFileHeader(Dataset, sessions[0].Start, sessions[^1].End, options.Symbols()), dialect))
        using (var progress = ProgressLine.Start(market, Console.IsErrorRedirected))
        {
            var batch = new Mbp1[BatchRecords];
            for (long written = 0; market.Read(batch) is > 0 and var count; progress.Report(written += count))
            {
                cancel.ThrowIfCancellationRequested();
                hash.Append(MemoryMarshal.AsBytes(batch.AsSpan(0, count)));
                file.Write(batch.AsSpan(0, count));
            }

            file.Complete();
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{path}: {market.Summary.Records:N0} records, {new FileInfo(path).Length:N0} bytes, XXH3-128 of the records {Convert.ToHexStringLower(hash.GetCurrentHash())}"));
    }
}
