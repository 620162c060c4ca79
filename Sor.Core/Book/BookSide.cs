namespace Sor.Core.Book;

/// <summary>A side of the book.</summary>
public enum BookSide
{
    /// <summary>Bids: where a buyer's orders rest.</summary>
    Bid,

    /// <summary>Offers: where a seller's orders rest.</summary>
    Ask,
}
