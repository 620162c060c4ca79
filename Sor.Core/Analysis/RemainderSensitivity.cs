using Sor.Core.Execution;
using Sor.Core.Results;
using Sor.Core.Strategies;

namespace Sor.Core.Analysis;

/// <summary>How the differences move with what shares never filled are charged: a price that nobody paid.</summary>
internal static class RemainderSensitivity
{
    /// <summary>Takes the differences anew, with remainders charged at half and at twice the collar.</summary>
    /// <param name="judged">The parents, at least one.</param>
    /// <param name="bestAsk">Takes the best price on display.</param>
    public static SensitivityResult Of(IReadOnlyList<JudgedParent> judged, Strategy bestAsk)
    {
        return new SensitivityResult(
            At(o => o.ChargedAt(o.RemainderPriceAtHalfCollar)),
            At(o => o.ChargedAt(o.RemainderPriceAtTwiceCollar)));

        ChargedDifference At(Func<ParentOutcome, ParentOutcome> charged) =>
            new(Difference(j => j.Rival, charged), Difference(_ => bestAsk, charged));

        BasisPoints Difference(Func<JudgedParent, Strategy> other, Func<ParentOutcome, ParentOutcome> charged) => new(judged.Average(
            j => ParameterChoice.Difference([.. j.Window.Of(other(j)).Select(charged)], [.. j.Window.Of(j.Ours).Select(charged)]).Value));
    }
}
