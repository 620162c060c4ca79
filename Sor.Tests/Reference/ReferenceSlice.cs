namespace Sor.Tests.Reference;

/// <summary>
/// A span in which orders rest at one price: from one decision to another. <see cref="Whole"/> unless a decision that is not taken closed
/// its bucket.
/// </summary>
internal sealed record ReferenceSlice(long Start, long End, decimal Price, bool Whole)
{
    /// <summary>
    /// "A slice starts at a bucket's first decision, with p = the NBB then. It ends at the first later decision that sees another NBB price
    /// or closes the bucket, or that is --slice on. There the next slice starts, but at a bucket's close. At decisions that are not taken
    /// nothing starts or ends, except that an untaken close" ends it.
    /// </summary>
    public static List<ReferenceSlice> Of(
        ReferenceMarket market, ReferenceSettings settings, IEnumerable<ReferenceDecision> decisions, bool buys)
    {
        var slices = new List<ReferenceSlice>();
        var open = ((long Start, decimal Price)?)null;
        var closed = (int?)null;
        foreach (var decision in decisions)
        {
            var taken = market.UntradableAt(decision.Time, settings.MaxSilence) is null;
            var nbbo = market.Nbbo[market.LastAt(decision.Time)];
            var price = buys ? nbbo.Bid : nbbo.Ask;
            var over = open is { } o && taken && (price != o.Price || (settings.Slice > 0 && decision.Time >= o.Start + settings.Slice));
            if (open is { } ended && (over || decision.Closes))
            {
                slices.Add(new ReferenceSlice(ended.Start, decision.Time, ended.Price, taken));
                open = null;
            }

            if (decision.Closes) closed = decision.Bucket;
            if (taken && open is null && closed != decision.Bucket) open = (decision.Time, price!.Value);
        }

        return slices;
    }
}
