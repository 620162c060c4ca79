using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;

namespace Sor.CommandLine;

/// <summary>
/// Runs a command so that every failure is one short message on standard error and an exit code, and Ctrl-C, SIGTERM and SIGHUP end it
/// cleanly.
/// </summary>
public static class CommandRunner
{
    private const string Trace = "SOR_TRACE";

    // A word that starts with @ is taken as it stands. System.CommandLine would read more words from a file of that name.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs the command that the words name.</summary>
    /// <param name="root">All commands.</param>
    /// <param name="args">The command line, without the program's name.</param>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        // The terminal or the connection is gone. Under nohup the signal stays ignored.
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        try
        {
            var parsed = root.Parse(args, Parsing);
            if (parsed.Errors.Count > 0) throw SorException.Usage(parsed.Errors[0].Message + Hint(parsed));
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(configuration, stop.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            var (code, message) = Explain(e, stop.IsCancellationRequested);
            Terminal.Say(message);
            if (Environment.GetEnvironmentVariable(Trace) is { Length: > 0 })
                foreach (var line in e.ToString().Split('\n')) Terminal.Say(line);
            return (int)code;
        }
    }

    private static (ExitCode Code, string Message) Explain(Exception e, bool interrupted) => e switch
    {
        AggregateException { InnerException: { } inner } => Explain(inner, interrupted),
        SorException failure => (failure.ExitCode(), Wording.Of(failure)),
        OperationCanceledException when interrupted => (ExitCode.Failed, "interrupted: nothing was written"),
        IOException when IsDiskFull(e) => (
            ExitCode.Failed,
            $"the disk is full: {e.Message}; free some space, or write elsewhere with --out"),
        IOException or UnauthorizedAccessException => (ExitCode.Failed, e.Message),
        OverflowException => (ExitCode.Data, "numbers became too large to be exact: look for absurd prices or sizes in the data"),
        OutOfMemoryException => (ExitCode.Failed, "out of memory: a smaller --horizon or a coarser --every keeps less at once"),
        _ => (ExitCode.Failed, Unexpected(e)),
    };

    /// <summary>A defect of Sor. Its stack trace is shown only on request, to those who look for the cause.</summary>
    private static string Unexpected(Exception e) =>
        $"unexpected: {e.GetType().Name}: {e.Message} This is a defect of Sor: please report it, with what it says after export {Trace}=1";

    // ENOSPC, and Windows' ERROR_DISK_FULL.
    private static bool IsDiskFull(Exception e) => (e.HResult & 0xFFFF) is 28 or 112;

    private static string Hint(ParseResult parsed) => $" (see {string.Join(' ', Words(parsed.CommandResult))} --help)";

    private static IEnumerable<string> Words(CommandResult command)
    {
        if (command.Parent is CommandResult parent)
            foreach (var word in Words(parent)) yield return word;
        yield return command.Parent is null ? "sor" : command.Command.Name;
    }
}
