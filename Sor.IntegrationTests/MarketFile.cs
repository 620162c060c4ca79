using System.Runtime.InteropServices;
using Sor.Core.MarketData;
using Sor.IntegrationTests.Streaming;
using Sor.Tests;
using ZstdSharp;

namespace Sor.IntegrationTests;

/// <summary>Market data on disk for whole-process tests, and a folder of a test's own.</summary>
internal sealed class MarketFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sor-test-");

    private MarketFile(string? path, string[] order) => (Path, Order) = (path ?? In("made.dbn.zst"), order);

    public string Path { get; }

    /// <summary>What to backtest, as options.</summary>
    public string[] Order { get; }

    /// <summary>The real day, where it is there.</summary>
    public static MarketFile RealDay() => new(SharedData.Path("data/dbn/taq-2018-01-02.v3.dbn.zst"), ["--fees-any-date"]);

    /// <summary>Made-up records of some instruments, a millisecond apart.</summary>
    public static MarketFile Made(int records, int instruments)
    {
        var made = new MarketFile(null, ["--fees", "flat:take=0.003,add=-0.002", "--horizon", "5s", "--bucket", "5s", "--quantity", "500"]);
        using var disk = File.Create(made.Path);
        using var file = new CompressionStream(disk);
        using var metadata = new MemoryStream();
        using var writer = new BinaryWriter(metadata);
        writer.Write("XNAS.ITCH\0\0\0\0\0\0\0"u8);
        writer.Write((ushort)1);
        writer.Write(MadeSource.One(0, 1).TsEvent);
        writer.Write(ulong.MaxValue);
        writer.Write(0UL);
        writer.Write((byte)0xFF);
        writer.Write((byte)0);
        writer.Write((byte)0);
        writer.Write((ushort)71);
        writer.Write(new byte[53 + 4 + (4 * 4)]);
        while (metadata.Length % 8 != 0) writer.Write((byte)0);
        writer.Flush();
        file.Write("DBN\u0003"u8);
        file.Write(BitConverter.GetBytes((int)metadata.Length));
        file.Write(metadata.ToArray());
        var record = new Mbp1[1];
        for (var i = 0; i < records; i++)
        {
            record[0] = MadeSource.One(i, instruments);
            file.Write(MemoryMarshal.AsBytes<Mbp1>(record));
        }

        return made;
    }

    public string In(string name) => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>The result's bytes straight from the file.</summary>
    public async Task<byte[]> ResultAsync()
    {
        using var backtest = SorProcess.Backtest([Path, .. Order, "--out", In("file")]);
        await backtest.SucceedAsync();
        return Result("file");
    }

    public byte[] Result(string folder) => File.ReadAllBytes(System.IO.Path.Combine(In(folder), "result.json"));

    public void Dispose() => _folder.Delete(recursive: true);
}
