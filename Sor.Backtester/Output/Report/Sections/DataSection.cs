using System.Globalization;
using Sor.Core.Results;

namespace Sor.Backtester.Output.Report.Sections;

/// <summary>What was read, and how good it is.</summary>
internal static class DataSection
{
    // A list of all instruments of a whole market would be most of the page.
    private const int MostInstruments = 200;
    private const int MostFiles = 20;

    private static readonly string[] CountHead = ["what", "how much"];
    private static readonly string[] VenueHead = ["venue", "crossed", "locked", "one-sided", "too wide", "silent beyond what is allowed", "longest silence"];
    private static readonly string[] Head = ["instrument", "id", "records", "venues"];

    public static Html Of(DataResult data) => $"""
        <section id="data" aria-labelledby="data-title">
        <h2 id="data-title">Data</h2>
        <p>{Files(data.Files)}, {data.Span.From} to {data.Span.To}. XXH3-128 of the records: <code>{data.Hash}</code></p>
        {Table.Of("quality", "Records, and the market’s condition within what is traded of each day", CountHead, Counts(data).Select(Row))}
        {Table.Of("venue-conditions", "Each venue by its own quote; crossed: while the market was and would not have been without it", VenueHead, data.VenueConditions.Select(Row))}
        {Rejects(data.Rejects)}
        {Table.Of("instruments", Caption(data.Instruments.Count), Head, data.Instruments.Take(MostInstruments).Select(Row))}</section>

        """;

    private static Html Files(IReadOnlyList<string> files)
    {
        if (files.Count == 0) return $"From a stream";
        var named = files.Take(MostFiles).Select((file, i) => (Html)$"{(i == 0 ? "" : ", ")}{Html.Data(file)}");
        return $"{named}{(files.Count > MostFiles ? $" and {Figures.Whole(files.Count - MostFiles)} more" : "")}";
    }

    private static string Caption(int instruments) =>
        instruments <= MostInstruments ? "Instruments"
        : $"The first {MostInstruments} of {Figures.Whole(instruments)} instruments; result.json has all";

    /// <summary>Counts of records, and how long the market was in which condition.</summary>
    public static IReadOnlyList<(string What, string HowMuch)> Counts(DataResult data)
    {
        var market = data.Conditions;
        return
        [
            ("records", Figures.Whole(data.Records)),
            ("rejected rows", Figures.Whole(data.Rejects.Values.Sum())),
            ("late: behind the clock", Figures.Whole(data.Late)),
            ("disordered: more than a second behind", Figures.Whole(data.Disordered)),
            ("price of 0, which is none", Figures.Whole(data.ZeroPrices)),
            ("prices rounded", Figures.Whole(data.Rounded)),
            ("not the last of their event", Figures.Whole(data.MidEvent)),
            ("without a time", Figures.Whole(data.WithoutTime)),
            ("of publishers that are no venue", Figures.Whole(data.NotRoutable)),
            ("of further publishers of a venue", Figures.Whole(data.OtherPublishers)),
            ("effective spread of prints, bps", Figures.Bps(data.EffectiveSpreadBps)),
            ("quoted spread at prints, bps", Figures.Bps(data.QuotedSpreadBps)),
            ("watched", Figures.Seconds(market.Watched)),
            ("crossed, times", Figures.Whole(data.Crossed)),
            ("crossed", Figures.Seconds(market.Crossed)),
            ("locked, times", Figures.Whole(data.Locked)),
            ("locked", Figures.Seconds(market.Locked)),
            ("one-sided", Figures.Seconds(market.OneSided)),
            ("too wide to trade on", Figures.Seconds(market.Wide)),
            ("silent beyond what is allowed", Figures.Seconds(market.Silent)),
            (LongestSilence(market.LongestSilenceFrom), Figures.Seconds(market.LongestSilence)),
        ];
    }

    private static Html Rejects(IReadOnlyDictionary<string, long> rejects) => rejects.Count == 0 ? Html.None
        : Table.Of(
            "rejects",
            "Rejected rows by reason; rejects.csv has them",
            ["reason", "rows"],
            rejects.Select(r => Row((r.Key, Figures.Whole(r.Value)))));

    private static string LongestSilence(string? from) => from is null ? "longest silence" : $"longest silence, from {from}";

    private static Html[] Row((string What, string HowMuch) count) => [Table.Cell(count.What), Table.Cell(count.HowMuch)];

    private static Html[] Row(KeyValuePair<string, ConditionsResult> venue) =>
    [
        Table.Cell(venue.Key),
        Table.Cell(Figures.Seconds(venue.Value.Crossed)),
        Table.Cell(Figures.Seconds(venue.Value.Locked)),
        Table.Cell(Figures.Seconds(venue.Value.OneSided)),
        Table.Cell(Figures.Seconds(venue.Value.Wide)),
        Table.Cell(Figures.Seconds(venue.Value.Silent)),
        Table.Cell(Figures.Seconds(venue.Value.LongestSilence)),
    ];

    private static Html[] Row(InstrumentResult i) =>
    [
        Html.Data(i.Symbol ?? ""),
        Table.Cell(i.InstrumentId.ToString(CultureInfo.InvariantCulture)),
        Table.Cell(Figures.Whole(i.Records)),
        Table.Cell(string.Join(", ", i.Venues.Keys)),
    ];
}
