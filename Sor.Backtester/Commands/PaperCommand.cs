using System.CommandLine;
using Sor.Backtester.Output;
using Sor.CommandLine;
using Sor.Core.Model.Paper;

namespace Sor.Backtester.Commands;

/// <summary><c>paper</c>: the table and the figures that Cont and Kukanov print, and what comes out here.</summary>
internal static class PaperCommand
{
    public static Command Create()
    {
        var command = new Command("paper", "The tables of Cont and Kukanov's paper, by its own method and by the solver of queue.");
        command.SetAction((_, cancel) =>
        {
            var rows = new List<PaperComparison>();
            foreach (var row in PaperRow.Table)
            {
                cancel.ThrowIfCancellationRequested();
                rows.Add(PaperComparison.Of(row));
            }

            new PaperReport(Console.Out).Write(rows);
            return Task.FromResult((int)ExitCode.Done);
        });
        return command;
    }
}
