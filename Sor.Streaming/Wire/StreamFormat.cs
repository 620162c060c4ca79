namespace Sor.Streaming.Wire;

/// <summary>How records are written into messages.</summary>
public enum StreamFormat
{
    /// <summary>Consecutive raw 80-byte records, many to a message: the default.</summary>
    Mbp1,

    /// <summary>
    /// One JSON object to a message, <c>{"timestamp","publisher_id","ask_px_00","ask_sz_00"}</c>: the form of the classic exercise. It
    /// carries the ask side alone.
    /// </summary>
    Json,
}
