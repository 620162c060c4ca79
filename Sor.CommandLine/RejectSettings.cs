using System.CommandLine;
using Sor.Core.MarketData;

namespace Sor.CommandLine;

/// <summary>What becomes of rows that cannot be read, on the command line.</summary>
public sealed class RejectSettings
{
    private readonly Option<bool> strict = Options.Flag("--strict", "The first row that cannot be read ends the run.");
    private readonly ValueOption<double> maxRejectRate = new("--max-reject-rate", "SHARE", "The run fails if more of the rows than this cannot be read.", Values.Share, "0.01");

    /// <summary>The options.</summary>
    public IEnumerable<Option> All => [strict, maxRejectRate];

    /// <summary>How files are to be read.</summary>
    public ReadOptions Read(ParseResult parsed) => new() { Strict = parsed.GetValue(strict), MaxRejectRate = parsed.Value(maxRejectRate) };
}
