using Sor.Core.MarketData;

namespace Sor.Tests.Commands;

/// <summary>
/// A command run as a user runs it, in a folder of its own, and what the user sees when it fails: one short message, an exit code, and no
/// result.
/// </summary>
[RunsPrograms]
public abstract class CommandTest : IDisposable
{
    private protected const string Header =
        "ts_recv,ts_event,rtype,publisher_id,instrument_id,action,side,depth,price,size,flags,ts_in_delta,sequence,bid_px_00,ask_px_00,bid_sz_00,ask_sz_00,bid_ct_00,ask_ct_00,symbol";
    private protected const string Row =
        "2024-10-17T14:30:00.000170625Z,2024-10-17T14:30:00.000000000Z,1,2,1,M,N,0,,0,128,170625,1,10.00,10.02,100,100,1,1,SYN";

    private protected TemporaryFolder Folder { get; } = new();

    private protected string Out => Folder.File("out");

    /// <summary>Names of the files in the output folder.</summary>
    private protected string[] Files =>
        Directory.Exists(Out) ? [.. Directory.EnumerateFiles(Out).Select(f => Path.GetFileName(f)).Order()] : [];

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected SorProcess Backtest(params string[] arguments) => SorProcess.Backtest([.. arguments, "--out", Out]);

    /// <summary>Runs a backtest that must fail.</summary>
    /// <param name="code">How.</param>
    /// <param name="said">The whole message, or its start.</param>
    /// <param name="arguments">The command line but for <c>--out</c>.</param>
    private protected async Task Fails(int code, string said, params string[] arguments)
    {
        var ending = await Backtest(arguments).EndAsync();
        Failed(ending, code, said);
        Files.ShouldBeSubsetOf(["rejects.csv"]);
    }

    private protected static void Failed(SorProcess.Ending ending, int code, string said)
    {
        ending.Error.ShouldStartWith(said, Case.Sensitive);
        ending.Error.ShouldNotContain("\n");
        ending.Error.ShouldNotContain("   at ");
        ending.Error.Length.ShouldBeLessThan(800);
        ending.Output.ShouldBeEmpty();
        ending.Code.ShouldBe(code);
    }

    /// <summary>Console text as if its lines had no end.</summary>
    private protected static string Words(string output) =>
        string.Join(' ', output.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>
    /// A market of two venues that trades for twenty minutes at around ten dollars: enough for four parents of five minutes.
    /// </summary>
    private protected static Market Market(ushort second = Tests.Market.Bzx)
    {
        var market = new Market();
        for (var i = 0; i <= 1_200; i++)
        {
            var tick = i / 30 % 5 * .01m;
            market.Quote(i, Tests.Market.Nasdaq, 10.00m + tick, 500, 10.02m + tick, 300);
            market.Quote(i + .5, second, 10.00m + tick, 200, 10.02m + tick, 900);
        }

        return market;
    }

    private protected string Write(Market market, string name = "market.csv")
    {
        var records = market.Records.ToArray();
        using var file = RecordFile.Create(
            Folder.File(name),
            new RecordFileHeader("EQUS.ALL", records[0].TsEvent, records[^1].TsEvent + 1, [new InstrumentSymbol(1, "SYN")]));
        file.Write(records);
        file.Complete();
        return Folder.File(name);
    }

    private protected string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(Folder.File(name), bytes);
        return Folder.File(name);
    }
}
