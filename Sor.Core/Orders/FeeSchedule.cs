using System.Globalization;
using nietras.SeparatedValues;

namespace Sor.Core.Orders;

/// <summary>A venue's fees in nano-dollars per share; positive is paid by us, negative is paid to us.</summary>
/// <param name="Take">For taking displayed liquidity.</param>
/// <param name="Add">For adding it.</param>
public readonly record struct VenueFee(long Take, long Add);

/// <summary>Fees per venue and date.</summary>
/// <remarks>
/// Files are CSV with the columns <c>venue,from,to,take,add</c> (dollars per share, dates included; others are ignored); the venue <c>*</c>
/// stands for every venue without a row of its own.
/// </remarks>
public sealed class FeeSchedule
{
    private readonly List<FeeRow> rows;
    private readonly VenueFee? flat;

    private FeeSchedule(string name, VenueFee? flat, List<FeeRow> rows) => (Name, this.flat, this.rows) = (name, flat, rows);

    /// <summary>What the result calls it: the file's name, or the flat fee as given.</summary>
    public string Name { get; }

    /// <summary>Whether the schedule's dates are ignored: the row nearest in time is used.</summary>
    public bool AnyDate { get; init; }

    /// <summary>The same fee everywhere and always.</summary>
    public bool IsFlat => flat is not null;

    /// <summary>The fees, as the file has them; none where they are flat.</summary>
    public IReadOnlyList<FeeRow> Rows => rows;

    /// <summary>One fee for all venues and dates.</summary>
    public static FeeSchedule Flat(VenueFee fee) =>
        new($"flat:take={Nanos.Format(fee.Take)},add={Nanos.Format(fee.Add)}", fee, []);

    /// <summary>Reads <c>flat:take=0.001,add=-0.0005</c> or the path of a file.</summary>
    /// <exception cref="SorException">The text or the file is not a fee schedule.</exception>
    public static FeeSchedule Parse(string text, bool anyDate)
    {
        if (!text.StartsWith("flat:", StringComparison.Ordinal)) return Load(text, anyDate);
        long? take = null;
        var add = 0L;
        foreach (var part in text["flat:".Length..].Split(','))
        {
            var pair = part.Split('=');
            if (pair.Length != 2 || !Nanos.TryParse(pair[1].Trim(), out var nanos) || Math.Abs(nanos) > Dollar) throw BadFlat(text);
            switch (pair[0].Trim())
            {
                case "take": take = nanos; break;
                case "add": add = nanos; break;
                default: throw BadFlat(text);
            }
        }

        return Flat(new VenueFee(take ?? throw BadFlat(text), add));
    }

    /// <summary>
    /// The schedule shipped with Sor: base tier, displayed, price of $1 and more, August to December 2024. See <c>docs/fees.md</c>.
    /// </summary>
    public static FeeSchedule Shipped(bool anyDate)
    {
        using var stream = typeof(FeeSchedule).Assembly.GetManifestResourceStream("fees-2024.csv")!;
        using var reader = new StreamReader(stream);
        return Read(reader, "fees-2024.csv", anyDate);
    }

    /// <summary>The fee of a venue on a date.</summary>
    /// <exception cref="SorException">There is no row for the venue, or none for the date.</exception>
    public VenueFee Of(string mic, DateOnly date)
    {
        if (flat is { } fee) return fee;
        var venue = HasRows(mic) ? mic : "*";
        if (Find(venue, date) is { } row) return row.Fee;
        throw HasRows(venue)
            ? SorException.BadData($"{Name} has no fees of venue {mic} for {date:yyyy-MM-dd}").Advise(new GiveFeesOfDate())
            : SorException.BadData($"{Name} has no row for venue {mic}").Advise(new AddVenueOrGiveFlatFee());
    }

    /// <summary>Whether there are fees of a venue for a date, so that none of another date is charged.</summary>
    public bool Covers(string mic, DateOnly date)
    {
        var venue = HasRows(mic) ? mic : "*";
        return IsFlat || rows.Exists(r => r.Venue == venue && date >= r.From && date <= r.To);
    }

    private const long Dollar = Nanos.One;

    private static SorException BadFlat(string text) =>
        SorException
            .Usage($"{text}: a flat fee is written flat:take=0.003,add=-0.002, in dollars per share, at most 1")
            .Advise(new GiveFees());

    private bool HasRows(string venue) => rows.Exists(r => r.Venue == venue);

    private FeeRow? Find(string venue, DateOnly date)
    {
        FeeRow? nearest = null;
        foreach (var row in rows)
        {
            if (row.Venue != venue) continue;
            if (date >= row.From && date <= row.To) return row;
            if (AnyDate && (nearest is null || Distance(row, date) < Distance(nearest.Value, date))) nearest = row;
        }

        return nearest;
    }

    private static int Distance(FeeRow row, DateOnly date) =>
        date < row.From ? row.From.DayNumber - date.DayNumber : date.DayNumber - row.To.DayNumber;

    private static FeeSchedule Load(string path, bool anyDate)
    {
        if (Directory.Exists(path))
            throw SorException.Usage($"{path}: is a folder; give a CSV file or flat:take=0.003,add=-0.002").Advise(new GiveFees());
        if (!File.Exists(path))
            throw SorException.Usage($"{path}: no such file (a flat fee is written flat:take=0.003,add=-0.002)").Advise(new GiveFees());
        using var reader = new StreamReader(path);
        return Read(reader, Path.GetFileName(path), anyDate);
    }

    private static FeeSchedule Read(TextReader reader, string name, bool anyDate)
    {
        var (rows, lines) = (new List<FeeRow>(), new List<int>());
        try
        {
            using var csv = Sep.New(',')
                .Reader(o => o with { DisableColCountCheck = true, Unescape = true, Trim = SepTrim.Outer })
                .From(reader);
            if (csv.Header.IsEmpty) throw SorException.BadData($"{name}: not a CSV file of fees: it is empty");
            var names = csv.Header.ColNames.Select(column => column.Trim()).ToList();
            var (venue, from, to, take, add) = (Column("venue"), Column("from"), Column("to"), Column("take"), Column("add"));
            int Column(string column) => names.IndexOf(column) is >= 0 and var at ? at
                : throw SorException.BadData($"{name}: no column {column}; a fee file has venue,from,to,take,add");
            foreach (var cells in csv)
            {
                if (cells.Span.IsWhiteSpace()) continue;
                var place = $"{name} line {cells.LineNumberFrom}";
                if (cells.ColCount != names.Count)
                    throw SorException.BadData($"{place}: {cells.ColCount} cells, where the header has {names.Count}");
                var fee = new VenueFee(Fee(cells[take].ToString(), place, "take"), Fee(cells[add].ToString(), place, "add"));
                var (first, last) = (Date(cells[from].ToString(), place, "from"), Date(cells[to].ToString(), place, "to"));
                if (first > last)
                    throw SorException.BadData(
                        $"{place}: from {first:yyyy-MM-dd} is after to {last:yyyy-MM-dd}, so that the row holds on no date");
                var row = new FeeRow(cells[venue].ToString(), first, last, fee);
                var other = rows.FindIndex(r => r.Contradicts(row));
                if (other >= 0) throw Contradiction(row, rows[other], place, lines[other]);
                rows.Add(row);
                lines.Add(cells.LineNumberFrom);
            }
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or NotSupportedException)
        {
            throw SorException.BadData($"{name}: not a CSV file of fees: {e.Message}", e);
        }

        if (rows.Count == 0) throw SorException.BadData($"{name}: no fees in it; a fee file has venue,from,to,take,add");
        return new FeeSchedule(name, null, rows) { AnyDate = anyDate };
    }

    // Which of two fees is meant, nobody knows but the user: the first is as good a guess as the last, and either is a silent one.
    private static SorException Contradiction(FeeRow row, FeeRow other, string place, int otherLine)
    {
        var date = other.From > row.From ? other.From : row.From;
        return SorException.BadData(
            $"{place}: venue {row.Venue} has other fees on line {otherLine} for {date:yyyy-MM-dd}: give each date one");
    }

    private static DateOnly Date(string text, string place, string column) =>
        DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw SorException.BadData($"{place}, column {column}: '{text}' is not a date like 2024-08-01");

    private static long Fee(string text, string place, string column) =>
        Nanos.TryParse(text.Trim(), out var nanos) && Math.Abs(nanos) <= Dollar
            ? nanos
            : throw SorException.BadData($"{place}, column {column}: '{text}' is not a fee in dollars per share, at most 1");
}

/// <summary>The fees of a venue over some dates.</summary>
/// <param name="Venue">MIC; <c>*</c> for every venue without a row of its own.</param>
/// <param name="From">First date.</param>
/// <param name="To">Last date.</param>
/// <param name="Fee">What is charged.</param>
public readonly record struct FeeRow(string Venue, DateOnly From, DateOnly To, VenueFee Fee)
{
    internal bool Contradicts(FeeRow other) => Venue == other.Venue && From <= other.To && other.From <= To && Fee != other.Fee;
}
