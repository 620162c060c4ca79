namespace Sor.Core.Results;

/// <summary>
/// The saving against the best router without parameters, over parts of the judged parents that met something alike. The parts of each cut
/// add up to the whole.
/// </summary>
/// <param name="TimeOfDay">By the regular session's first hour, last hour, and what lies between or outside.</param>
/// <param name="Spread">By thirds of the mean spread, basis points of the mid.</param>
/// <param name="Volatility">By thirds of the mid's root of summed squared moves from bucket to bucket, basis points.</param>
/// <param name="Participation">By thirds of what the tuned router took of the volume printed meanwhile; <c>null</c> where prints are
/// unknown.</param>
public sealed record CutsResult(
    IReadOnlyList<CutResult> TimeOfDay,
    IReadOnlyList<CutResult> Spread,
    IReadOnlyList<CutResult> Volatility,
    IReadOnlyList<CutResult>? Participation);

/// <summary>A part of the judged parents.</summary>
/// <param name="Part">Its name.</param>
/// <param name="From">The least value of what it is cut by; <c>null</c> where that is a time of day.</param>
/// <param name="To">The largest.</param>
/// <param name="N">Parents.</param>
/// <param name="Difference">Mean saving.</param>
/// <param name="Interval">95 % interval of the mean; <c>null</c> under two parents.</param>
public sealed record CutResult(string Part, decimal? From, decimal? To, int N, BasisPoints Difference, IntervalResult? Interval);
