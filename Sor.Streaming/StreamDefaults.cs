namespace Sor.Streaming;

/// <summary>Values where the user gives none.</summary>
public static class StreamDefaults
{
    /// <summary>The topic.</summary>
    public const string Topic = "mock_l1_stream";

    /// <summary>How long nothing may happen before a command gives up.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(60);

    /// <summary>64 KiB: the size from which larger messages bring nothing more.</summary>
    public const int MessageBytes = 1 << 16;

    /// <summary>The longest a record waits for its message to fill, milliseconds.</summary>
    public const int MessageAgeMilliseconds = 5;
}
