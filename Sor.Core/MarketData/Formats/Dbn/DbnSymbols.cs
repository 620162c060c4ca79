namespace Sor.Core.MarketData.Formats.Dbn;

/// <summary>
/// Which instrument a record of DBN is of: by the mappings of the header, each for its days, and by the mapping records of a live capture,
/// each from then on.
/// </summary>
internal sealed class DbnSymbols(InstrumentTable instruments)
{
    private readonly Dictionary<uint, List<DbnMapping>> mappings = [];
    private uint lastId;
    private uint lastHandle;
    private ulong lastFrom = ulong.MaxValue;
    private ulong lastTo;

    /// <summary>Whether any id is mapped.</summary>
    public bool Any => mappings.Count > 0;

    /// <summary>Adds what a header says.</summary>
    public void Add(IReadOnlyList<DbnMapping> header)
    {
        foreach (var mapping in header) Add(mapping);
    }

    /// <summary>Adds a mapping; where it overlaps others of its id, it is the one that counts.</summary>
    public void Add(DbnMapping mapping)
    {
        if (!mappings.TryGetValue(mapping.Id, out var list)) mappings.Add(mapping.Id, list = []);
        list.Insert(0, mapping);
        (lastFrom, lastTo) = (ulong.MaxValue, 0);
        instruments.Handle(mapping.Symbol, mapping.Id);
    }

    /// <summary>Puts into each record the handle of its instrument.</summary>
    public void Mark(Span<Mbp1> records)
    {
        foreach (ref var record in records)
        {
            var time = record.Time;
            if (record.InstrumentId != lastId || time < lastFrom || time >= lastTo) Find(record.InstrumentId, time);
            record.InstrumentId = lastHandle;
        }
    }

    private void Find(uint id, ulong time)
    {
        lastId = id;
        (lastFrom, lastTo) = (0, ulong.MaxValue);
        var symbol = "";
        foreach (var mapping in mappings.GetValueOrDefault(id) ?? [])
        {
            if (time >= mapping.From && time < mapping.To)
            {
                symbol = mapping.Symbol;
                (lastFrom, lastTo) = (Math.Max(lastFrom, mapping.From), Math.Min(lastTo, mapping.To));
                break;
            }

            // Valid only up to where a mapping that counts for more begins, and from where it ends.
            if (time < mapping.From) lastTo = Math.Min(lastTo, mapping.From);
            else lastFrom = Math.Max(lastFrom, mapping.To);
        }

        lastHandle = instruments.Handle(symbol, id);
    }
}
