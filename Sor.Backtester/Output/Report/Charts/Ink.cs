using OxyPlot;

namespace Sor.Backtester.Output.Report.Charts;

/// <summary>
/// Colours by their place in the style sheet, which has one set for light pages and one for dark ones. The library knows colours only by
/// number: a place is the blue of one.
/// </summary>
internal static class Ink
{
    /// <summary>Text and axes.</summary>
    public static readonly OxyColor Text = At(0);

    /// <summary>Lines of the grid.</summary>
    public static readonly OxyColor Grid = At(1);

    /// <summary>The router judged, and savings.</summary>
    public static readonly OxyColor Ours = At(2);

    /// <summary>What it is held against, and losses.</summary>
    public static readonly OxyColor Other = At(3);

    /// <summary>A third thing: the mid, timing.</summary>
    public static readonly OxyColor Third = At(4);

    /// <summary>A fourth thing: volume, remainders.</summary>
    public static readonly OxyColor Fourth = At(5);

    /// <summary>Shading behind a curve.</summary>
    public static readonly OxyColor Shade = At(6);

    /// <summary>The place of a colour.</summary>
    public static int Place(OxyColor color) => color.B;

    private static OxyColor At(byte place) => OxyColor.FromRgb(0, 0, place);
}
