using System.CommandLine;
using Sor.Backtester.Output;
using Sor.Backtester.Output.Report;
using Sor.CommandLine;
using Sor.Core.MarketData;
using Sor.Core.Results;
using Spectre.Console;

namespace Sor.Backtester.Commands;

/// <summary><c>compare</c>: what differs between two results, on the console and as a page.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var files = Options.Files("Two files of the name result.json, or their folders.", new ArgumentArity(2, 2));
        var page = Options.Text("--out", "FILE", "The page to write.", "compare.html");
        var command = new Command("compare", "Shows what differs between two results: settings, data, verdict, routers.") { files, page };
        command.SetAction((parsed, cancel) =>
        {
            string[] paths = [.. parsed.GetRequiredValue(files).Select(PathOf)];
            var target = parsed.GetRequiredValue(page);
            var difference = ResultDifference.Of(Read(paths[0]), Read(paths[1]));
            Write(ComparePage.Of(difference, paths[0], paths[1]), target, cancel);
            if (Console.IsOutputRedirected) AnsiConsole.Console.Profile.Width = 120;
            Terminal.Report($"written: {target}", () => CompareReport.Write(AnsiConsole.Console, difference, paths[0], paths[1], target));
            return Task.FromResult((int)ExitCode.Done);
        });
        return command;
    }

    private static string PathOf(string path) => Directory.Exists(path) ? Path.Combine(path, "result.json") : path;

    private static BacktestResult Read(string path)
    {
        if (!File.Exists(path)) throw SorException.Usage($"{path}: there is no such file");
        try
        {
            using var file = File.OpenRead(path);
            return BacktestResult.Read(file);
        }
        catch (SorException e)
        {
            throw SorException.BadData($"{path}: {e.Message}", e);
        }
    }

    private static void Write(Html page, string path, CancellationToken cancel)
    {
        if (Directory.Exists(path)) throw SorException.Usage($"--out {path}: is a folder, not a file");
        var draft = DraftFile.NameOf(path);
        using (var file = new DraftFile(draft, 1 << 16, cancel)) page.WriteTo(file);
        File.Move(draft, path, overwrite: true);
    }
}
