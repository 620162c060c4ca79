using System.CommandLine;
using Sor.Backtester.Commands;
using Sor.CommandLine;
using Sor.Core.Execution;
using Sor.Core.Routing;
using Sor.Core.Strategies;

namespace Sor;

/// <summary>
/// The program as a call: what <c>Sor.Backtester</c> itself runs, and a file of your own that brings a router.
/// <code>
/// return SorApp.Run(args, new MyRouter());
/// </code>
/// <c>docs/own-router.md</c> shows it whole.
/// </summary>
public static class SorApp
{
    /// <summary>Runs the command line; with code of your own, <c>backtest</c> where it names no command.</summary>
    /// <param name="args">The command line, without the program's name: every option of <c>./sor backtest</c>, and one for each parameter
    /// of your routers.</param>
    /// <param name="routers">Your routers: the first is judged, unless <c>--optimize</c> names another.</param>
    /// <returns>The process's exit code: 0 done, 1 failed, 2 usage, 3 data.</returns>
    public static int Run(string[] args, params IRouter[] routers) => Run(args, routers, []);

    /// <summary>
    /// Runs the command line with an assumption on queues of your own, under which all that rests is run beside the built-in ones.
    /// </summary>
    /// <param name="args">The command line, without the program's name.</param>
    /// <param name="assumption">Your assumption.</param>
    /// <param name="routers">Your routers, if you have any.</param>
    /// <returns>The process's exit code: 0 done, 1 failed, 2 usage, 3 data.</returns>
    public static int Run(string[] args, IQueueAssumption assumption, params IRouter[] routers) => Run(args, routers, [assumption]);

    private static int Run(string[] args, IRouter[] routers, IQueueAssumption[] assumptions)
    {
        OwnCode own;
        Command[] commands;
        try
        {
            var accepted = new List<TunedRouter>();
            foreach (var router in routers) accepted.Add(OwnRouters.Accept(router, accepted));
            own = new OwnCode(accepted, [.. QueueAssumptions.All, .. assumptions.Select(OwnAssumptions.Accept)]);
            commands =
            [
                BacktestCommand.Create(own),
                CollectCommand.Create(own),
                CompareCommand.Create(),
                GenerateCommand.Create(),
                PaperCommand.Create(),
            ];
        }
        catch (SorException e)
        {
            Terminal.Say(Wording.Of(e));
            return (int)e.ExitCode();
        }

        var root = new RootCommand(
            "Sor: what would a smart order router have paid on this day, and would a better split across venues have paid less?");
        foreach (var command in commands) root.Add(command);
        string[] words = !own.IsEmpty && !NamesCommand(args, commands) ? ["backtest", .. args] : args;
        return CommandRunner.RunAsync(root, words).GetAwaiter().GetResult();
    }

    private static bool NamesCommand(string[] args, Command[] commands) =>
        args is [var first, ..] && (first == "--version" || commands.Any(command => command.Name == first));
}
