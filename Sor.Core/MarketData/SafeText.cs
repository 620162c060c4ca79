using System.Text;

namespace Sor.Core.MarketData;

/// <summary>Text from a file as it may be shown on a console: no control characters (a tab is a blank), and not too long.</summary>
internal static class SafeText
{
    private const int Longest = 200;

    public static string Of(ReadOnlySpan<char> text)
    {
        var cut = text.Length > Longest ? text[..Longest] : text;
        var shown = new StringBuilder(cut.Length + 1);
        foreach (var c in cut) shown.Append(c == '\t' ? ' ' : char.IsControl(c) ? '\uFFFD' : c);
        if (text.Length > Longest) shown.Append('…');
        return shown.ToString();
    }
}
