namespace Sor.Core.Simulation;

/// <summary>Picks indices with given weights: one draw from a table of 1024.</summary>
internal sealed class WeightedChoice
{
    private readonly byte[] table = new byte[1024];

    /// <param name="weights">Whole numbers, not all 0; at most 64.</param>
    public WeightedChoice(IEnumerable<uint> weights)
    {
        var list = weights.ToArray();
        var sum = list.Aggregate(0UL, (s, w) => s + w);
        var (index, reached) = (0, (ulong)list[0]);
        for (var i = 0; i < table.Length; i++)
        {
            while ((ulong)i * sum >= reached * (ulong)table.Length && index < list.Length - 1) reached += list[++index];
            table[i] = (byte)index;
        }
    }

    public int Pick(ref RandomStream random) => table[random.Next() >> 54];
}
