namespace Sor.CommandLine;

/// <summary>How a command ends, as its process exit code.</summary>
public enum ExitCode
{
    /// <summary>Done.</summary>
    Done = 0,

    /// <summary>Failed for a reason outside the data: broker, disk, interruption.</summary>
    Failed = 1,

    /// <summary>An option, a value, or a file named on the command line is wrong.</summary>
    Usage = 2,

    /// <summary>The data is unreadable, broken, rejected, incomplete, or holds nothing in the window.</summary>
    Data = 3,
}

/// <summary>From failures to exit codes.</summary>
public static class ExitCodes
{
    /// <summary>How a command ends that fails so.</summary>
    public static ExitCode ExitCode(this SorException failure) => failure.Kind switch
    {
        FailureKind.Request => CommandLine.ExitCode.Usage,
        FailureKind.Data => CommandLine.ExitCode.Data,
        _ => CommandLine.ExitCode.Failed,
    };
}
