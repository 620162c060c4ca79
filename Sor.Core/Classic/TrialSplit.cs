namespace Sor.Core.Classic;

/// <summary>
/// The assignment's allocator, solved exactly. It enumerates every <c>x</c> with <c>x_i</c> a multiple of 100 and at most what row i shows,
/// keeps those with <c>sum x_i = want</c>, and returns the first of least cost <c>sum e_i (ask_i + fee) - sum (x_i - e_i) rebate + theta
/// (under + over) + lambda_under under + lambda_over over</c>, <c>e_i = min(x_i, size_i)</c>.
/// </summary>
/// <remarks>
/// By its own constraints <c>e_i = x_i</c> and <c>under = over = 0</c>, so the cost is <c>sum x_i (ask_i + fee)</c>: the penalties and the
/// rebate are no arguments here. A linear cost under bounds and one sum is least where rows are filled in price order (a lot moved to a
/// cheaper row that has room saves money). Of equally good splits the enumeration meets the lexicographically least first, which leaves the
/// earlier rows of the dearest price empty: within a price, later rows go first.
/// </remarks>
internal static class TrialSplit
{
    /// <summary>Shares of a step of the enumeration.</summary>
    public const long Lot = 100;

    /// <summary>Finds the split.</summary>
    /// <param name="rows">What the snapshot shows.</param>
    /// <param name="want">Shares wanted, positive.</param>
    /// <param name="split">Shares per row, as long as <paramref name="rows"/>; all 0 where there is no split.</param>
    /// <returns>Whether there is one: <paramref name="want"/> is in lots, and the snapshot shows as many.</returns>
    public static bool TrySolve(ReadOnlySpan<ClassicRow> rows, long want, Span<long> split)
    {
        split.Clear();
        var shown = 0L;
        foreach (var row in rows) shown += InLots(row.Size);
        if (want % Lot != 0 || shown < want) return false;
        var order = new (long Ask, int Row)[rows.Length];
        for (var i = 0; i < rows.Length; i++) order[i] = (rows[i].Ask, -i);
        Array.Sort(order);
        foreach (var (_, minusRow) in order)
        {
            var x = Math.Min(want, InLots(rows[-minusRow].Size));
            split[-minusRow] = x;
            want -= x;
        }

        return true;
    }

    private static long InLots(long size) => size - size % Lot;
}
