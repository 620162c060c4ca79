namespace Sor.Core.Failures;

/// <summary>
/// A failure that a user can act on. The message is one sentence or two: what, where (file, line, column, offset), why, and what to do.
/// </summary>
public sealed class SorException : Exception
{
    /// <summary>Creates a failure.</summary>
    /// <param name="code">How the command ends.</param>
    /// <param name="message">What to tell the user.</param>
    /// <param name="inner">The cause, if another exception was.</param>
    public SorException(ExitCode code, string message, Exception? inner = null) : base(message, inner) => Code = code;

    /// <summary>How the command ends.</summary>
    public ExitCode Code { get; }

    /// <summary>A wrong option, value, or file name.</summary>
    public static SorException Usage(string message, Exception? inner = null) => new(ExitCode.Usage, message, inner);

    /// <summary>Data that cannot give a result.</summary>
    public static SorException BadData(string message, Exception? inner = null) => new(ExitCode.Data, message, inner);

    /// <summary>A failure outside the data.</summary>
    public static SorException Failed(string message, Exception? inner = null) => new(ExitCode.Failed, message, inner);
}
