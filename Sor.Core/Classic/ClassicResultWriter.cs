using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sor.Core.Classic;

/// <summary>Writes the classic <c>result.json</c>: the assignment's keys, then what they leave out.</summary>
public static class ClassicResultWriter
{
    // Divides trailing zeros away.
    private const decimal One = 1.000000000000000000000000000000m;

    /// <summary>Writes the result as indented UTF-8 with a line feed at the end.</summary>
    public static void Write(Stream output, ClassicResult result)
    {
        var style = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Default };
        using (var json = new Utf8JsonWriter(output, style))
        {
            json.WriteStartObject();
            json.WriteStartObject("best_parameters");
            json.WriteNumber("lambda_over", Dollars(result.Best.LambdaOver));
            json.WriteNumber("lambda_under", Dollars(result.Best.LambdaUnder));
            json.WriteNumber("theta_queue", Dollars(result.Best.ThetaQueue));
            json.WriteEndObject();
            Totals(json, "optimized", result.Optimized);
            json.WriteStartObject("baselines");
            foreach (var (name, totals) in result.Baselines) Totals(json, name, totals);
            json.WriteEndObject();
            json.WriteStartObject("savings_vs_baselines_bps");
            foreach (var (name, totals) in result.Baselines) Number(json, name, totals.SavingOf(result.Optimized));
            json.WriteEndObject();
            Details(json, result);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void Details(Utf8JsonWriter json, ClassicResult result)
    {
        json.WriteStartObject("classic");
        json.WriteNumber("quantity", result.Options.Quantity);
        json.WriteNumber("points", result.Points);
        Texts(json, "inert", result.Inert);
        json.WriteStartObject("filled");
        json.WriteNumber("optimized", result.Optimized.Filled);
        foreach (var (name, totals) in result.Baselines) json.WriteNumber(name, totals.Filled);
        json.WriteEndObject();
        json.WriteString("snapshot", result.Options.Snapshot == ClassicSnapshot.SecondRows ? "second-rows" : "event-venues");
        json.WriteNumber("snapshots", result.Snapshots);
        json.WriteNumber("rows", result.Rows);
        json.WriteNumber("rows_without_ask", result.RowsWithoutAsk);
        json.WriteNumber("publishers", result.Publishers);
        Texts(json, "notes", result.Notes);
        json.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Totals(Utf8JsonWriter json, string name, ClassicTotals totals)
    {
        json.WriteStartObject(name);
        Number(json, "total_cash", totals.TotalCash);
        Number(json, "avg_fill_px", totals.AvgFillPx);
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, decimal? number)
    {
        if (number is { } value) json.WriteNumber(name, value / One);
        else json.WriteNull(name);
    }

    private static decimal Dollars(long nanos) => (decimal)nanos / Nanos.One / One;
}
