using Sor.Core.Book;
using Sor.Core.Execution;
using Sor.Core.Orders;
using Sor.Core.Tape;

namespace Sor.Core.Tuning;

/// <summary>
/// What one instrument's windows of a trading day have taught about resting orders, by side. It goes on from window to window, and forgets
/// what no later decision may look at. No strategy has a part in it.
/// </summary>
/// <param name="options">Sides, collar, and how long slices may be.</param>
internal sealed class SliceMemory(BacktestOptions options)
{
    private readonly IReadOnlyList<ObservedSlice>[] known = [.. options.Sides.Select(_ => Array.Empty<ObservedSlice>())];
    private DateOnly day;

    /// <summary>Learns a window or a warm-up, which follows those before.</summary>
    /// <param name="tape">It.</param>
    /// <param name="slices">Its slices, by side.</param>
    /// <param name="costs">Fees and MIC order of its venues.</param>
    /// <returns>By side, what decisions within it may learn from; each looks at what had ended by then alone.</returns>
    public SliceHistory[] Learn(WindowTape tape, IReadOnlyList<Slice>[] slices, VenueCosts costs)
    {
        var today = NewYork.DateOf(tape.From);
        if (today != day) Array.Fill(known, []);
        day = today;
        var histories = new SliceHistory[known.Length];
        Parallel.For(0, known.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, side =>
        {
            var assumptions = options.Strategies.Assumptions;
            var observed = SliceObserver.Observe(tape, options.Sides[side], slices[side], options.Order.Collar, costs, assumptions);
            histories[side] = new SliceHistory([.. known[side], .. observed]);
            known[side] = [.. histories[side].Since(tape.To)];
        });
        return histories;
    }

    /// <summary>A window's slices, by side executed.</summary>
    public static IReadOnlyList<Slice>[] Slices(BacktestOptions options, WindowTape tape, WindowBuckets buckets) =>
        [
            .. options.Sides.Select(side =>
                Slice.Of(tape, side == Side.Buy ? BookSide.Bid : BookSide.Ask, buckets, options.LongestSlice?.Nanos ?? ulong.MaxValue)),
        ];
}
