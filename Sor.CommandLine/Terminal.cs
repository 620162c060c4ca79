using System.Globalization;
using System.Text;

namespace Sor.CommandLine;

/// <summary>What a program says to whoever started it.</summary>
public static class Terminal
{
    /// <summary>
    /// Says a line on standard error. Names of files, reasons in a stream and a broker's words are written by others, so that nothing in
    /// them is left to act on a terminal. Where standard error is closed or full nothing is said: the exit code tells all the same.
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
            // There is nobody to tell.
        }
    }

    /// <summary>
    /// Writes a report of work that is done to standard output. Where that is closed or full the work is done nevertheless, and it is said
    /// where it is.
    /// </summary>
    /// <param name="done">What is done, in a sentence.</param>
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
    /// A text in which characters that move a terminal's cursor, colour it, end a line or turn the direction of writing are shown by their
    /// numbers.
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

    // A stream that is closed is told as one to which access is denied.
    private static bool IsUnheard(Exception e) => e is IOException or UnauthorizedAccessException;

    private static bool Acts(char character) =>
        char.GetUnicodeCategory(character)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
