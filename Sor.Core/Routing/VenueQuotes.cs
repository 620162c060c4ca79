namespace Sor.Core.Routing;

/// <summary>What one venue shows at a decision. Prices are nano-dollars and turned, as in <see cref="RoutingView"/>.</summary>
public readonly struct VenueQuotes
{
    internal VenueQuotes(in RoutingView view, int slot)
    {
        Slot = slot;
        Mic = view.Known.Mics[slot];
        (Ask, Available, TakeFee) = (view.Ask[slot], view.Available[slot], view.TakeFee[slot]);
        AskSize = view.AskSize.IsEmpty ? Available : view.AskSize[slot];
        var hasBids = !view.Bid.IsEmpty;
        Bid = hasBids ? view.Bid[slot] : long.MinValue;
        BidSize = hasBids ? view.BidSize[slot] : 0;
        AddFee = view.AddFee[slot];
        CanTake = view.CanTake(slot);
        IsBestAsk = Ask == view.BestAsk && AskSize != 0;
        IsBestBid = Bid == view.BestBid && BidSize != 0;
    }

    /// <summary>Its slot: what orders name it by.</summary>
    public int Slot { get; }

    /// <summary>Its MIC, such as <c>XNAS</c>.</summary>
    public string Mic { get; }

    /// <summary>Price to take at; <see cref="long.MaxValue"/> where it shows nothing.</summary>
    public long Ask { get; }

    /// <summary>Shares displayed there.</summary>
    public long AskSize { get; }

    /// <summary>Shares left to take there: what this parent took stays taken.</summary>
    public long Available { get; }

    /// <summary>What a share taken costs beside its price; negative is earned.</summary>
    public long TakeFee { get; }

    /// <summary>Price where orders rest; <see cref="long.MinValue"/> where it shows nothing.</summary>
    public long Bid { get; }

    /// <summary>Shares displayed there.</summary>
    public long BidSize { get; }

    /// <summary>What a share filled of a resting order costs beside its price; negative is earned.</summary>
    public long AddFee { get; }

    /// <summary>Whether it has shares left to take, at a price within the collar.</summary>
    public bool CanTake { get; }

    /// <summary>Whether it shows the best price to take at, whatever was taken of it.</summary>
    public bool IsBestAsk { get; }

    /// <summary>Whether it shows the best price where orders rest.</summary>
    public bool IsBestBid { get; }

    /// <summary>Price and take fee together, a share. For a venue that can be taken.</summary>
    public long AllIn => Ask + TakeFee;
}

/// <summary>The venues of a decision, by slot.</summary>
public readonly ref struct VenueList
{
    private readonly RoutingView view;

    internal VenueList(RoutingView view) => this.view = view;

    /// <summary>How many venue slots there are.</summary>
    public int Count => view.Ask.Length;

    /// <summary>The venue of a slot.</summary>
    public VenueQuotes this[int slot] => new(in view, slot);

    /// <summary>Goes through the venues by slot.</summary>
    public Enumerator GetEnumerator() => new(view);

    /// <summary>Goes through the venues of a decision.</summary>
    public ref struct Enumerator
    {
        private readonly RoutingView view;
        private int slot;

        internal Enumerator(RoutingView view)
        {
            this.view = view;
            slot = -1;
        }

        /// <summary>The venue at hand.</summary>
        public readonly VenueQuotes Current => new(in view, slot);

        /// <summary>Goes on to the next venue.</summary>
        public bool MoveNext() => ++slot < view.Ask.Length;
    }
}
