namespace Sor.Core.Failures;

/// <summary>
/// A failure that a user can act on. The message is a sentence that says what failed, where (file, line, column, offset) and why;
/// <see cref="Remedy"/> is what would help, which a program adds in its own words.
/// </summary>
public sealed class SorException : Exception
{
    /// <summary>Creates a failure.</summary>
    /// <param name="kind">Where its cause is.</param>
    /// <param name="message">What to tell the user.</param>
    /// <param name="inner">The cause, if another exception was.</param>
    public SorException(FailureKind kind, string message, Exception? inner = null) : base(message, inner) => Kind = kind;

    /// <summary>Where its cause is.</summary>
    public FailureKind Kind { get; }

    /// <summary>What would help; <c>null</c> where the message says all there is to say.</summary>
    public Remedy? Remedy { get; private set; }

    /// <summary>Adds what would help.</summary>
    /// <returns>This failure.</returns>
    public SorException Advise(Remedy? remedy)
    {
        Remedy = remedy;
        return this;
    }

    /// <summary>A value, or the name of a file, that cannot be.</summary>
    public static SorException Usage(string message, Exception? inner = null) => new(FailureKind.Request, message, inner);

    /// <summary>Data that cannot give a result.</summary>
    public static SorException BadData(string message, Exception? inner = null) => new(FailureKind.Data, message, inner);

    /// <summary>A failure outside the data.</summary>
    public static SorException Failed(string message, Exception? inner = null) => new(FailureKind.Outside, message, inner);
}
