namespace Sor.Core.Failures;

/// <summary>Where a failure has its cause.</summary>
public enum FailureKind
{
    /// <summary>Outside: a broker, a disk.</summary>
    Outside,

    /// <summary>In what was asked for: a value, a file that is not there.</summary>
    Request,

    /// <summary>In the data: it is unreadable, broken, rejected, incomplete, or holds nothing in the window.</summary>
    Data,
}
