using Sor.Core.MarketData;

namespace Sor.Tests.MarketData;

public sealed class DraftFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>A result may be gigabytes: a signal must not wait for the last of them.</summary>
    [Fact]
    public void Writing_ends_when_the_run_is_interrupted()
    {
        using var stop = new CancellationTokenSource();
        using var draft = new DraftFile(folder.File("draft"), 1 << 16, stop.Token);
        using var writer = new StreamWriter(draft);
        var lines = 0;

        Should.Throw<OperationCanceledException>(() =>
        {
            for (; lines < 10_000_000; lines++)
            {
                writer.Write("a row of a result\n");
                if (lines == 100) stop.Cancel();
            }
        });

        lines.ShouldBeLessThan(10_000);
    }

    [Fact]
    public void What_a_killed_run_left_is_no_part_of_the_next_draft()
    {
        folder.Write("draft", "much more than what comes now");

        using (var draft = new DraftFile(folder.File("draft"), 0)) draft.Write("new"u8);

        File.ReadAllText(folder.File("draft")).ShouldBe("new");
    }
}
