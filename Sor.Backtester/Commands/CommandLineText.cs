using System.CommandLine;

namespace Sor.Backtester.Commands;

/// <summary>A command line as it can be pasted into a shell.</summary>
internal static class CommandLineText
{
    private const string Plain = "-_=+:,./@%";

    /// <summary>The words of this run, after the name by which it was started.</summary>
    public static string Of(ParseResult parsed) => string.Join(' ', parsed.Tokens.Select(token => Quoted(token.Value)).Prepend(Program));

    // Through the SDK's own program the words are those of ./sor.
    private static string Program =>
        Path.GetFileName(Environment.ProcessPath) is { } name && name.StartsWith("sor", StringComparison.OrdinalIgnoreCase)
            ? name
            : "./sor";

    private static string Quoted(string word) => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || Plain.Contains(c))
        ? word
        : $"'{word.Replace("'", "'\\''")}'";
}
