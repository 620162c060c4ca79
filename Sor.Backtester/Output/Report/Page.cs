using System.Reflection;

namespace Sor.Backtester.Output.Report;

/// <summary>What every page has: it is one file that needs nothing beside it, asks nobody for anything, and runs no script.</summary>
internal static class Page
{
    /// <summary>The style sheet's SHA-256: the only style that the page's policy allows. A test says what it has to be.</summary>
    internal const string StyleHash = "sha256-DS10sPqdjcdnTW88EVXwuRdqyAgDpe1tz8s4BZqhnig=";

    private static readonly string Style = ReadStyle();

    /// <summary>Makes a page.</summary>
    /// <param name="title">Its title; names from data may be in it.</param>
    /// <param name="head">What stands below the title.</param>
    /// <param name="main">Its sections.</param>
    /// <param name="foot">What is said at its end.</param>
    public static Html Of(string title, Html head, Html main, string foot)
    {
        Html style = $"";
        style.AppendLiteral(Style);
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy"
            content="default-src 'none'; style-src '{StyleHash}'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>{title}</title>
            <style>{style}</style>
            </head>
            <body>
            <header>
            <p class="brand">Sor backtest</p>
            <h1>{Html.Data(title)}</h1>
            {head}
            </header>
            <main>
            {main}
            </main>
            <footer><p>{foot}</p></footer>
            </body>
            </html>

            """;
    }

    private static string ReadStyle()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("report.css")!);
        return reader.ReadToEnd();
    }
}
