using System.Runtime.InteropServices;
using System.Text.Json;
using Sor.Core.Pipeline;
using Sor.Streaming.Read;

namespace Sor.Backtester.Output;

/// <summary>Writes <c>run.json</c>: what differs by moment, machine or transport, and therefore is not in the result.</summary>
internal static class RunJson
{
    public static void Write(Stream output, long records, int threads, StreamReport? stream, TimeSpan elapsed, DateTimeOffset now)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("finished", now);
        json.WriteNumber("elapsed_s", Math.Round(elapsed.TotalSeconds, 3));
        json.WriteNumber("records_per_s", Math.Round(records / elapsed.TotalSeconds));
        json.WriteNumber("threads", threads);
        json.WriteString("version", Engine.Version);
        json.WriteString("runtime", RuntimeInformation.FrameworkDescription);
        json.WriteString("os", RuntimeInformation.OSDescription);
        json.WriteString("architecture", RuntimeInformation.ProcessArchitecture.ToString());
        if (stream is not null)
        {
            json.WriteStartObject("stream");
            json.WriteString("run", stream.Run);
            json.WriteBoolean("verified", stream.Verified);
            json.WriteNumber("duplicates", stream.Duplicates);
            json.WriteNumber("missing", stream.Missing);
            json.WriteNumber("other_runs", stream.OtherRuns);
            json.WriteNumber("other_messages", stream.OtherMessages);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
