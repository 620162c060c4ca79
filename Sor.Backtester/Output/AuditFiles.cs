using Sor.Backtester.Output.Tables;
using Sor.Core.Analysis;
using Sor.Core.Tape;

namespace Sor.Backtester.Output;

/// <summary><c>audit.csv</c>, and <c>decisions.parquet</c> where tables are asked for: written window by window.</summary>
internal sealed class AuditFiles : IDisposable
{
    private readonly StreamWriter csv;
    private readonly DecisionsTable? table;

    /// <summary>Begins the files.</summary>
    /// <param name="folder">Where they go.</param>
    /// <param name="parquet">Whether the table is asked for.</param>
    public AuditFiles(OutputFolder folder, bool parquet)
    {
        csv = new StreamWriter(folder.Create("audit.csv")) { NewLine = "\n" };
        csv.Write(AuditCsv.Header + "\n");
        if (parquet) table = new DecisionsTable(folder.Create("decisions.parquet"));
    }

    /// <summary>Adds a window.</summary>
    public void Add(WindowTape tape)
    {
        AuditCsv.Write(csv, tape);
        table?.Add(tape);
    }

    /// <summary>Ends the files after the last window.</summary>
    public void Complete()
    {
        csv.Flush();
        table?.Complete();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        csv.Dispose();
        table?.Dispose();
    }
}
