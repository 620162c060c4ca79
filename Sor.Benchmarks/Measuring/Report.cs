namespace Sor.Benchmarks.Measuring;

/// <summary>Prints figures beside their references and budgets, and counts the budgets that do not hold.</summary>
internal sealed class Report(TextWriter output)
{
    /// <summary>Budgets that did not hold.</summary>
    public int Missed { get; private set; }

    /// <summary>Measures ours beside its references, and prints the median rates and the median ratios.</summary>
    /// <param name="unit">What is counted, such as <c>records</c>.</param>
    /// <param name="ours">What is judged.</param>
    /// <param name="references">What it is held against.</param>
    /// <param name="rounds">How often each runs.</param>
    /// <param name="oneCore">Whether rates are per second of one core's time; see <see cref="SideBySide.Rates"/>.</param>
    public void Compare(string unit, Contender ours, IReadOnlyList<Reference> references, int rounds = 7, bool oneCore = false)
    {
        var rates = SideBySide.Rates([ours, .. references], rounds, oneCore);
        Line($"{ours.Name,-52} {Rate(rates[0])} {unit}/s");
        for (var r = 0; r < references.Count; r++)
        {
            var ratios = rates[0].Zip(rates[r + 1], (a, b) => a / b).ToArray();
            var ratio = SideBySide.Median(ratios);
            Line($"{references[r].Name,-52} {Rate(rates[r + 1])} {unit}/s");
            Line(
                $"  ratio {ratio:0.00} ({ratios.Min():0.00} to {ratios.Max():0.00} in {rounds} rounds){Verdict(ratio, references[r].AtLeast, "at least", ratio >= references[r].AtLeast)}"
            );
        }
    }

    /// <summary>
    /// Measures a rate per second of one core's time, and prints the median, and what <see cref="CoreShare"/> had in turns with it.
    /// </summary>
    /// <param name="unit">What is counted, such as <c>records</c>.</param>
    /// <param name="ours">What is judged.</param>
    /// <param name="atLeast">The budget, per second.</param>
    /// <param name="rounds">How often it runs.</param>
    public void OneCoreRate(string unit, Contender ours, double atLeast, int rounds = 7)
    {
        var both = SideBySide.Rates([ours, CoreShare.Contender], rounds, oneCore: true);
        var rates = both[0];
        var rate = SideBySide.Median(rates);
        Line(
            $"{ours.Name,-52} {Rate(rates)} {unit}/s ({rates.Min() / 1e6:0.00} to {rates.Max() / 1e6:0.00} in {rounds} rounds){Verdict(rate / 1e6, atLeast / 1e6, "at least", rate >= atLeast)}"
        );
        Core(both[1]);
    }

    /// <summary>Prints the rates of <see cref="CoreShare"/>, so that half a core is not taken for a slow program.</summary>
    public void Core(double[] rates) =>
        Line($"  in turns with it: {CoreShare.Contender.Name,-32} {Rate(rates)} steps/s ({rates.Min() / 1e6:0} to {rates.Max() / 1e6:0})");

    /// <summary>Prints a figure that must not be above its budget.</summary>
    public void AtMost(string what, double value, string unit, double? budget) =>
        Line($"{what,-52} {value,10:0.##} {unit}{Verdict(value, budget, "at most", value <= budget)}");

    /// <summary>Prints a figure that must not be below its budget.</summary>
    public void AtLeast(string what, double value, string unit, double? budget) =>
        Line($"{what,-52} {value,10:0.##} {unit}{Verdict(value, budget, "at least", value >= budget)}");

    /// <summary>Prints a remark.</summary>
    public void Note(string text) => Line($"{text}");

    private string Verdict(double value, double? budget, string direction, bool holds)
    {
        if (budget is null || double.IsNaN(value)) return "";
        if (!holds) Missed++;
        return FormattableString.Invariant($"; budget {direction} {budget:0.##}: {(holds ? "holds" : "MISSED")}");
    }

    private static string Rate(IEnumerable<double> rates)
    {
        var rate = SideBySide.Median(rates);
        return rate >= 1e5 ? FormattableString.Invariant($"{rate / 1e6,10:0.00} million") : FormattableString.Invariant($"{rate,10:0.0}");
    }

    private void Line(FormattableString line) => output.WriteLine("  " + FormattableString.Invariant(line));
}
