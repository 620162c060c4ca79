using System.CommandLine;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Sor.CommandLine;
using Sor.Core.MarketData;
using Sor.Core.MarketData.Formats.Csv;
using Sor.Core.Simulation;

namespace Sor.Backtester.Commands;

/// <summary><c>generate</c>: writes a synthetic market into a file.</summary>
internal static class GenerateCommand
{
    private const string Dataset = "EQUS.ALL";
    private const int BatchRecords = 4_096;

    public static Command Create()
    {
        var market = new MarketSettings();
        var @out = Options.Text("--out", "FILE", "The file to write, which its name describes: .csv or .dbn, and .zst after it for zstd.");
        @out.Required = true;
        var dialect = new ValueOption<CsvDialect>(
            "--dialect",
            "DIALECT",
            "CSV with times and prices as text (pretty) or as whole numbers (raw).",
            Values.Word(("pretty", CsvDialect.Pretty), ("raw", CsvDialect.Raw)),
            "pretty");
        var command = new Command("generate", "Writes a synthetic market of several venues: the same options give the same records on every machine.") { @out, dialect };
        foreach (var option in market.All) command.Add(option);
        command.SetAction(async (parsed, cancel) =>
        {
            await GenerateAsync(market.Read(parsed), parsed.GetRequiredValue(@out), parsed.Value(dialect), cancel).ConfigureAwait(false);
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static async Task GenerateAsync(MarketOptions options, string path, CsvDialect dialect, CancellationToken cancel)
    {
        using var market = options.Open();
        var sessions = options.Sessions();
        using var file = RecordFile.Create(
            path,
            new RecordFileHeader(Dataset, sessions[0].Start, sessions[^1].End, options.Symbols()),
            dialect);
        var hash = await RecordsProgress
            .ShowAsync(quiet: false, progress => Task.FromResult(Write(market, file, progress, cancel)))
            .ConfigureAwait(false);
        file.Complete();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{path}: {market.Summary.Records:N0} records, {new FileInfo(path).Length:N0} bytes, XXH3-128 of the records {Convert.ToHexStringLower(hash)}"
            ));
    }

    /// <summary>Writes a whole market; returns the hash of its records.</summary>
    private static byte[] Write(IRecordSource market, RecordFile file, RecordsProgress progress, CancellationToken cancel)
    {
        var hash = new XxHash128();
        var batch = new Mbp1[BatchRecords];
        for (long written = 0; market.Read(batch) is > 0 and var count; progress.Report(written += count, market.Progress))
        {
            cancel.ThrowIfCancellationRequested();
            hash.Append(MemoryMarshal.AsBytes(batch.AsSpan(0, count)));
            file.Write(batch.AsSpan(0, count));
        }

        return hash.GetCurrentHash();
    }
}
