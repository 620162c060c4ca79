using System.CommandLine;
using Sor.Backtester.Commands;
using Sor.CommandLine;

var root = new RootCommand(
    "Sor: what would a smart order router have paid on this day, and would a better split across venues have paid less?")
{
    BacktestCommand.Create(),
    CollectCommand.Create(),
    CompareCommand.Create(),
    GenerateCommand.Create(),
    PaperCommand.Create(),
};
return await CommandRunner.RunAsync(root, args);
