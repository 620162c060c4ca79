using System.Globalization;
using System.Text;

namespace Sor.CommandLine;

/// <summary>Writes to the user's terminal.</summary>
public static class Terminal
{
    /// <summary>
    /// Writes a line to standard error, through <see cref="Plain"/>: names of files, reasons in a stream and a broker's words come from
    /// others and must not act on the terminal. If standard error is closed or full the line is lost; the exit code still tells.
    /// </summary>
    /// <param name="line">The line.</param>
    public static void Say(string line)
    {
        try
        {
            Console.Error.WriteLine(Plain(line));
        }
        catch (Exception e) when (IsUnheard(e))
        {
            // Nobody can read it.
        }
    }

    /// <summary>
    /// Writes a report of finished work to standard output. If that is closed or full, the work is no less done: standard error says so,
    /// and where the result is.
    /// </summary>
    /// <param name="done">What is done and where it is, in a sentence.</param>
    /// <param name="write">Writes the report.</param>
    public static void Report(string done, Action write)
    {
        try
        {
            write();
            Console.Out.Flush();
        }
        catch (Exception e) when (IsUnheard(e))
        {
            Say($"standard output cannot be written ({e.Message}); {done}");
        }
    }

    /// <summary>
    /// A text with each character that would act on a terminal (move the cursor, set a colour, end the line, turn the direction of writing)
    /// replaced by its number.
    /// </summary>
    /// <param name="text">The text.</param>
    public static string Plain(string text)
    {
        if (!text.Any(Acts)) return text;
        var plain = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (Acts(character)) plain.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else plain.Append(character);
        }

        return plain.ToString();
    }

    // Writing to a closed stream throws an UnauthorizedAccessException.
    private static bool IsUnheard(Exception e) => e is IOException or UnauthorizedAccessException;

    private static bool Acts(char character) =>
        char.GetUnicodeCategory(character)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
