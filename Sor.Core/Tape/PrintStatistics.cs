using Sor.Core.Book;

namespace Sor.Core.Tape;

/// <summary>
/// What real prints paid against the book of their moment: the effective spread <c>2 |price - mid|</c> and the spread then quoted, both
/// weighted by shares. Exact integer sums.
/// </summary>
public sealed class PrintStatistics
{
    /// <summary>Prints counted: those after the first tradable NBBO of their day.</summary>
    public long Count { get; private set; }

    /// <summary>Their shares.</summary>
    public long Shares { get; private set; }

    /// <summary>Sum over prints of shares times <c>|2 price - mid2|</c>, nano-dollars.</summary>
    public Int128 EffectiveSum { get; private set; }

    /// <summary>Sum over prints of shares times the spread, nano-dollars.</summary>
    public Int128 QuotedSum { get; private set; }

    /// <summary>Sum over prints of shares times twice the mid, nano-dollars.</summary>
    public Int128 Mid2Sum { get; private set; }

    internal void Add(long price, uint size, InstrumentBook book)
    {
        if (book.Mid2 == 0) return;
        Count++;
        Shares += size;
        EffectiveSum += Int128.Abs((Int128)2 * price - book.Mid2) * size;
        QuotedSum += Math.BigMul(book.Spread, (long)size);
        Mid2Sum += Math.BigMul(book.Mid2, (long)size);
    }
}
