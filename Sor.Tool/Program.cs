using System.CommandLine;
using Sor.Backtester.Commands;
using Sor.CommandLine;
using Sor.Producer;

// Both executables by the words of ./sor.
var root = new RootCommand(
    "Sor: what would a smart order router have paid on this day, and would a better split across venues have paid less?")
{
    BacktestCommand.Create(OwnCode.None),
    ProduceCommand.CreateWord(),
    GenerateCommand.Create(),
    CollectCommand.Create(OwnCode.None),
    CompareCommand.Create(),
};
return await CommandRunner.RunAsync(root, args);
